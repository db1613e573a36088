import { useTranslation } from "react-i18next";
import type { SolveReason, SolveReport } from "#contract/model-solve.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

const FEW = 3;
const number = (value: number, digits = 0): string => formatNumber(value, languageNow(), digits);

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
