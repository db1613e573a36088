import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { beginExport, exportsQuery, isOpenExport } from "#api/exports.ts";
import { type ExportFormat, exportFilePath, FORMATS_OF_PLACES } from "#contract/exports.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { PLACE_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { Failed } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";

const FORMATS = ["csv", "xlsx", "gpkg", "geojson", "parquet", "fgb"] as const satisfies readonly ExportFormat[];

export interface TakeAwayProps {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
}

/** A question as the texts that an export keeps. */
const textsOf = (ask: StatisticsAsk): Record<string, string> =>
  Object.fromEntries(Object.entries(ask).filter((part): part is [string, string] => typeof part[1] === "string"));

/** The table as a file: made on the server under the person's scope, with outlines where its lines are areas. */
export function TakeAway({ ask, answer }: TakeAwayProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [mine, setMine] = useState<readonly string[]>([]);
  const jobs = useQuery({ ...exportsQuery, enabled: mine.length > 0 });
  const begin = useMutation({
    mutationFn: (format: ExportFormat) => beginExport({ collection: "areas", format, statistics: textsOf(ask) }),
    onSuccess: (job) => {
      setMine((before) => [...before, job.id]);
      return queries.invalidateQueries({ queryKey: exportsQuery.queryKey });
    },
  });
  const isOfAreas = answer.rows !== "enterprise" && PLACE_DIMENSIONS.some((one) => one === answer.rows);
  const shown = jobs.data?.filter(({ id }) => mine.includes(id)) ?? [];
  return (
    <Section title={t("statistics.takeAway")}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields */}
      <div className="statistics-kinds" role="group" aria-label={t("statistics.takeAway")}>
        {FORMATS.filter((format) => isOfAreas || !FORMATS_OF_PLACES.includes(format)).map((format) => (
          <button
            key={format}
            type="button"
            className="button outlined"
            disabled={begin.isPending}
            onClick={() => begin.mutate(format)}
          >
            {t(`exports.formats.${format}`)}
          </button>
        ))}
      </div>
      {begin.isError && <Failed error={begin.error} />}
      <ul className="statistics-kept" aria-live="polite">
        {shown.map((job) => (
          <li key={job.id}>
            {job.state === "done" ? (
              <a className="link" href={exportFilePath(job.id)} download={job.fileName}>
                {t("exports.take", { name: job.fileName })}
              </a>
            ) : (
              <span>
                {job.fileName} · {t(`exports.state.${job.state}`)}
                {isOpenExport(job) ? "…" : job.fault !== null && ` · ${t(`exports.fault.${job.fault}`)}`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
