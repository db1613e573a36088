import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { freezeReport, statisticsReportsQuery, verifyReport } from "#api/statistics-kept.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import type { StatisticsReport } from "#contract/statistics-routes.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { Failed } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { ReportSheet } from "./report-sheet.tsx";
import { measureName } from "./words.ts";

export interface ReportsProps {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
}

/** Reports that nobody can change: made here or by a schedule, verified by anyone who sees them, printed on A4. */
export function ReportsSection({ ask, answer }: ReportsProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const reports = useQuery(statisticsReportsQuery);
  const [printed, setPrinted] = useState<StatisticsReport | null>(null);
  const freeze = useMutation({
    mutationFn: freezeReport,
    onSuccess: () => queries.invalidateQueries({ queryKey: statisticsReportsQuery.queryKey }),
  });
  const name = `${measureName(answer.measure)} ${answer.to}`;
  return (
    <Section
      title={t("statistics.reports")}
      tools={
        <button
          type="button"
          className="button outlined"
          disabled={freeze.isPending}
          onClick={() => freeze.mutate({ id: crypto.randomUUID(), name, query: ask })}
        >
          {t("statistics.freeze")}
        </button>
      }
    >
      {freeze.isError && <Failed error={freeze.error} />}
      <Answer query={reports} lines={2}>
        {(data) =>
          data.reports.length === 0 ? (
            <p className="quiet">{t("statistics.noReports")}</p>
          ) : (
            <ul className="statistics-kept">
              {data.reports.map((report) => (
                <ReportLine key={report.id} report={report} onPrint={() => setPrinted(report)} />
              ))}
            </ul>
          )
        }
      </Answer>
      {printed && <ReportSheet report={printed} onClose={() => setPrinted(null)} />}
    </Section>
  );
}

interface ReportLineProps {
  readonly report: StatisticsReport;
  readonly onPrint: () => void;
}

function ReportLine({ report, onPrint }: ReportLineProps) {
  const { t } = useTranslation();
  const verify = useMutation({ mutationFn: verifyReport });
  const said = verify.data;
  const time = formatInstant(report.frozenAt, languageNow());
  const named = { name: report.name, time };
  return (
    <li>
      <span>
        {report.name} <span className="quiet">{t("statistics.frozenBy", { name: report.ownerName, time })}</span>
        <span className="statistics-sha quiet" title={report.sha256}>
          {" "}
          {report.sha256.slice(0, 12)}…
        </span>
        {said && (
          <span role="status" className="strong">
            {" "}
            {!said.isIntact && t("statistics.broken")}
            {said.isIntact && said.isReproduced && t("statistics.verified")}
            {said.isIntact && !said.isReproduced && t("statistics.verifiedMoved", { count: said.differences })}
          </span>
        )}
        {verify.isError && <Failed error={verify.error} />}
      </span>
      <button
        type="button"
        className="button"
        aria-label={t("statistics.verifyNamed", named)}
        disabled={verify.isPending}
        onClick={() => verify.mutate(report.id)}
      >
        {t("statistics.verify")}
      </button>
      <button type="button" className="button" aria-label={t("statistics.printNamed", named)} onClick={onPrint}>
        {t("statistics.print")}
      </button>
    </li>
  );
}
