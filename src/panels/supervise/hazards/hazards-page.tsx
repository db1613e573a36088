import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { hazardBoardQuery } from "#api/hazards.ts";
import type { HazardCell } from "#contract/field/hazard-board.ts";
import { formatClock, formatNumber } from "#lib/format.ts";
import { AXIS_IDS, type Axis, type BoardFilter, countOf, facetOf, pickValue } from "#lib/hazard-facets.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useView } from "#state/stores.tsx";
import { superviseOf } from "#state/supervise.ts";
import { BarTable } from "#ui/bar-table.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { HazardList } from "./hazard-list.tsx";
import { GRADE_MARK, valueWords } from "./words.ts";
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
  const board = useQuery(hazardBoardQuery(area, enterprise));
  const isPicked = Object.keys(filter).length > 0;
  return (
    <div className="alarm-scroll hazard-board">
      <Answer query={board} lines={9}>
        {({ cells, asOf }) => (
          <Section
            title={t("board.count")}
            unit={`${formatNumber(countOf(cells, filter), languageNow())} · ${t("board.asOf", { time: formatClock(asOf, languageNow()) })}`}
            tools={
              isPicked && (
                <button type="button" className="button outlined chip" onClick={() => setFilter({})}>
                  {t("board.clear")}
                </button>
              )
            }
          >
            <div className="hazard-facets">
              {AXIS_IDS.map((axis) => (
                <Facet
                  key={axis}
                  axis={axis}
                  cells={cells}
                  filter={filter}
                  onPick={(value) => setFilter(pickValue(filter, axis, value as never))}
                />
              ))}
            </div>
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

interface FacetProps {
  readonly axis: Axis;
  readonly cells: readonly HazardCell[];
  readonly filter: BoardFilter;
  readonly onPick: (value: string) => void;
}

function Facet({ axis, cells, filter, onPick }: FacetProps) {
  const { t } = useTranslation();
  const language = languageNow();
  const name = t(`board.axis.${axis}`);
  const rows = facetOf<Axis>(cells, filter, axis).filter(({ value, count }) => count > 0 || filter[axis] === value);
  if (rows.length === 0) return null;
  return (
    <div className="hazard-facet">
      <h4>{name}</h4>
      <BarTable
        caption={name}
        labelHead={name}
        valueHead={t("board.count")}
        rows={rows.map(({ value, count }) => ({
          key: value,
          label: valueWords(t, axis, value),
          mark: axis === "grade" ? <WarningMark level={GRADE_MARK[value as "major"]} /> : undefined,
          value: count,
          text: formatNumber(count, language),
          isPressed: filter[axis] === value,
        }))}
        onPick={onPick}
        pickLabel={(label) => t("board.pick", { name: label })}
      />
    </div>
  );
}
