import { useTranslation } from "react-i18next";
import type { DeviceRecord, RecordState } from "#api/outbox/ledger.ts";

/** The way of a record, in its order. */
const WAY = ["saved", "received", "accepted", "counted"] as const satisfies readonly RecordState[];

/** Where a record stands: 已保存 → 已上报 → 已入库 → 已计入, or 待处理, in words and as filled steps. */
export function StateMark({ state }: Pick<DeviceRecord, "state">) {
  const { t } = useTranslation();
  const step = state === "attention" ? -1 : WAY.indexOf(state);
  return (
    <span className={`field-state ${state}`}>
      <span className="field-steps" aria-hidden="true">
        {WAY.map((name, i) => (
          <i key={name} className={i <= step ? "done" : ""} />
        ))}
      </span>
      {t(`field.state.${state}`)}
    </span>
  );
}
