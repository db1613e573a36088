import { useTranslation } from "react-i18next";
import { type Alarm, BULK_LIMIT } from "#contract/alarms.ts";
import { isWanting } from "#lib/alarm-list.ts";
import type { Ask } from "#panels/alarms/actions/ask-dialog.tsx";

export interface BulkBarProps {
  readonly rows: readonly Alarm[];
  readonly picked: readonly Alarm[];
  readonly onAll: () => void;
  readonly onNone: () => void;
  readonly onAsk: (kind: Ask["kind"], alarms: readonly Alarm[]) => void;
}

/** What can be done with all that is chosen. */
export function BulkBar({ rows, picked, onAll, onNone, onAsk }: BulkBarProps) {
  const { t } = useTranslation();
  const wanting = picked.filter(isWanting);
  const toShelve = picked.filter(({ hold, leakConfirmed }) => hold === null && !leakConfirmed);
  const shelved = picked.filter(({ hold }) => hold?.kind === "shelved");
  return (
    <div className="alarm-bulk">
      <label className="alarm-tick" title={t("alarm.list.chooseAll", { most: BULK_LIMIT })}>
        <input
          type="checkbox"
          checked={picked.length > 0}
          ref={(box) => {
            if (box) box.indeterminate = picked.length > 0 && picked.length < rows.length;
          }}
          onChange={picked.length > 0 ? onNone : onAll}
        />
        <span className={picked.length > 0 ? "" : "seen-by-readers-only"}>
          {picked.length > 0
            ? t("alarm.list.chosen", { count: picked.length })
            : t("alarm.list.chooseAll", { most: BULK_LIMIT })}
        </span>
      </label>
      <span className="alarm-space" />
      <button
        type="button"
        className="button outlined"
        disabled={wanting.length === 0}
        onClick={() => onAsk("acknowledge", wanting)}
      >
        {t("alarm.action.acknowledge")}
      </button>
      <button
        type="button"
        className="button outlined"
        disabled={toShelve.length === 0}
        onClick={() => onAsk("shelve", toShelve)}
      >
        {t("alarm.action.shelve")}
      </button>
      {shelved.length > 0 && (
        <button type="button" className="button outlined" onClick={() => onAsk("unshelve", shelved)}>
          {t("alarm.action.unshelve")}
        </button>
      )}
    </div>
  );
}
