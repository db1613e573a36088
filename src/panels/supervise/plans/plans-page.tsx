import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cancelPlan, forgetPlans, plansQuery } from "#api/patrol-plans.ts";
import type { PatrolPlan } from "#contract/field/patrol-plans.ts";
import { formatMinute } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { AskEnd } from "#panels/alarms/ask-end.tsx";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { useView } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import { PlanForm } from "./plan-form.tsx";
import "#ui/button.css";

/** Patrols and leak surveys planned from the rules, and how far each plan has come. */
export function PlansPage() {
  const { t } = useTranslation();
  const area = useView((v) => v.area);
  const [isMaking, setMaking] = useState(false);
  const plans = useQuery(plansQuery(area));
  return (
    <Section
      title={t("patrolPlans.title")}
      tools={
        <button type="button" className="button outlined" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
          {t("patrolPlans.make")}
        </button>
      }
    >
      {isMaking && <PlanForm onMade={() => setMaking(false)} />}
      <Answer query={plans}>
        {(data) =>
          data.length === 0 ? (
            <Empty>{t("patrolPlans.none")}</Empty>
          ) : (
            <ul className="supervise-list">
              {data.map((plan) => (
                <li key={plan.id}>
                  <Plan plan={plan} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function Plan({ plan }: { readonly plan: PatrolPlan }) {
  const { t } = useTranslation();
  const me = useMe();
  const [isCancelling, setCancelling] = useState(false);
  const language = languageNow();
  const mayCancel = (me.role === "supervisor" || me.role === "dispatcher") && plan.open > 0;
  return (
    <>
      <strong>
        {t("patrolPlans.line", {
          kind: t(`patrolPlans.kind.${plan.kind}`),
          rounds: plan.rounds,
          km: formatKm(plan.lengthM, language),
          day: plan.dueBy,
        })}
      </strong>
      <p>{t("patrolPlans.progress", { done: plan.done, open: plan.open, cancelled: plan.cancelled })}</p>
      <p className="quiet">{t("patrolPlans.by", { name: plan.byName, time: formatMinute(plan.madeAt, language) })}</p>
      {mayCancel && !isCancelling && (
        <button type="button" className="button outlined" onClick={() => setCancelling(true)}>
          {t("patrolPlans.cancel")}
        </button>
      )}
      {isCancelling && <CancelForm id={plan.id} onClose={() => setCancelling(false)} />}
    </>
  );
}

function CancelForm({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const isReady = reason.trim().length >= 2;
  const cancel = useMutation({
    mutationFn: () => cancelPlan(id, reason.trim()),
    onSuccess: onClose,
    onSettled: () => forgetPlans(queries),
  });
  return (
    <form
      className="oversight-form"
      aria-label={t("patrolPlans.cancel")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !cancel.isPending) cancel.mutate();
      }}
    >
      <label>
        {t("patrolPlans.reason")}
        <input
          className="text-line"
          maxLength={200}
          required
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {cancel.isError && (
        <p className="notice failed" role="alert">
          {t("patrolPlans.cancelFailed", { reason: problemWords(cancel.error) })}
        </p>
      )}
      <AskEnd send={t("patrolPlans.cancel")} isReady={isReady && !cancel.isPending} onClose={onClose} />
    </form>
  );
}
