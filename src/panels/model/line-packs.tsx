import { useTranslation } from "react-i18next";
import type { LostPack } from "#contract/model-incident.ts";
import type { PackTime } from "#contract/model-state.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { Section } from "#ui/section.tsx";
import { lookAt } from "./look-at.ts";

const MOST_SHOWN = 12;

/** How long each pressure district lives on what its pipes hold once its feed is lost, the shortest first. */
export function LinePacks({ packs }: { readonly packs: readonly PackTime[] }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const say = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  if (packs.length === 0) return null;
  return (
    <Section title={t("model.pack.title")} unit={t("model.pack.unit")}>
      <table className="model-compare">
        <thead>
          <tr>
            <th scope="col">{t("model.pack.district")}</th>
            <th scope="col">{t("model.pack.minutes")}</th>
            <th scope="col">{t("model.pack.feeders")}</th>
            <th scope="col">{t("model.pack.customers")}</th>
          </tr>
        </thead>
        <tbody>
          {packs.slice(0, MOST_SHOWN).map((one) => (
            <tr key={`${one.district} ${one.level} ${one.lngLat.join()}`}>
              <th scope="row">
                <button type="button" className="button model-name" onClick={() => lookAt(camera, one.lngLat)}>
                  <span>{one.district}</span>
                  <small className="quiet">
                    {t("model.pack.line", {
                      level: t(`gas.pressureLevel.${one.level}`),
                      kPa: say(one.kPa, one.kPa < 10 ? 2 : 0),
                      least: say(one.leastKPa, one.leastKPa < 10 ? 2 : 0),
                      m3h: say(one.takeM3h),
                    })}
                  </small>
                </button>
              </th>
              <td>{say(one.minutes, one.minutes < 10 ? 1 : 0)}</td>
              <td>{one.feeders}</td>
              <td>{say(one.customers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="model-note quiet">{t("model.pack.note")}</p>
    </Section>
  );
}

/** How long those live on line pack who lose supply by a plan or a scenario. */
export function LostPacks({ packs }: { readonly packs: readonly LostPack[] }) {
  const { t } = useTranslation();
  const say = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  if (packs.length === 0) return null;
  return (
    <Section title={t("model.pack.lost")} unit={t("model.pack.minutes")}>
      <table className="model-compare">
        <tbody>
          {packs.map(({ district, level, customers, minutes }) => (
            <tr key={`${district} ${level}`}>
              <th scope="row">
                {district}{" "}
                <small className="quiet">
                  {t(`gas.pressureLevel.${level}`)} · {t("model.pack.customers")} {say(customers)}
                </small>
              </th>
              <td>{say(minutes, minutes < 10 ? 1 : 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
