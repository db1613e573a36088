import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { hazardBoardQuery } from "#api/hazards.ts";
import { formatClock, formatNumber } from "#lib/format.ts";
import { AXIS_IDS, type BoardFilter, countOf, SIDE_AXES, type SideAxis } from "#lib/hazard-facets.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useView } from "#state/stores.tsx";
import { superviseOf } from "#state/supervise.ts";
import { Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { HazardList } from "./hazard-list.tsx";
import { Matrix } from "./matrix.tsx";
import { valueWords } from "./words.ts";
import "#ui/button.css";
import "#ui/data-table.css";
import "./hazards.css";

const HazardDetail = lazy(async () => ({ default: (await import("./hazard-detail.tsx")).HazardDetail }));

/** The board of open hazards: where they stand, how long, how late, how far up; and the list of what was picked. */
export function HazardsPage() {
  const hazard = useView((view) => superviseOf(view).hazard);
  if (hazard === null) return <Board />;
  return (
    <Suspense fallback={<Skeleton lines={9} />}>
      <HazardDetail key={hazard} id={hazard} />
    </Suspense>
  );
}

function Board() {
  const { t } = useTranslation();
  const { area, enterprise } = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const [filter, setFilter] = useState<BoardFilter>({});
  const [axis, setAxis] = useState<SideAxis>("state");
  const board = useQuery(hazardBoardQuery(area, enterprise));
  return (
    <div className="alarm-scroll hazard-board">
      <Answer query={board} lines={9}>
        {({ cells, asOf }) => (
          <Section
            title={t("board.count")}
            unit={`${formatNumber(countOf(cells, filter), languageNow())} · ${t("board.asOf", { time: formatClock(asOf, languageNow()) })}`}
          >
            <AxisChoice axis={axis} onChoose={setAxis} />
            <Matrix cells={cells} filter={filter} axis={axis} onPick={setFilter} />
            <Picked filter={filter} onClear={() => setFilter({})} />
          </Section>
        )}
      </Answer>
      <HazardList
        key={JSON.stringify([area, enterprise, filter])}
        area={area}
        enterprise={enterprise}
        filter={filter}
      />
    </div>
  );
}

interface AxisChoiceProps {
  readonly axis: SideAxis;
  readonly onChoose: (axis: SideAxis) => void;
}

/** What stands against the grades; what was picked along another axis stays picked. */
function AxisChoice({ axis, onChoose }: AxisChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="supervise-chips hazard-axes">
      <legend className="seen-by-readers-only">{t("board.facets")}</legend>
      {SIDE_AXES.map((one) => (
        <button
          key={one}
          type="button"
          className="button outlined chip"
          aria-pressed={one === axis}
          onClick={() => onChoose(one)}
        >
          {t(`board.axis.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** All that narrows the list, in words. */
function Picked({ filter, onClear }: { readonly filter: BoardFilter; readonly onClear: () => void }) {
  const { t } = useTranslation();
  const words = AXIS_IDS.flatMap((axis) => {
    const value = filter[axis];
    return value === undefined ? [] : [valueWords(t, axis, value)];
  });
  if (words.length === 0) return null;
  return (
    <p className="supervise-chips hazard-picked" role="status">
      {words.join(" · ")}
      <button type="button" className="button outlined chip" onClick={onClear}>
        {t("board.clear")}
      </button>
    </p>
  );
}
