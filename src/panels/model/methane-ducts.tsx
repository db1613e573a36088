import { useTranslation } from "react-i18next";
import type { MethaneAnswer } from "#contract/model-incident.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { Section } from "#ui/section.tsx";
import { lookAt } from "./look-at.ts";

/** Less likely ones are only counted. */
const LEAST_LIKELY = 0.01;
const MOST_LISTED = 8;
/** Beyond that nothing is looked for (model/network/methane-near.ts), m. */
const NEAR_M = 120;

/** Ducts that gas in the spaces read may have come along, the likeliest first; silent where no duct is recorded in the whole county. */
export function DuctsFound({ found: { ducts, assumptions } }: { readonly found: MethaneAnswer }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  if (assumptions.includes("ducts_unknown")) return null;
  const say = (value: number) => formatNumber(value, languageNow(), 0);
  const onWay = ducts.filter(({ probability }) => probability >= LEAST_LIKELY);
  const likely = onWay.slice(0, MOST_LISTED);
  const aside = ducts.length - onWay.length;
  return (
    <Section title={t("methane.ducts")}>
      {likely.length > 0 && (
        <ol className="model-saved" aria-label={t("methane.ducts")}>
          {likely.map(({ id, kind, owner, path, widthMm, heightMm, probability }) => {
            const middle = path[Math.floor(path.length / 2)];
            const size = [widthMm, heightMm].flatMap((mm) => (mm === null ? [] : [say(mm)])).join("×");
            return (
              <li key={id}>
                <button type="button" className="button model-name" onClick={() => middle && lookAt(camera, middle)}>
                  <span>
                    {t(`methane.ductOf.${kind}`)}
                    {size === "" ? "" : ` ${size} mm`}
                  </span>
                  <small className="quiet">
                    {[owner, id, t("methane.likely", { percent: say(100 * probability) })].filter(Boolean).join(" · ")}
                  </small>
                </button>
              </li>
            );
          })}
        </ol>
      )}
      {ducts.length === 0 && <p className="model-note">{t("methane.noDucts", { m: NEAR_M })}</p>}
      {aside > 0 && <p className="model-note">{t("methane.ductsAside", { count: aside })}</p>}
    </Section>
  );
}
