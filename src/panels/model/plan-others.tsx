import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dropScenario, keepScenario } from "#api/model.ts";
import { type IsolationAnswer, SCENARIO_ROLES, type ScenarioHead } from "#contract/model.ts";
import type { PlanConflict } from "#contract/model-plan.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useMe } from "#panels/me.ts";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import type { ModelWorkNow } from "./use-model.ts";

const MOST_NAMED = 6;

export interface OtherPlansProps {
  readonly plan: IsolationAnswer;
  readonly work: ModelWorkNow;
}

/** Where other open plans of the area get in the way of this one, each in words; and this one kept as open, or done. */
export function OtherPlans({ plan, work: { plans } }: OtherPlansProps) {
  const { t } = useTranslation();
  return (
    <Section title={t("plan.others")}>
      {plans.data === undefined ? (
        <p className="model-note strong">{t("plan.othersUnknown")}</p>
      ) : plan.conflicts.length > 0 ? (
        <ul className="model-conflicts">
          {plan.conflicts.map((one) => (
            <Conflict key={`${one.id} ${one.name}`} conflict={one} />
          ))}
        </ul>
      ) : (
        <p className="model-note">
          {plan.cases === 0 ? t("plan.othersNone") : t("plan.othersClear", { n: plan.cases })}
        </p>
      )}
      <KeepOpen plan={plan} own={plans.data?.find(({ damages }) => damages.some(({ pipe }) => pipe === plan.pipe))} />
    </Section>
  );
}

function Conflict({ conflict }: { readonly conflict: PlanConflict }) {
  const { t } = useTranslation();
  const { name, sharedValves, sharedM, customersLostTogether } = conflict;
  return (
    <li className="model-note strong">
      <span>{name}</span>
      {sharedValves.length > 0 && (
        <p>
          {t("plan.sharedValves", {
            n: sharedValves.length,
            names: `${sharedValves
              .slice(0, MOST_NAMED)
              .map((valve) => valve.name)
              .join("、")}${sharedValves.length > MOST_NAMED ? "…" : ""}`,
          })}
        </p>
      )}
      {sharedM > 0 && <p>{t("plan.sharedM", { km: formatKm(sharedM, languageNow()) })}</p>}
      {customersLostTogether > 0 && (
        <p>{t("plan.lostTogether", { n: formatNumber(customersLostTogether, languageNow()) })}</p>
      )}
    </li>
  );
}

interface KeepOpenProps {
  readonly plan: IsolationAnswer;
  readonly own: ScenarioHead | undefined;
}

function KeepOpen({ plan: { area, version, pipe, stuck }, own }: KeepOpenProps) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["scenarios"] });
  const keep = useMutation({
    mutationFn: () =>
      keepScenario(crypto.randomUUID(), {
        ...{ name: t("plan.keepName", { pipe }), area, version, result: null },
        changes: [{ kind: "damage", pipe, stuck: stuck.map(({ node }) => node) }],
      }),
    onSuccess,
  });
  const close = useMutation({ mutationFn: dropScenario, onSuccess });
  const failed = keep.error ?? close.error;
  if (!SCENARIO_ROLES.some((role) => role === me.role)) return null;
  return (
    <div className="model-choice">
      {own === undefined ? (
        <button type="button" className="button outlined" disabled={keep.isPending} onClick={() => keep.mutate()}>
          {t("plan.keep")}
        </button>
      ) : (
        <span role="status">{t("plan.keptAlready")}</span>
      )}
      {own?.owner === me.account && (
        <button
          type="button"
          className="button"
          aria-label={t("plan.closeOf", { name: own.name })}
          disabled={close.isPending}
          onClick={() => close.mutate(own.id)}
        >
          {t("plan.close")}
        </button>
      )}
      {failed && <p role="alert">{problemWords(failed)}</p>}
    </div>
  );
}
