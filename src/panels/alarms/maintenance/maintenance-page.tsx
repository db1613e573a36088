import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { maintenanceQuery } from "#api/maintenance.ts";
import { inWindowOrder, phaseOf, type WindowPhase } from "#lib/maintenance.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { useStores } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { useNow } from "#ui/use-now.ts";
import { MaintenanceForm } from "./maintenance-form.tsx";
import { plansMaintenance } from "./plans-maintenance.ts";
import { WindowCard } from "./window-card.tsx";

const PHASES: readonly WindowPhase[] = ["now", "planned", "past"];

/** Maintenance windows in sight, what each of them holds, and a form to plan one. */
export function MaintenancePage() {
  const { t } = useTranslation();
  const me = useMe();
  const { live } = useStores();
  const now = useNow() + live.getState().clockSkewMs;
  const windows = useQuery(maintenanceQuery);
  const [phase, setPhase] = useState<WindowPhase | null>(null);
  const [isPlanning, setPlanning] = useState(false);
  const mayPlan = plansMaintenance(me.role);
  if (isPlanning)
    return (
      <div className="alarm-scroll">
        <MaintenanceForm place={null} onClose={() => setPlanning(false)} />
      </div>
    );
  return (
    <>
      <fieldset className="alarm-filters" aria-label={t("alarm.windows.phases")}>
        <div className="alarm-filter-line">
          {PHASES.map((name) => (
            <button
              key={name}
              type="button"
              className="button outlined chip"
              aria-pressed={phase === name}
              onClick={() => setPhase(phase === name ? null : name)}
            >
              {t(`alarm.windows.phase.${name}`)}
            </button>
          ))}
          <span className="alarm-space" />
          {mayPlan && (
            <button type="button" className="button main chip" onClick={() => setPlanning(true)}>
              {t("alarm.windows.plan")}
            </button>
          )}
        </div>
      </fieldset>
      <div className="alarm-scroll">
        <Answer query={windows} lines={6}>
          {(all) => {
            const shown = inWindowOrder(all, now).filter((one) => phase === null || phaseOf(one, now) === phase);
            if (shown.length === 0)
              return <Empty>{t(all.length === 0 ? "alarm.windows.empty" : "alarm.windows.emptyPhase")}</Empty>;
            return (
              <ul className="alarm-cards" aria-label={t("alarm.windows.label")}>
                {shown.map((window) => (
                  <li key={window.id}>
                    <WindowCard window={window} now={now} mayEnd={mayPlan} />
                  </li>
                ))}
              </ul>
            );
          }}
        </Answer>
      </div>
    </>
  );
}
