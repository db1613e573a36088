import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { areasQuery } from "#api/areas.ts";
import { statisticsReportQuery } from "#api/statistics-kept.ts";
import { Statistics } from "#contract/statistics.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { isStock } from "#contract/statistics-topics.ts";
import type { StatisticsReport } from "#contract/statistics-routes.ts";
import { formatDay, formatInstant, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { NotTaken } from "#panels/not-taken.tsx";
import { useTake } from "#panels/use-take.ts";
import { Failed, Skeleton } from "#ui/notice.tsx";
import { linesOf } from "./lines.ts";
import { ReportChart } from "./report-chart.tsx";
import { ReportMap } from "./report-map.tsx";
import "./report-sheet.css";
import { figureText, filterText, keyName, measureName, measureUnit, said } from "./words.ts";

/** What a frozen text says; null where it is none of ours. */
function answerOf(text: string): Statistics | null {
  try {
    return Statistics.parse((JSON.parse(text) as { answer?: unknown }).answer);
  } catch {
    return null;
  }
}

export interface ReportSheetProps {
  readonly report: StatisticsReport;
  readonly onClose: () => void;
}

/** A frozen report as pages of A4: what it is of, both times, the figures, their sources, the hash. Esc leaves it. */
export function ReportSheet({ report, onClose }: ReportSheetProps) {
  const { t } = useTranslation();
  const whole = useQuery(statisticsReportQuery(report.id));
  const take = useTake();
  // On paper or as a PDF: the browser's own window makes either.
  const print = () =>
    take.mutate({
      kind: "report",
      format: "paper",
      query: { report: report.id, sha256: report.sha256 },
      make: () => () => window.print(),
    });
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [onClose]);
  return createPortal(
    <div className="report-sheet" role="dialog" aria-modal="true" aria-label={report.name}>
      <div className="report-tools">
        <button
          type="button"
          className="button outlined"
          // biome-ignore lint/a11y/noAutofocus: the dialog has just been opened by this person
          autoFocus
          disabled={take.isPending}
          onClick={print}
        >
          {t("statistics.print")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("statistics.report.back")}
        </button>
        <span className="quiet">{t("statistics.report.pdf")}</span>
        {take.isError && <NotTaken error={take.error} />}
      </div>
      {whole.data ? (
        <Sheet report={report} text={whole.data.text} />
      ) : whole.isError ? (
        <Failed error={whole.error} />
      ) : (
        <Skeleton />
      )}
    </div>,
    document.body,
  );
}

function Sheet({ report, text }: { readonly report: StatisticsReport; readonly text: string }) {
  const { t } = useTranslation();
  const answer = useMemo(() => answerOf(text), [text]);
  const areas = useQuery(areasQuery);
  const language = languageNow();
  if (answer === null) return <p className="notice failed">{t("statistics.broken")}</p>;
  const { measure, from, to, known, area, where, suppressed } = answer;
  const { formula, says, sources, clause } = measureOf(measure);
  const place = areas.data?.areas.find(({ code }) => code === area)?.name ?? area;
  return (
    <article className="report-page">
      <h1>{t("statistics.report.title")}</h1>
      <h2>
        {place} · {measureName(measure)}
      </h2>
      <p>
        {isStock(formula)
          ? t("statistics.asOf", { day: formatDay(to, language) })
          : t("statistics.during", { from: formatDay(from, language), to: formatDay(to, language) })}
        {" · "}
        {t("statistics.asKnown", { time: formatInstant(known, language) })}
      </p>
      {where !== "" && (
        <p>
          {t("statistics.filters")}: {filterText(t, where)}
        </p>
      )}
      <p className="report-total">
        {figureText(measure, answer.total)} {measureUnit(measure)}
        {answer.completeness !== null &&
          ` · ${t("statistics.complete")} ${formatPercent(answer.completeness, language)}`}
      </p>
      <h3>{t("statistics.report.figures")}</h3>
      <ReportMap answer={answer} />
      {answer.cells.length > 0 && <ReportChart answer={answer} />}
      <ReportTable answer={answer} />
      {suppressed > 0 && <p>{t("statistics.suppressedCells", { count: suppressed })}</p>}
      <h3>{t("statistics.report.sources")}</h3>
      <p>
        {t("statistics.formula")}: {said(says)}
        <br />
        {t("statistics.sources")}: {sources.join(", ")}
        {clause !== null && (
          <>
            <br />
            {t("statistics.clause")}: {clause}
          </>
        )}
      </p>
      <p className="statistics-sha">
        {t("statistics.frozenBy", { name: report.ownerName, time: formatInstant(report.frozenAt, language) })}
        <br />
        {t("statistics.sha", { sha: report.sha256 })}
      </p>
    </article>
  );
}

function ReportTable({ answer }: { readonly answer: Statistics }) {
  const { t } = useTranslation();
  const columns = answer.columns === null ? [] : answer.columnKeys;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t(`statistics.dimension.${answer.rows}`)}</th>
          {columns.map((column) => (
            <th scope="col" key={column.key}>
              {keyName(t, answer.columns, column)}
            </th>
          ))}
          <th scope="col">{t("statistics.whole")}</th>
          <th scope="col">{t("statistics.complete")}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(answer).map((line) => (
          <tr key={line.key}>
            <th scope="row">{keyName(t, answer.rows, line)}</th>
            {columns.map((column, at) => (
              <td key={column.key}>{figureText(answer.measure, line.cells[at])}</td>
            ))}
            <td>{figureText(answer.measure, line.total)}</td>
            <td>{line.completeness === null ? "–" : formatPercent(line.completeness, languageNow())}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
