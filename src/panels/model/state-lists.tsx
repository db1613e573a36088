import { useTranslation } from "react-i18next";
import type { LossPlace, SensorVerdict, SpaceGas } from "#contract/model-state.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { searchFromSensor } from "#state/model.ts";
import { useStores } from "#state/stores.tsx";
import { select } from "#state/view.ts";
import { Section } from "#ui/section.tsx";
import { lookAt } from "./look-at.ts";

const MOST_SHOWN = 15;
const say = (value: number, digits: number) => formatNumber(value, languageNow(), digits);
const sayKPa = (kPa: number) => say(kPa, Math.abs(kPa) < 10 ? 2 : 0);

/** Sensors that all others of their district contradict, the least believable first. */
export function Sensors({ sensors }: { readonly sensors: readonly SensorVerdict[] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const suspects = sensors.filter(({ isSuspect }) => isSuspect);
  return (
    <Section title={t("model.state.sensors")} unit={String(suspects.length)}>
      {suspects.length === 0 ? (
        <p className="model-note">{t("model.state.noSuspects")}</p>
      ) : (
        <ol className="model-saved" aria-label={t("model.state.sensors")}>
          {suspects.slice(0, MOST_SHOWN).map(({ tagId, name, stationId, unit, measured, estimated, score }) => (
            <li key={tagId}>
              <button
                type="button"
                className="button model-name"
                onClick={() => select(view, { kind: "station", id: stationId })}
              >
                <span>{name}</span>
                <small className="quiet">
                  {t("model.state.sensor", {
                    measured: sayKPa(measured),
                    estimated: sayKPa(estimated),
                    unit,
                    score: say(score, 1),
                  })}
                </small>
              </button>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

/** Places where a leak, theft or an unknown customer would explain what sensors say. */
export function Losses({ losses }: { readonly losses: readonly LossPlace[] }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  return (
    <Section title={t("model.state.losses")} unit={String(losses.length)}>
      {losses.length === 0 ? (
        <p className="model-note">{t("model.state.noLosses")}</p>
      ) : (
        <ol className="model-saved" aria-label={t("model.state.losses")}>
          {losses.slice(0, MOST_SHOWN).map(({ district, level, lngLat, m3h, sigma, alike }) => (
            <li key={`${district} ${lngLat.join()}`}>
              <button type="button" className="button model-name" onClick={() => lookAt(camera, lngLat)}>
                <span>
                  {district} · {t(`gas.pressureLevel.${level}`)}
                </span>
                <small className="quiet">
                  {t("model.state.loss", { m3h: say(m3h, 0), score: say(sigma, 1), alike: say(100 * alike, 0) })}
                </small>
              </button>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

/** Methane in spaces beside pipes; pressing one begins the search for where it comes from. */
export function SpaceGases({ gas }: { readonly gas: readonly SpaceGas[] }) {
  const { t } = useTranslation();
  const { model, camera } = useStores();
  if (gas.length === 0) return null;
  return (
    <Section title={t("model.state.gas")} unit={String(gas.length)}>
      <ol className="model-saved" aria-label={t("model.state.gas")}>
        {gas.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.tagId}>
            <button
              type="button"
              className="button model-name"
              onClick={() => {
                searchFromSensor(model, one);
                lookAt(camera, one.lngLat);
              }}
            >
              <span>{one.name}</span>
              <small className="quiet">
                {t("model.state.gasOne", { lel: say(one.lel, 1) })}
                {one.ethanePpm !== null && ` · ${t("model.state.ethane", { ppm: say(one.ethanePpm, 0) })}`}
              </small>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
