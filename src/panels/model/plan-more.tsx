import { useTranslation } from "react-i18next";
import type { IsolationAnswer } from "#contract/model.ts";
import { LEAST_BY, type PlanTie, type RelightWork } from "#contract/model-plan.ts";
import type { LngLat } from "#contract/route.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { lookForLeast } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { Section } from "#ui/section.tsx";
import { Figures } from "./figures.tsx";
import { lookAt } from "./look-at.ts";

const number = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);

/** What else could be done, and the work afterwards. */
export function PlanMore({ plan }: { readonly plan: IsolationAnswer }) {
  return (
    <>
      <Least plan={plan} />
      <Ties ties={plan.ties} />
      <Squeezes squeezes={plan.squeezes} />
      {plan.relight && <Relight relight={plan.relight} />}
    </>
  );
}

/** Other valves that also part the damage from gas: a person chooses what counts, number or time. */
function Least({ plan: { least, leastBy } }: { readonly plan: IsolationAnswer }) {
  const { t } = useTranslation();
  const { model } = useStores();
  const by = useModel((m) => m.least);
  return (
    <Section title={t("plan.least")}>
      <fieldset className="model-choice" aria-label={t("plan.leastBy")}>
        {LEAST_BY.map((one) => (
          <button
            key={one}
            type="button"
            className="button outlined"
            aria-pressed={by === one}
            onClick={() => lookForLeast(model, one)}
          >
            {t(`plan.leastOf.${one}`)}
          </button>
        ))}
      </fieldset>
      {least === null ? (
        <p className="model-note">{t(`plan.leastNone.${leastBy}`)}</p>
      ) : (
        <>
          <p className="model-note">
            {t("plan.leastText", {
              valves: least.valves.length,
              planValves: least.planValves,
              minutes: number(least.minutes),
              planMinutes: number(least.planMinutes),
              customers: number(least.customers),
              km: formatKm(least.lengthM, languageNow()),
            })}
          </p>
          <ul className="model-list" aria-label={t("plan.least")}>
            {least.valves.map(({ node, name }) => (
              <li key={node}>{name}</li>
            ))}
          </ul>
        </>
      )}
      {leastBy === "minutes" && <p className="model-note quiet">{t("plan.leastMinutesNote")}</p>}
    </Section>
  );
}

interface MarkedProps {
  /** As the map draws it. */
  readonly mark: string;
  readonly at: LngLat | undefined;
  readonly name: string;
  readonly text: string;
}

/** A line of a list whose things are drawn on the map under the same number; one press goes there. */
function Marked({ mark, at, name, text }: MarkedProps) {
  const { camera } = useStores();
  return (
    <li>
      <button type="button" className="button model-name" onClick={() => at && lookAt(camera, at)}>
        <span>
          <span aria-hidden="true">{mark}</span> {name}
        </span>
        <small className="quiet">{text}</small>
      </button>
    </li>
  );
}

function Ties({ ties }: { readonly ties: readonly PlanTie[] }) {
  const { t } = useTranslation();
  if (ties.length === 0) return null;
  const words = ({ customers, served, harmed, leastKPa }: PlanTie) => [
    t("plan.tie", { n: number(customers) }),
    leastKPa === null ? t("plan.tieUnsolved") : t("plan.tieServed", { n: number(served), kPa: number(leastKPa, 2) }),
    ...(harmed > 0 ? [t("plan.tieHarmed", { n: number(harmed) })] : []),
  ];
  return (
    <Section title={t("plan.ties")}>
      <ol className="model-saved" aria-label={t("plan.ties")}>
        {ties.map((tie, i) => (
          <Marked key={tie.node} mark={`◇${i + 1}`} at={tie.lngLat} name={tie.name} text={words(tie).join(" · ")} />
        ))}
      </ol>
    </Section>
  );
}

function Squeezes({ squeezes }: Pick<IsolationAnswer, "squeezes">) {
  const { t } = useTranslation();
  if (squeezes.length === 0) return null;
  return (
    <Section title={t("plan.squeezes")}>
      <ol className="model-saved" aria-label={t("plan.squeezes")}>
        {squeezes.map(({ pipes, points, customersKept, valvesSpared }, i) => (
          <Marked
            key={pipes.join()}
            mark={`‖${i + 1}`}
            at={points[0]}
            name={pipes.slice(0, 4).join("、")}
            text={t("plan.squeeze", { n: number(customersKept), valves: valvesSpared })}
          />
        ))}
      </ol>
    </Section>
  );
}

/** What comes after the repair: who has to be visited in which order, and how long that takes. */
function Relight({ relight }: { readonly relight: RelightWork }) {
  const { t } = useTranslation();
  const { connections, fitters, hours, reopen, visits, places } = relight;
  return (
    <Section title={t("plan.relight")}>
      <Figures
        figures={[
          { label: t("plan.visits"), value: number(connections) },
          { label: t("plan.relightHours", { n: fitters }), value: number(hours, hours < 10 ? 1 : 0), unit: "h" },
        ]}
      />
      <p className="model-note">{t("plan.relightNote")}</p>
      {reopen.length > 0 && (
        <p className="model-note">
          {t("plan.reopen")}：{reopen.map(({ name }) => name).join(" → ")}
        </p>
      )}
      <details className="model-more">
        <summary>{t("plan.visitTable")}</summary>
        <table className="model-compare" aria-label={t("plan.visitTable")}>
          <thead>
            <tr>
              <th scope="col">{t("plan.place")}</th>
              <th scope="col">{t("plan.kind")}</th>
              <th scope="col">{t("plan.connections")}</th>
              <th scope="col">{t("plan.minutes")}</th>
            </tr>
          </thead>
          <tbody>
            {visits.map(({ node, kind, connections: n, minutes }) => (
              <tr key={`${node} ${kind}`}>
                <th scope="row">{node}</th>
                <td>{t(`model.customerKind.${kind}`)}</td>
                <td>{number(n)}</td>
                <td>{number(minutes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {places > visits.length && (
          <p className="model-note quiet">{t("plan.visitsMore", { n: places - visits.length })}</p>
        )}
      </details>
    </Section>
  );
}
