import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { RecordLine as Line, listRecords } from "#contract/field/records.ts";
import type { Reply } from "#contract/route.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { useStores } from "#state/stores.tsx";
import { openRecord } from "#state/supervise.ts";
import "#panels/admin/admin.css";
import { Empty } from "#ui/notice.tsx";
import { kindWord } from "./words.ts";

interface RecordLinesProps {
  readonly query: UseInfiniteQueryResult<InfiniteData<Reply<typeof listRecords>>>;
  /** What is said when there is none. */
  readonly none: string;
}

/** Records as far as they have come, and the way to more. */
export function RecordLines({ query, none }: RecordLinesProps) {
  return (
    <Answer query={query}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.records);
        if (lines.length === 0) return <Empty>{none}</Empty>;
        return (
          <>
            <ul className="supervise-list">
              {lines.map((line) => (
                <li key={line.id}>
                  <RecordLine line={line} />
                </li>
              ))}
            </ul>
            <More query={query} />
          </>
        );
      }}
    </Answer>
  );
}

/** One record in a list; it opens as evidence. */
function RecordLine({ line }: { readonly line: Line }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const time = formatMinute(line.finishedAt, languageNow());
  return (
    <button
      type="button"
      className="supervise-line"
      title={t("supervise.records.open", { name: line.authorName, time })}
      onClick={() => openRecord(view, line.id)}
    >
      <span className="supervise-line-top">
        <strong>{kindWord(t, line.kind)}</strong>
        <span>{line.authorName}</span>
        <time dateTime={line.finishedAt}>{time}</time>
        <span className="quiet">{t(`supervise.state.${line.state}`)}</span>
      </span>
      {line.flags.length > 0 && (
        <span className="supervise-flags">{line.flags.map((flag) => t(`supervise.flag.${flag}`)).join(" · ")}</span>
      )}
    </button>
  );
}
