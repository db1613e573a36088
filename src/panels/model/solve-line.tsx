import { useTranslation } from "react-i18next";
import type { SolveReason, SolveReport } from "#contract/model-solve.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { lookAt } from "./look-at.ts";

const FEW = 3;
const number = (value: number, digits = 0): string => formatNumber(value, languageNow(), digits);

/** Said first, above whatever rests on it: pressures that cannot be used, or not everywhere. Nothing when all is well. */
export function SolveFlag({ solve }: { readonly solve: SolveReport | null }) {
  const { t } = useTranslation();
  if (!solve || (solve.isConverged && solve.starved.nodes === 0)) return null;
  return (
    <p className="model-note strong" role="status">
      {solve.isConverged ? t("model.solve.flagStarved") : t("model.solve.flagFailed", { n: number(solve.failed) })}
    </p>
  );
}

/** What solved pressures are worth: residual, gas in and out, who gets less than they ask, and why. */
export function SolveLine({ solve }: { readonly solve: SolveReport }) {
  const { t } = useTranslation();
  const { balance, starved, reasons } = solve;
  return (
    <>
      <p className="model-note quiet">
        {t("model.solve.quality", {
          ...{ solved: number(solve.solved), districts: number(solve.districts), iterations: number(solve.iterations) },
          ...{ residual: solve.residual.toExponential(1), imbalance: number(solve.imbalanceM3h, 3) },
          ...{ in: number(balance.inM3h, 1), out: number(balance.outM3h, 1) },
        })}
      </p>
      <Regulators regulators={solve.regulators} />
      {starved.nodes > 0 && (
        <p className="model-note strong">
          {t("model.solve.starved", {
            ...{ nodes: number(starved.nodes), customers: number(starved.customers) },
            ...{ short: number(balance.shortM3h, 1), asked: number(balance.shortM3h + balance.outM3h, 1) },
          })}
        </p>
      )}
      {starved.places.slice(0, FEW).map(({ node, name, askedM3h, servedM3h, kPa }) => (
        <p key={node} className="model-note">
          {t("model.solve.place", {
            name,
            asked: number(askedM3h, 1),
            served: number(servedM3h, 1),
            kPa: number(kPa, 2),
          })}
        </p>
      ))}
      {reasons.slice(0, FEW).map((reason) => (
        <Reason key={`${reason.district} ${reason.problem}`} reason={reason} />
      ))}
    </>
  );
}

function Reason({ reason: { district, problem, narrow, bearable } }: { readonly reason: SolveReason }) {
  const { t } = useTranslation();
  return (
    <p className="model-note">
      {district}: {t(`model.solve.why.${problem}`)}
      {narrow && t("model.solve.narrow", { pipe: narrow.pipe, share: number(100 * narrow.share) })}
      {bearable !== null && t("model.solve.bearable", { share: number(100 * bearable) })}
    </p>
  );
}

/** How regulators stand: nothing where none is known one by one. */
function Regulators({ regulators }: Pick<SolveReport, "regulators">) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const { active, lockedUp, wideOpen, places } = regulators;
  if (active + lockedUp + wideOpen === 0) return null;
  return (
    <>
      <p className="model-note quiet">
        {t("model.solve.regulators", {
          ...{ active: number(active), lockedUp: number(lockedUp), wideOpen: number(wideOpen) },
        })}
      </p>
      {places.length > 0 && (
        <details className="model-more">
          <summary>{t("model.solve.notActive")}</summary>
          <ul className="model-saved" aria-label={t("model.solve.notActive")}>
            {places.map(({ node, name, lngLat, state, inletKPa, outletKPa, setKPa }) => (
              <li key={node}>
                <button type="button" className="button model-name" onClick={() => lookAt(camera, lngLat)}>
                  <span>
                    {name} · {t(`model.solve.state.${state}`)}
                  </span>
                  <small className="quiet">
                    {t("model.solve.regulator", {
                      ...{ inlet: number(inletKPa, 2), outlet: number(outletKPa, 2), set: number(setKPa, 2) },
                    })}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
