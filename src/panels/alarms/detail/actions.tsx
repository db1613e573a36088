import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Alarm } from "#contract/alarms.ts";
import { isWanting } from "#lib/alarm-list.ts";
import { type Ask, AskDialog, Dialog } from "#panels/alarms/actions/ask-dialog.tsx";
import { MaintenanceForm } from "#panels/alarms/maintenance/maintenance-form.tsx";
import { plansMaintenance } from "#panels/alarms/maintenance/plans-maintenance.ts";
import { useMe } from "#panels/me.ts";

const GAS_KINDS: readonly Alarm["tagKind"][] = ["gas_concentration", "methane", "ethane"];

/** What can be done with one alarm, and nothing that the server would refuse. */
export function Actions({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation();
  const me = useMe();
  const [kind, setKind] = useState<Ask["kind"] | null>(null);
  const [isPlanning, setPlanning] = useState(false);
  const { stationId, stationName, tagId } = alarm;
  const isOpen = alarm.state !== "normal";
  const isShelved = alarm.hold?.kind === "shelved";
  const offers: readonly (readonly [Ask["kind"], boolean])[] = [
    ["acknowledge", isOpen && (isWanting(alarm) || alarm.state !== "acknowledged")],
    ["shelve", isOpen && alarm.hold === null && !alarm.leakConfirmed],
    ["unshelve", isOpen && isShelved],
    ["confirmLeak", isOpen && !alarm.leakConfirmed && GAS_KINDS.includes(alarm.tagKind)],
  ];
  const shown = offers.filter(([, isOffered]) => isOffered);
  const mayPlan = plansMaintenance(me.role) && alarm.hold?.kind !== "out_of_service" && !alarm.leakConfirmed;
  if (shown.length === 0 && !mayPlan) return null;
  return (
    <div className="alarm-actions">
      {shown.map(([name], i) => (
        <button
          key={name}
          type="button"
          className={`button ${i === 0 ? "main" : "outlined"}`}
          onClick={() => setKind(name)}
        >
          {t(`alarm.action.${name}`)}
        </button>
      ))}
      {mayPlan && (
        <button type="button" className="button outlined" onClick={() => setPlanning(true)}>
          {t("alarm.windows.plan")}
        </button>
      )}
      {isPlanning && (
        <Dialog title={t("alarm.windows.plan")} onClose={() => setPlanning(false)}>
          <MaintenanceForm place={{ stationId, stationName, tagId }} onClose={() => setPlanning(false)} />
        </Dialog>
      )}
      {kind && <AskDialog ask={{ kind, alarms: [alarm] }} onClose={() => setKind(null)} />}
    </div>
  );
}
