import { useTranslation } from "react-i18next";
import type { Alarm } from "#contract/alarms.ts";
import { formatAge, formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { useNow } from "#ui/use-now.ts";
import { useAlarmText } from "../alarm-text.ts";

/** Height of a row, as in alarms.css. */
export const ROW_PX = 64;

export interface AlarmRowProps {
  readonly alarm: Alarm;
  readonly isChosen: boolean;
  /** null: the role does not answer alarms. */
  readonly onChoose: (() => void) | null;
  readonly onOpen: () => void;
}

/** Level, what rings and how far it is out, where, what became of it, how old it is. Three glances: shape, name, state. */
export function AlarmRow({ alarm, isChosen, onChoose, onOpen }: AlarmRowProps) {
  const { t } = useTranslation();
  const text = useAlarmText();
  return (
    <div className={`alarm-row ${alarm.state} ${alarm.level}`}>
      {onChoose && (
        <label className="alarm-tick">
          <input type="checkbox" tabIndex={-1} checked={isChosen} onChange={onChoose} />
          <span className="seen-by-readers-only">{t("alarm.list.choose", { name: alarm.tagName })}</span>
        </label>
      )}
      <button type="button" className="alarm-open" tabIndex={-1} onClick={onOpen} title={text.sentence(alarm)}>
        <span className="alarm-line">
          <span className="alarm-mark">
            <WarningMark level={alarm.level} />
          </span>
          <strong className="alarm-name">{alarm.tagName}</strong>
          <span className="alarm-value">{text.value(alarm)}</span>
        </span>
        <span className="alarm-line lower">
          <span className="alarm-name">{`${alarm.stationName} · ${alarm.areaName}`}</span>
          <Age at={alarm.raisedAt} />
        </span>
        <span className="alarm-line lower">
          <span className="alarm-state">{t(`alarm.state.${alarm.state}`)}</span>
          {alarm.escalatedTo && (
            <strong className="alarm-escalated">
              {t("alarm.detail.escalated", { level: t(`alarm.escalation.${alarm.escalatedTo}`) })}
            </strong>
          )}
          <span>{t(`gas.warningLevel.${alarm.level}`)}</span>
          <Notes alarm={alarm} />
        </span>
      </button>
    </div>
  );
}

function Notes({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation();
  const notes = [
    alarm.hold && t(`alarm.hold.${alarm.hold.kind}`),
    alarm.leakConfirmed && t("alarm.list.leak"),
    alarm.chattering && t("alarm.list.chattering"),
    alarm.rings > 1 && t("alarm.list.rings", { count: alarm.rings }),
  ].filter(Boolean);
  return <span className="alarm-notes">{notes.join(" · ")}</span>;
}

/** How long ago, by the server's clock. */
function Age({ at }: { readonly at: string }) {
  const { live } = useStores();
  const now = useNow() + live.getState().clockSkewMs;
  const language = languageNow();
  return (
    <time className="alarm-age" dateTime={at} title={formatInstant(at, language)}>
      {formatAge((now - Date.parse(at)) / 1000, language)}
    </time>
  );
}
