import { useTranslation } from "react-i18next";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Empty, Skeleton } from "#ui/notice.tsx";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { StateMark } from "./state-mark.tsx";

/** Records shown at once: a month's work of one person. */
const MOST = 300;

/** Every record of this phone with its state, those that need a person first. */
export function RecordList() {
  const { t } = useTranslation();
  const { open } = useField();
  const { records, isReady } = useLedger(({ records, isReady }) => ({ records, isReady }));
  if (!isReady) return <Skeleton lines={6} />;
  if (records.length === 0) return <Empty>{t("field.mine.none")}</Empty>;
  const sorted = [
    ...records.filter(({ state }) => state === "attention"),
    ...records.filter(({ state }) => state !== "attention"),
  ].slice(0, MOST);
  return (
    <ul className="field-tasks" aria-label={t("field.mine.records")}>
      {sorted.map((record) => (
        <li key={record.id}>
          <button type="button" className="field-task" onClick={() => open({ is: "record", record: record.id })}>
            <span className="field-task-words">
              <b>{record.title}</b>
              <small>
                {`${t(`field.kind.${record.kind as "check"}`)} · ${formatMinute(record.savedAt, languageNow())}`}
              </small>
              {record.reasons[0] && (
                <small className="field-wrong">{t(`field.reason.${record.reasons[0].code}`)}</small>
              )}
            </span>
            <StateMark state={record.state} />
          </button>
        </li>
      ))}
    </ul>
  );
}
