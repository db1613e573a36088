import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endExport, exportsQuery, isOpenExport } from "#api/exports.ts";
import { type ExportJob, exportFilePath } from "#contract/exports.ts";
import { formatInstant, formatNumber, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import "#ui/button.css";

const KILOBYTE = 1024;
const MEGABYTE = 1_048_576;

/** The person's exports: how far each has come, its file, and a way to call it off or take it away. */
export function ExportList() {
  const { t } = useTranslation();
  const exports = useQuery(exportsQuery);
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: endExport,
    onSettled: () => queries.invalidateQueries({ queryKey: exportsQuery.queryKey }),
  });
  return (
    <Section title={t("exports.listTitle")}>
      {end.isError && <p role="alert">{t("exports.endFailed", { reason: problemWords(end.error) })}</p>}
      <Answer query={exports}>
        {(jobs) =>
          jobs.length === 0 ? (
            <Empty>{t("exports.empty")}</Empty>
          ) : (
            <ul className="exports-list">
              {jobs.map((job) => (
                <li key={job.id}>
                  <Job job={job} onEnd={() => end.mutate(job.id)} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function Job({ job, onEnd }: { readonly job: ExportJob; readonly onEnd: () => void }) {
  const { t } = useTranslation();
  const name = job.fileName;
  const isOpen = isOpenExport(job);
  return (
    <>
      <span className="name">{name}</span>
      <span className="exports-tools">
        {job.state === "done" && (
          <a
            className="icon-button"
            href={exportFilePath(job.id)}
            download={name}
            aria-label={t("exports.take", { name })}
            title={t("exports.take", { name })}
          >
            <Icon name="download" />
          </a>
        )}
        <IconButton
          icon="close"
          label={isOpen ? t("exports.cancel", { name }) : t("exports.remove", { name })}
          onClick={onEnd}
        />
      </span>
      <p>
        <State job={job} />
      </p>
      {job.state === "running" && (
        <progress
          value={job.progress}
          aria-label={t("exports.progress", { name, share: formatPercent(job.progress, languageNow()) })}
        />
      )}
    </>
  );
}

/** A small file is not "0 MB". */
function sizeText(bytes: number): string {
  const [unit, name, digits] = bytes < MEGABYTE ? ([KILOBYTE, "KB", 0] as const) : ([MEGABYTE, "MB", 1] as const);
  return `${formatNumber(Math.max(1, bytes / unit), languageNow(), digits)} ${name}`;
}

function State({ job }: { readonly job: ExportJob }) {
  const { t } = useTranslation();
  const language = languageNow();
  const parts = [
    t(`exports.state.${job.state}`),
    formatInstant(job.startedAt, language),
    ...(job.rows > 0 ? [t("exports.rows", { n: formatNumber(job.rows, language) })] : []),
    ...(job.bytes > 0 ? [sizeText(job.bytes)] : []),
    ...(job.keptUntil === null ? [] : [t("exports.keptUntil", { time: formatInstant(job.keptUntil, language) })]),
    ...(job.fault === null ? [] : [t(`exports.fault.${job.fault}`)]),
    ...(job.wish.filter === undefined ? [] : [job.wish.filter]),
  ];
  return <>{parts.join(" · ")}</>;
}
