import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import {
  DIMENSION_WORDS,
  type Dimension,
  PLACE_DIMENSIONS,
  TIME_DIMENSIONS,
  type WordDimension,
} from "#contract/statistics-dimensions.ts";
import { MEASURE_IDS, type MeasureId, measureOf } from "#contract/statistics-measures.ts";
import { daysOf, PERIODS, type Period, setStatistics, statisticsOf, toggleWord } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { useMinute } from "./use-minute.ts";
import { useNarrowing } from "./use-statistics.ts";
import { measureName, wordOf } from "./words.ts";
import "#ui/select.css";

/** Measure, rows, columns, period, time of knowing: the question, in one place. */
export function QuestionTools() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { measure, rows, columns } = useView(statisticsOf);
  const dimensions: readonly Dimension[] = [...PLACE_DIMENSIONS, ...TIME_DIMENSIONS, ...measureOf(measure).by];
  const pick = (of: "rows" | "columns", text: string) => {
    const chosen = dimensions.find((dimension) => dimension === text) ?? null;
    if (of === "columns") setStatistics(view, { columns: chosen === rows ? null : chosen });
    else if (chosen) setStatistics(view, { rows: chosen, ...(chosen === columns ? { columns: null } : {}) });
  };
  return (
    <div className="statistics-question">
      <MeasureSelect measure={measure} />
      <label>
        <span>{t("statistics.rows")}</span>
        <select className="select" value={rows} onChange={({ target }) => pick("rows", target.value)}>
          <Options dimensions={dimensions} t={t} />
        </select>
      </label>
      <label>
        <span>{t("statistics.columns")}</span>
        <select className="select" value={columns ?? ""} onChange={({ target }) => pick("columns", target.value)}>
          <option value="">{t("statistics.noColumns")}</option>
          <Options dimensions={dimensions.filter((dimension) => dimension !== rows)} t={t} />
        </select>
      </label>
      <PeriodTools />
      <KnownTools />
    </div>
  );
}

const Options = ({ dimensions, t }: { readonly dimensions: readonly Dimension[]; readonly t: TFunction }) =>
  dimensions.map((dimension) => (
    <option key={dimension} value={dimension}>
      {t(`statistics.dimension.${dimension}`)}
    </option>
  ));

