import { useTranslation } from "react-i18next";
import type { ColorBy } from "#contract/pipe-classes.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { onlyClass, withClasses } from "#lib/pipe-filter.ts";
import { type PipeRow, totalOf } from "#lib/pipe-rows.ts";
import { useTheme } from "#panels/use-theme.ts";
import { useStores, useView } from "#state/stores.tsx";
import { filterPipes, togglePipeClass } from "#state/view.ts";
import { className, type Owners } from "./class-name.ts";
import { Swatch } from "./swatch.tsx";

export interface LegendRowsProps {
  readonly by: ColorBy;
  readonly rows: readonly PipeRow[];
  readonly owners: Owners;
  /** Numbers are there, be they those of a moment ago. */
  readonly isCounted: boolean;
  readonly isWaiting: boolean;
}

/** A line for each class, with what of it is in view; each is a switch of the filter. */
export function LegendRows({ by, rows, owners, isCounted, isWaiting }: LegendRowsProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const isFiltered = useView(({ pipeFilter }) => pipeFilter.only[by] !== undefined);
  const total = totalOf(rows);
  const all = () => filterPipes(view, withClasses(view.getState().pipeFilter, by, []));
  return (
    <div className={`legend-rows ${isWaiting ? "waiting" : ""}`} aria-busy={isWaiting}>
      <div className="legend-line legend-head">
        {isFiltered ? (
          <button type="button" className="legend-all" onClick={all}>
            {t("legend.all")}
          </button>
        ) : (
          <span aria-hidden="true">{t("legend.inView")}</span>
        )}
        <span className="legend-number" aria-hidden="true">
          {t("legend.countUnit")}
        </span>
        <span className="legend-number" aria-hidden="true">
          km
        </span>
      </div>
      <ul aria-label={t(`legend.by.${by}`)}>
        {rows.map((row) => (
          <Row key={row.k} {...{ by, row, owners, isCounted }} isPressed={isFiltered && row.isOn} />
        ))}
      </ul>
      <div className="legend-line legend-total">
        <span>{t("overview.total")}</span>
        <span className="legend-number">{isCounted ? formatNumber(total.count, language) : ""}</span>
        <span className="legend-number">{isCounted ? formatKm(total.lengthM, language) : ""}</span>
      </div>
    </div>
  );
}

interface RowProps extends Pick<LegendRowsProps, "by" | "owners" | "isCounted"> {
  readonly row: PipeRow;
  readonly isPressed: boolean;
}

function Row({ by, row, owners, isCounted, isPressed }: RowProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const theme = useTheme();
  const language = languageNow();
  const name = className(t, by, row.k, owners);
  const count = formatNumber(row.count, language);
  const km = formatKm(row.lengthM, language);
  const only = () => filterPipes(view, onlyClass(view.getState().pipeFilter, by, row.k));
  const isNone = row.count === 0;
  return (
    <li className={row.isOn ? "" : "off"}>
      <button
        type="button"
        className="legend-line legend-row"
        aria-pressed={isPressed}
        title={`${name}\n${t("legend.pressHint")}`}
        onClick={(event) => (event.shiftKey ? only() : togglePipeClass(view, by, row.k))}
      >
        <span className="legend-name">
          <Swatch theme={theme} by={by} k={row.k} />
          <span>{name}</span>
        </span>
        <Figure text={count} unit={t("legend.countUnit")} {...{ isCounted, isNone }} />
        <Figure text={km} unit="km" {...{ isCounted, isNone }} />
      </button>
      <button
        type="button"
        className="legend-only"
        // Shift+Enter on the row does the same: one stop of the Tab key for each row is enough.
        tabIndex={-1}
        aria-label={t("legend.onlyOf", { name })}
        onClick={only}
      >
        {t("legend.only")}
      </button>
    </li>
  );
}

interface FigureProps {
  readonly text: string;
  /** Written once above the column, and said with each number. */
  readonly unit: string;
  readonly isCounted: boolean;
  readonly isNone: boolean;
}

function Figure({ text, unit, isCounted, isNone }: FigureProps) {
  if (!isCounted) return <span />;
  return (
    <span className={`legend-number ${isNone ? "quiet" : ""}`}>
      {isNone ? "–" : text}
      <span className="seen-by-readers-only">{` ${unit}`}</span>
    </span>
  );
}
