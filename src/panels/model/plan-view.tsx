import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { IsolationAnswer, SolvedSums } from "#contract/model.ts";
import type { PlanValve } from "#contract/model-plan.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { reportStuck } from "#state/model.ts";
import { useStores } from "#state/stores.tsx";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Customers } from "./customers.tsx";
import { Figures } from "./figures.tsx";
import { LostPacks } from "./line-packs.tsx";
import type { ModelWorkNow } from "./use-model.ts";

/** Other ways, other people's plans and the work afterwards: with words of their own. */
const PlanAround = lazyOffice(() => import("./plan-around.tsx"), "PlanAround");
const PlanMore = lazyOffice(() => import("./plan-more.tsx"), "PlanMore");

const MOST_VALVES = 60;
const MOST_CRITICAL = 20;

/** What to do about a damaged pipe. */
export function PlanView({ plan, work }: { readonly plan: IsolationAnswer; readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const language = languageNow();
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  return (
    <>
      <p className="model-note">{t("model.plan.of", { pipe: plan.pipe })}</p>
      {plan.change && (
        <div className="model-change" role="status">
          <strong>{t("model.plan.change")}</strong>
          <p>
            {t("model.plan.changeText", {
              added: plan.change.added,
              dropped: plan.change.dropped,
              customers: number(plan.change.customers),
              km: formatKm(plan.change.lengthM, language),
            })}
          </p>
        </div>
      )}
      <Figures
        figures={[
          { label: t("model.plan.valves"), value: number(plan.valves.length) },
          { label: t("model.plan.customers"), value: number(plan.total) },
          { label: t("model.plan.isolated"), value: formatKm(plan.lengthM, language), unit: "km" },
          { label: t("model.plan.gas"), value: number(plan.gasM3), unit: "m³" },
          ...(plan.cordon
            ? [
                {
                  label: t("model.plan.cordon"),
                  value: number(plan.cordon.reachM),
                  unit: "m",
                  note: t("model.plan.release", { n: number(plan.cordon.normalM3H) }),
                },
              ]
            : []),
        ]}
      />
      <Further>
        <PlanAround plan={plan} work={work} />
      </Further>
      <Valves plan={plan} />
      <Section title={t("model.plan.customers")}>
        <Customers sums={plan.customers} title={t("model.plan.customers")} />
        <Critical plan={plan} />
      </Section>
      <Solved sums={plan.solved} />
      <LostPacks packs={plan.packs} />
      <Further>
        <PlanMore plan={plan} />
      </Further>
    </>
  );
}

/** Parts that come by themselves: without them the plan stands all the same. */
function Further({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <ErrorBoundary fallback={() => <p className="model-note">{t("model.plan.moreFailed")}</p>}>
      <Suspense fallback={<Skeleton lines={4} />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function Valves({ plan }: { readonly plan: IsolationAnswer }) {
  const { t } = useTranslation();
  return (
    <Section title={t("model.plan.valves")}>
      {plan.sources > 0 && <p className="model-note strong">{t("model.plan.sources", { n: plan.sources })}</p>}
      {plan.valves.length === 0 && <p className="model-note strong">{t("model.plan.noValves")}</p>}
      <ol className="model-valves">
        {plan.valves.slice(0, MOST_VALVES).map((valve) => (
          <Valve key={valve.node} valve={valve} />
        ))}
      </ol>
      {plan.alreadyClosed > 0 && (
        <p className="model-note">{t("model.plan.alreadyClosed", { n: plan.alreadyClosed })}</p>
      )}
      {plan.stuck.length > 0 && (
        <p className="model-note">
          {t("model.plan.stuckList")}：{plan.stuck.map(({ name }) => name).join("、")}
        </p>
      )}
    </Section>
  );
}

function Valve({ valve }: { readonly valve: PlanValve }) {
  const { t } = useTranslation();
  const { model, camera } = useStores();
  const { node, name, order, isRequired, isMotorised, isAdded, closedAfterMin, lngLat } = valve;
  const [lng, lat] = lngLat;
  const near = 0.001;
  const words = [
    t(isRequired ? "model.plan.required" : "model.plan.optional"),
    ...(isMotorised ? [t("model.plan.motorised")] : []),
    ...(isAdded ? [t("model.plan.added")] : []),
    t("model.plan.minutes", { n: closedAfterMin }),
  ];
  return (
    <li className={isAdded ? "added" : isRequired ? "required" : "optional"}>
      <span className="model-order" aria-hidden="true">
        {order}
      </span>
      <button
        type="button"
        className="button model-valve"
        onClick={() => camera.say({ kind: "fit", bbox: [lng - near, lat - near, lng + near, lat + near] })}
      >
        <span>{name}</span>
        <small className="quiet">{words.join(" · ")}</small>
      </button>
      <button
        type="button"
        className="button outlined"
        aria-label={t("model.plan.stuckLabel", { name })}
        onClick={() => reportStuck(model, node)}
      >
        {t("model.plan.stuck")}
      </button>
    </li>
  );
}

function Critical({ plan: { critical } }: { readonly plan: IsolationAnswer }) {
  const { t } = useTranslation();
  if (critical.length === 0) return null;
  return (
    <div className="model-critical">
      <h4>{t("model.plan.critical")}</h4>
      <ul>
        {critical.slice(0, MOST_CRITICAL).map(({ id, kind }) => (
          <li key={id}>
            {t(`model.customerKind.${kind}`)} {id}
          </li>
        ))}
      </ul>
      {critical.length > MOST_CRITICAL && (
        <p className="quiet">{t("model.plan.criticalMore", { n: critical.length - MOST_CRITICAL })}</p>
      )}
    </div>
  );
}

/** Pressures after the change, with what the solver says of itself. */
export function Solved({ sums }: { readonly sums: SolvedSums }) {
  const { t } = useTranslation();
  const number = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  return (
    <Section title={t("model.solved.title")}>
      {!sums.isConverged && <p className="model-note strong">{t("model.solved.failed")}</p>}
      <Figures
        figures={[
          {
            label: t("model.solved.lowest"),
            value: sums.lowestKPa === null ? "—" : number(sums.lowestKPa, 2),
            unit: "kPa",
          },
          { label: t("model.solved.below"), value: number(sums.belowService) },
          { label: t("model.solved.unsupplied"), value: number(sums.unsupplied) },
          { label: t("model.solved.fallen"), value: number(sums.fallen) },
        ]}
      />
      <p className="model-note quiet">
        {t("model.solved.quality", {
          districts: sums.districts,
          iterations: sums.iterations,
          residual: sums.residual.toExponential(1),
        })}
      </p>
    </Section>
  );
}
