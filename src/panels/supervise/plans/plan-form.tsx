import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { forgetPlans, makePlan, type PlanAsked, planPreviewQuery } from "#api/patrol-plans.ts";
import { PLAN_KINDS, ROUND_M } from "#contract/field/patrol-plans.ts";
import { localText } from "#lib/day.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { useView } from "#state/stores.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { PlanPreviewRows } from "./plan-preview.tsx";
import "#ui/button.css";
import "#ui/select.css";
import "#panels/supervise/sampling/sampling.css";

const WEEK_MS = 7 * 86_400_000;
const KM = 1000;

/** What is planned, shown before anything is made. What was asked stays when making it fails. */
export function PlanForm({ onMade }: { readonly onMade: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [area, enterprise] = [useView((v) => v.area) ?? me.scope.areaCode, useView((v) => v.enterprise)];
  const [kind, setKind] = useState<PlanAsked["kind"]>("patrol");
  const [dueBy, setDueBy] = useState(() => localText(Date.now() + WEEK_MS).slice(0, 10));
  const [km, setKm] = useState(String(ROUND_M.usual / KM));
  const [shown, setShown] = useState<PlanAsked | null>(null);
  const roundM = Number(km) * KM;
  const isReady = dueBy !== "" && roundM >= ROUND_M.least && roundM <= ROUND_M.most;
  const ask: PlanAsked = { kind, area, enterprise, dueBy, roundM };
  const isShown = shown !== null && JSON.stringify(shown) === JSON.stringify(ask);
  return (
    <>
      <form
        className="oversight-form"
        aria-label={t("patrolPlans.make")}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) setShown(ask);
        }}
      >
        <label>
          {t("patrolPlans.kind.title")}
          <select
            className="select"
            value={kind}
            onChange={({ target }) => setKind(PLAN_KINDS.find((one) => one === target.value) ?? "patrol")}
          >
            {PLAN_KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`patrolPlans.kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("patrolPlans.dueBy")}
          <input
            type="date"
            className="text-line"
            required
            value={dueBy}
            onChange={({ target }) => setDueBy(target.value)}
          />
        </label>
        <label>
          {t("patrolPlans.roundKm")}
          <input
            type="number"
            className="text-line"
            required
            min={ROUND_M.least / KM}
            max={ROUND_M.most / KM}
            step={0.5}
            value={km}
            onChange={({ target }) => setKm(target.value)}
          />
        </label>
        <button type="submit" className="button outlined" disabled={!isReady}>
          {t("patrolPlans.show")}
        </button>
      </form>
      {isShown && <Preview key={JSON.stringify(shown)} ask={shown} onMade={onMade} />}
    </>
  );
}

/** What would be made and why; made with one press, once, however often it is sent. */
function Preview({ ask, onMade }: { readonly ask: PlanAsked; readonly onMade: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const preview = useQuery(planPreviewQuery(ask));
  const make = useMutation({
    mutationFn: (pipes: number) => makePlan({ ...ask, id, pipes }),
    onSuccess: onMade,
    onSettled: () => forgetPlans(queries),
  });
  const mayMake = me.role === "supervisor" || me.role === "dispatcher";
  return (
    <Answer query={preview}>
      {(data) => (
        <>
          <PlanPreviewRows preview={data} />
          {make.isError && (
            <p className="notice failed" role="alert">
              {t("patrolPlans.failed", { reason: problemWords(make.error) })}
            </p>
          )}
          {mayMake && data.pipes > 0 && (
            <button
              type="button"
              className="button main"
              disabled={make.isPending}
              onClick={() => make.mutate(data.pipes)}
            >
              {t("patrolPlans.send", { count: data.rounds })}
            </button>
          )}
        </>
      )}
    </Answer>
  );
}
