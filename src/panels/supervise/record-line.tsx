import { useTranslation } from "react-i18next";
import type { RecordLine as Line } from "#contract/field/records.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { openRecord } from "#state/supervise.ts";
import { kindWord } from "./words.ts";

/** One record in a list; it opens as evidence. */
export function RecordLine({ line }: { readonly line: Line }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const time = formatMinute(line.finishedAt, languageNow());
  return (
    <button
      type="button"
      className="supervise-line"
      aria-label={t("supervise.records.open", { name: line.authorName, time })}
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
