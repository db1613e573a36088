import { useTranslation } from "react-i18next";
import { STABILITY_CLASSES, type StabilityClass } from "#contract/model-incident.ts";
import { setRelease } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import "./forms.css";

const BEARINGS = { n: 0, ne: 45, e: 90, se: 135, s: 180, sw: 225, w: 270, nw: 315 } as const;
const NAMES = Object.keys(BEARINGS) as (keyof typeof BEARINGS)[];
const BREEZE = { ms: 2, fromDeg: 0, stability: "D" } as const;

/** What is known of a release: how large the opening is, wind, and the hour that people are counted for. */
export function ReleaseForm() {
  const { t } = useTranslation();
  const { model } = useStores();
  const { opening, holeMm, wind, hour, isWeekend } = useModel((m) => m.release);
  return (
    <fieldset className="model-form" aria-label={t("incident.form")}>
      <label>
        {t("incident.opening")}
        <select
          value={opening}
          onChange={(event) => setRelease(model, { opening: event.target.value === "rupture" ? "rupture" : "hole" })}
        >
          <option value="hole">{t("incident.hole")}</option>
          <option value="rupture">{t("incident.rupture")}</option>
        </select>
      </label>
      {opening === "hole" && (
        <label>
          {t("incident.holeMm")}
          <input
            type="number"
            min={1}
            max={1000}
            value={holeMm}
            onChange={(event) => setRelease(model, { holeMm: Math.max(1, event.target.valueAsNumber || 1) })}
          />
        </label>
      )}
      <label>
        {t("incident.wind")}
        <select
          value={wind ? String(wind.fromDeg) : ""}
          onChange={({ target: { value } }) =>
            setRelease(model, { wind: value === "" ? null : { ...(wind ?? BREEZE), fromDeg: Number(value) } })
          }
        >
          <option value="">{t("incident.windUnknown")}</option>
          {NAMES.map((name) => (
            <option key={name} value={String(BEARINGS[name])}>
              {t(`incident.bearing.${name}`)}
            </option>
          ))}
        </select>
      </label>
      {wind && (
        <>
          <label>
            {t("incident.windMS")}
            <input
              type="number"
              min={0.5}
              max={30}
              step={0.5}
              value={wind.ms}
              onChange={(event) =>
                setRelease(model, { wind: { ...wind, ms: Math.max(0.5, event.target.valueAsNumber || 0.5) } })
              }
            />
          </label>
          <label>
            {t("incident.stability")}
            <select
              value={wind.stability}
              onChange={({ target: { value } }) =>
                setRelease(model, { wind: { ...wind, stability: value as StabilityClass } })
              }
            >
              {STABILITY_CLASSES.map((one) => (
                <option key={one} value={one}>
                  {t(`incident.stabilityOf.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label>
        {t("incident.hour")}
        <input
          type="number"
          min={0}
          max={23}
          value={hour}
          onChange={(event) =>
            setRelease(model, { hour: Math.min(23, Math.max(0, Math.round(event.target.valueAsNumber || 0))) })
          }
        />
      </label>
      <label className="model-check">
        <input
          type="checkbox"
          checked={isWeekend}
          onChange={(event) => setRelease(model, { isWeekend: event.target.checked })}
        />
        {t("incident.weekend")}
      </label>
    </fieldset>
  );
}
