import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { MARK_CLASSES, type MarkClass } from "#contract/model.ts";
import { COLOR_BYS, NO_FILTER } from "#contract/pipe-classes.ts";
import { sameFilter } from "#lib/pipe-filter.ts";
import { pipeRows } from "#lib/pipe-rows.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { colorPipesBy } from "#state/view.ts";
import { problemWords } from "#ui/problem-words.ts";
import { FilterChips } from "./filter-chips.tsx";
import "./legend.css";
import { LegendNotes } from "./legend-notes.tsx";
import { LegendRows } from "./legend-rows.tsx";
import { MarksLegend } from "./marks-legend.tsx";
import { PressureStates } from "./pressure-states.tsx";
import { TimeFilter } from "./time-filter.tsx";
import { useCounts } from "./use-counts.ts";

/** Classes of an analysis that are painted instead of what was chosen; none while there is no result. */
const useMarked = (): readonly MarkClass[] => {
  const { marks } = useModel(({ result }) => ({ marks: result?.marks ?? null }));
  return useMemo(() => MARK_CLASSES.filter((_, at) => marks?.classes.includes(at) ?? false), [marks]);
};

function Marked({ classes }: { readonly classes: readonly MarkClass[] }) {
  const { t } = useTranslation();
  return (
    <>
      <MarksLegend shown={classes} />
      <p className="quiet">{t("legend.marked")}</p>
    </>
  );
}

/** What the hue of pipes tells, the classes with what of each is in view, and what the map leaves out. */
export function LegendBody() {
  const { t } = useTranslation();
  const { query, by, filter, zoom } = useCounts();
  const counts = query.data;
  const owners = counts?.owners ?? [];
  const isFiltered = !sameFilter(filter, NO_FILTER);
  const marked = useMarked();
  const isWaiting = query.isPlaceholderData || (query.isFetching && counts === undefined);
  return (
    <div className="legend-body">
      {query.isError && (
        <p className="legend-failed" role="alert">
          {t("legend.failed", { reason: problemWords(query.error) })}{" "}
          <button type="button" className="legend-link" onClick={() => void query.refetch()}>
            {t("shell.state.retry")}
          </button>
        </p>
      )}
      {marked.length > 0 ? (
        <Marked classes={marked} />
      ) : (
        <>
          <LegendRows
            by={by}
            rows={pipeRows({ by, filter, shown: counts?.shown ?? [], owners: owners.length })}
            owners={owners}
            isCounted={counts !== undefined}
            isWaiting={isWaiting}
          />
          {by === "pressure" && <PressureStates />}
        </>
      )}
      <FilterChips owners={owners} hasUndo />
      <TimeFilter />
      {counts && zoom !== null && <LegendNotes {...{ by, zoom, counts, isFiltered }} />}
    </div>
  );
}

/** Names the legend and chooses what it is of. */
export function ColorBySelect({ by }: { readonly by: (typeof COLOR_BYS)[number] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  return (
    <label className="legend-by">
      <span className="quiet">{t("legend.colorBy")}</span>
      <select
        value={by}
        onChange={({ target }) => {
          const chosen = COLOR_BYS.find((one) => one === target.value);
          if (chosen) colorPipesBy(view, chosen);
        }}
      >
        {COLOR_BYS.map((one) => (
          <option key={one} value={one}>
            {t(`legend.by.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
