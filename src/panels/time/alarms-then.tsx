import { useTranslation } from "react-i18next";
import { PAST_ALARMS_LIMIT } from "#contract/history.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { alarmsAt, type AlarmThen as Then } from "#lib/past-alarms.ts";
import { type IncidentThen as Folded, foldThen } from "#lib/past-incidents.ts";
import { useStores } from "#state/stores.tsx";
import { select } from "#state/view.ts";
import { WarningMark } from "#ui/mark.tsx";
import { problemWords } from "#ui/problem-words.ts";
import type { usePastAlarms } from "./use-past-alarms.ts";

const SHOWN = 50;

/** How many alarms were up at the moment, of how many incidents; opened, which. A press on one opens its station as it was. */
export function AlarmsThen({ at, past }: { readonly at: number; readonly past: ReturnType<typeof usePastAlarms> }) {
  const { t } = useTranslation();
  const { query } = past;
  if (query.isError)
    return <span role="alert">{t("history.time.alarmsFailed", { reason: problemWords(query.error) })}</span>;
  if (!query.data) return <span className="quiet">{t("shell.state.loading")}</span>;
  const then = alarmsAt(past.alarms, at);
  const cut = query.data.isCut ? t("history.time.dayCut", { count: PAST_ALARMS_LIMIT }) : null;
  if (then.length === 0) return <span className="quiet">{cut ?? t("history.time.noAlarmsThen")}</span>;
  const folded = foldThen(then, at, query.data.incidents);
  const [worst] = then as [Then];
  return (
    <details className="time-then">
      <summary>
        <WarningMark level={worst.stand.level} />
        {t("history.time.alarmsThen", { count: then.length, incidents: folded.length })}
        {cut && <small>{cut}</small>}
      </summary>
      <ul>
        {folded.slice(0, SHOWN).map((one) => (
          <IncidentThen key={one.id} incident={one} />
        ))}
        {folded.length > SHOWN && <li className="quiet">{t("history.time.alarmsCut", { count: SHOWN })}</li>}
      </ul>
    </details>
  );
}

/** An incident as it stood: why its alarms are one, and which they were. One alarm alone is itself. */
function IncidentThen({ incident: { of, alarms, from } }: { readonly incident: Folded }) {
  const { t } = useTranslation();
  const [worst] = alarms;
  if (alarms.length === 1) return <AlarmThen alarm={worst} />;
  const why = [of && t(`alarm.reason.${of.reason}`), of?.cause?.name].filter(Boolean).join(" · ");
  return (
    <li>
      <details className="time-incident">
        <summary>
          <WarningMark level={worst.stand.level} />
          <span className="time-name">{why || t("history.time.oneIncident")}</span>
          <small>{t("history.time.ofAlarms", { count: alarms.length })}</small>
          <small>{t("history.time.since", { time: formatMinute(from, languageNow()) })}</small>
        </summary>
        <ul>
          {alarms.slice(0, SHOWN).map((alarm) => (
            <AlarmThen key={alarm.id} alarm={alarm} />
          ))}
          {alarms.length > SHOWN && <li className="quiet">{t("history.time.alarmsCut", { count: SHOWN })}</li>}
        </ul>
      </details>
    </li>
  );
}

function AlarmThen({ alarm }: { readonly alarm: Then }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { stationId, stand } = alarm;
  const how = [
    stand.state && t(`alarm.state.${stand.state}`),
    stand.by,
    stand.hold && t(`alarm.hold.${stand.hold}`),
  ].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        className="button"
        disabled={stationId === null}
        onClick={() => stationId !== null && select(view, { kind: "station", id: stationId })}
      >
        <WarningMark level={stand.level} />
        <span className="time-name">{`${t(`gas.warningLevel.${stand.level}`)} · ${alarm.stationName ?? ""} ${alarm.tagName ?? alarm.tagId}`}</span>
        <small>{how.join(" · ")}</small>
        <small>{t("history.time.since", { time: formatMinute(alarm.from, languageNow()) })}</small>
      </button>
    </li>
  );
}
