import { useTranslation } from "react-i18next";
import type { JournalEntry } from "#contract/alarms.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";

/** Everything that happened to an alarm, the newest first, in the server's order. */
export function Journal({ entries }: { readonly entries: readonly JournalEntry[] }) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <Section title={t("alarm.detail.journal")}>
      <ol className="alarm-journal" aria-label={t("alarm.detail.journal")}>
        {entries.toReversed().map((entry) => (
          <li key={entry.seq}>
            <span className="alarm-line">
              <strong className="alarm-name">{t(`alarm.event.${entry.kind}`)}</strong>
              {entry.value !== null && <span>{formatNumber(entry.value, language, 2)}</span>}
            </span>
            <span className="alarm-line lower">
              <span className="alarm-name">{entry.by ?? t("alarm.detail.system")}</span>
              <time dateTime={entry.at}>{formatInstant(entry.at, language)}</time>
            </span>
            {entry.comment && <p>{entry.comment}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
