import { useTranslation } from "react-i18next";
import type { PastAlarm } from "#contract/history.ts";
import { formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { Section } from "#ui/section.tsx";
import { type History, useReplay } from "./use-history.ts";

const SHOWN = 30;

/** Alarms of the tags within the span, the newest first; each can be looked at on the map. */
export function HistoryAlarms({ query }: { readonly query: History["alarms"] }) {
  const { t } = useTranslation();
  return (
    <Section title={t("history.alarms")}>
      <Answer query={query} lines={2}>
        {({ alarms, isCut }) =>
          alarms.length === 0 ? (
            <p className="quiet">{t("history.noAlarms")}</p>
          ) : (
            <>
              <ul className="history-list">
                {alarms
                  .toReversed()
                  .slice(0, SHOWN)
                  .map((alarm) => (
                    <AlarmRow key={alarm.id} alarm={alarm} />
                  ))}
              </ul>
              {isCut && (
                <p className="quiet" role="status">
                  {t("history.alarmsCut", { count: alarms.length })}
                </p>
              )}
              {alarms.length > SHOWN && (
                <p className="quiet">{t("history.alarmsNewest", { all: alarms.length, count: SHOWN })}</p>
              )}
            </>
          )
        }
      </Answer>
    </Section>
  );
}

function AlarmRow({ alarm }: { readonly alarm: PastAlarm }) {
  const { t } = useTranslation();
  const replay = useReplay();
  const language = languageNow();
  const end = alarm.clearedAt === null ? t("history.lasting") : formatMinute(alarm.clearedAt, language);
  return (
    <li>
      <WarningMark level={alarm.level} />
      <span className="history-name">
        {`${t(`gas.warningLevel.${alarm.level}`)} · ${alarm.tagName ?? alarm.tagId}`}
        <span className="quiet">{`${formatMinute(alarm.raisedAt, language)} – ${end}`}</span>
      </span>
      {alarm.value !== null && <span>{formatNumber(alarm.value, language, 2)}</span>}
      <IconButton icon="play" label={t("history.replay")} onClick={() => replay(Date.parse(alarm.raisedAt))} />
    </li>
  );
}