function MeasureSelect({ measure }: { readonly measure: MeasureId }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const groups = [...new Set(MEASURE_IDS.map((id) => measureOf(id).group))];
  const choose = (id: MeasureId | undefined) => {
    if (id === undefined) return;
    // Dimensions that the new measure does not know are let go.
    const { rows, columns } = statisticsOf(view.getState());
    const knows = (dimension: Dimension | null) =>
      dimension !== null &&
      ([...PLACE_DIMENSIONS, ...TIME_DIMENSIONS] as readonly Dimension[]).concat(measureOf(id).by).includes(dimension);
    setStatistics(view, {
      measure: id,
      rows: knows(rows) ? rows : "area",
      columns: knows(columns) ? columns : null,
      threshold: null,
    });
  };
  return (
    <label className="wide">
      <span>{t("statistics.measure")}</span>
      <select
        className="select"
        value={measure}
        onChange={({ target }) => choose(MEASURE_IDS.find((id) => id === target.value))}
      >
        {groups.map((group) => (
          <optgroup key={group} label={t(`statistics.group.${group}`)}>
            {MEASURE_IDS.filter((id) => measureOf(id).group === group).map((id) => (
              <option key={id} value={id}>
                {measureName(id)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function PeriodTools() {
  const { t } = useTranslation();
  const { view } = useStores();
  const period = useView((v) => statisticsOf(v).period);
  const now = useMinute();
  const { from, to } = daysOf(period, now);
  const setDays = (change: Partial<{ from: string; to: string }>) => {
    const days = { from, to, ...change };
    if (days.from !== "" && days.to !== "" && days.from <= days.to)
      setStatistics(view, { period: { kind: "days", ...days } });
  };
  const choose = (text: string) => {
    const kind = PERIODS.find((one) => one === text) ?? "months12";
    const next: Period = kind === "days" ? { kind, from, to } : { kind };
    setStatistics(view, { period: next });
  };
  return (
    <>
      <label>
        <span>{t("statistics.period")}</span>
        <select className="select" value={period.kind} onChange={({ target }) => choose(target.value)}>
          {PERIODS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`statistics.periods.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("statistics.from")}</span>
        <input
          className="select"
          type="date"
          value={from}
          max={to}
          onChange={({ target }) => setDays({ from: target.value })}
        />
      </label>
      <label>
        <span>{t("statistics.to")}</span>
        <input
          className="select"
          type="date"
          value={to}
          min={from}
          onChange={({ target }) => setDays({ to: target.value })}
        />
      </label>
    </>
  );
}

const CHINA_MS = 8 * 3_600_000;
/** An instant as `datetime-local` writes it, in the province's time. */
export const localText = (at: string | null): string =>
  at === null ? "" : new Date(Date.parse(at) + CHINA_MS).toISOString().slice(0, 16);
export function localInstant(text: string): string | null {
  const at = Date.parse(`${text}:00+08:00`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function KnownTools() {
  const { t } = useTranslation();
  const { view } = useStores();
  const known = useView((v) => statisticsOf(v).known);
  return (
    <label className="wide">
      <span>{t("statistics.known")}</span>
      <span className="statistics-known">
        <input
          className="select"
          type="datetime-local"
          value={localText(known)}
          onChange={({ target }) => setStatistics(view, { known: localInstant(target.value) })}
        />
        <button
          type="button"
          className="button"
          aria-pressed={known === null}
          onClick={() => setStatistics(view, { known: null })}
        >
          {t("statistics.knownNow")}
        </button>
      </span>
    </label>
  );
}

/** Narrows by a word without a chart or a table at hand. */
function AddFilter() {
  const { t } = useTranslation();
  const { view } = useStores();
  const by = measureOf(useView((v) => statisticsOf(v).measure)).by as readonly WordDimension[];
  const where = useNarrowing();
  if (by.length === 0) return null;
  const add = (text: string) => {
    const [dimension, word] = text.split(":");
    const known = by.find((one) => one === dimension);
    if (known && word) toggleWord(view, known, word);
  };
  return (
    <select
      className="select"
      aria-label={t("statistics.addFilter")}
      value=""
      onChange={({ target }) => add(target.value)}
    >
      <option value="">{t("statistics.addFilter")}</option>
      {by.map((dimension) => (
        <optgroup key={dimension} label={t(`statistics.dimension.${dimension}`)}>
          {DIMENSION_WORDS[dimension]
            .filter((word) => !where[dimension]?.includes(word))
            .map((word) => (
              <option key={word} value={`${dimension}:${word}`}>
                {wordOf(t, dimension, word)}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}

/** What narrows the figures, one press each to take off; the last change of any filter can be undone. */
export function FilterRow() {
  const { t } = useTranslation();
  const { view, filterHistory } = useStores();
  const where = useNarrowing();
  const canUndo = useStore(filterHistory.store, ({ past }) => past.length > 0);
  const words = Object.entries(where) as [WordDimension, readonly string[]][];
  return (
    <div className="statistics-filters">
      {words.flatMap(([dimension, list]) =>
        list.map((word) => {
          const name = wordOf(t, dimension, word);
          return (
            <button
              key={`${dimension}:${word}`}
              type="button"
              className="chip"
              aria-label={t("statistics.removeFilter", { name })}
              onClick={() => toggleWord(view, dimension, word)}
            >
              {name} ×
            </button>
          );
        }),
      )}
      <AddFilter />
      {canUndo && <IconButton icon="undo" label={t("statistics.undo")} onClick={() => filterHistory.undo()} />}
    </div>
  );
}
