import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WinterAnswer } from "#contract/model-incident.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { setWinter } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import { Figures } from "./figures.tsx";
import { lookAt } from "./look-at.ts";
import { LoadingNetwork, Ready } from "./network-ready.tsx";
import { SolveFlag } from "./solve-line.tsx";
import type { ModelWorkNow } from "./use-model.ts";
import { DemandCurve } from "./winter-curve.tsx";
import "./forms.css";

/** Whether gas is enough for the cold that is forecast, where it gives out first, and what storage and tankers make of it. */
export function WinterView({ work }: { readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const { network, answer, area } = work;
  const found = answer.data?.answer.kind === "winter" ? answer.data.answer : null;
  if (area === null) return <Empty>{t("winter.noCounty")}</Empty>;
  return (
    <>
      <WinterForm />
      {network.isError && <Failed error={network.error} onRetry={() => void network.refetch()} />}
      {answer.isError && <Failed error={answer.error} onRetry={() => void answer.refetch()} />}
      {!network.isSuccess && !network.isError && <LoadingNetwork area={area} />}
      {network.isSuccess && !found && !answer.isError && <Skeleton lines={10} />}
      {found && <Outlook found={found} />}
      <Ready work={work} />
    </>
  );
}

/** Numbers between spaces and commas of either script; what is none is left out. */
export const temperaturesOf = (text: string): number[] =>
  text
    .split(/[\s,，、;；]+/)
    .filter((word) => word !== "")
    .map(Number)
    .filter((celsius) => celsius >= -60 && celsius <= 50);

function WinterForm() {
  const { t } = useTranslation();
  const { model } = useStores();
  const wish = useModel((m) => m.winter);
  const [text, setText] = useState(wish.daysC.join(" "));
  const figure = (key: "storageM3" | "storageM3D" | "pipelineM3D", label: string) => (
    <label>
      {label}
      <input
        type="number"
        min={0}
        step={1000}
        value={wish[key] ?? ""}
        onChange={({ target: { valueAsNumber: value } }) =>
          setWinter(model, { [key]: Number.isNaN(value) ? (key === "pipelineM3D" ? null : 0) : Math.max(0, value) })
        }
      />
    </label>
  );
  return (
    <fieldset className="model-form" aria-label={t("winter.form")}>
      <label className="wide">
        {t("winter.daysC")}
        <input
          value={text}
          inputMode="text"
          onChange={(event) => {
            setText(event.target.value);
            setWinter(model, { daysC: temperaturesOf(event.target.value).slice(0, 60) });
          }}
        />
      </label>
      {figure("pipelineM3D", t("winter.pipeline"))}
      {figure("storageM3", t("winter.storage"))}
      {figure("storageM3D", t("winter.storageOut"))}
      <label>
        {t("winter.heating")}
        <input
          type="number"
          min={0}
          max={100}
          value={Math.round(wish.heatingShare * 100)}
          onChange={(event) =>
            setWinter(model, { heatingShare: Math.min(1, Math.max(0, (event.target.valueAsNumber || 0) / 100)) })
          }
        />
      </label>
    </fieldset>
  );
}

function Outlook({ found }: { readonly found: WinterAnswer }) {
  const { t } = useTranslation();
  const say = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  const isKnown = found.wish.pipelineM3D !== null;
  const peak = found.days.reduce((most, { demandM3 }) => Math.max(most, demandM3), 0);
  return (
    <>
      <SolveFlag solve={found.solve} />
      <Figures
        figures={[
          { label: t("winter.peak"), value: say(peak / 1e4, 1), unit: t("winter.tenThousand") },
          {
            label: t("winter.covered"),
            value: !isKnown ? "—" : found.daysCovered === null ? t("winter.all") : say(found.daysCovered),
            unit: isKnown && found.daysCovered !== null ? t("winter.days") : "",
          },
          {
            label: t("winter.storageDays"),
            value: found.storageDaysAtPeak === null ? "—" : say(found.storageDaysAtPeak, 1),
            unit: found.storageDaysAtPeak === null ? "" : t("winter.days"),
          },
          { label: t("winter.trucks"), value: isKnown ? say(found.trucks) : "—" },
          {
            label: t("winter.limit"),
            value: found.limitC === null ? t("winter.noLimit") : say(found.limitC),
            unit: found.limitC === null ? "" : "℃",
          },
        ]}
      />
      {!isKnown && <p className="model-note">{t("winter.noPipeline")}</p>}
      <DemandCurve found={found} />
      <Section title={t("winter.forecast")} unit={t("winter.m3d")}>
        <table className="model-compare">
          <thead>
            <tr>
              <th scope="col">℃</th>
              <th scope="col">{t("winter.demand")}</th>
              <th scope="col">{t("winter.fromStorage")}</th>
              <th scope="col">{t("winter.short")}</th>
              <th scope="col">{t("winter.trucks")}</th>
            </tr>
          </thead>
          <tbody>
            {found.days.map((day, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: days have no other name than their place in the forecast
              <tr key={i}>
                <th scope="row">{say(day.celsius, 1)}</th>
                <td>{say(day.demandM3)}</td>
                <td>{isKnown ? say(day.fromStorageM3) : "—"}</td>
                <td>{isKnown ? say(day.shortM3) : "—"}</td>
                <td>{isKnown ? day.trucks : "—"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Weakest found={found} />
      <Assumptions list={found.assumptions} version={found.version} ms={found.ms} solve={found.solve} />
    </>
  );
}

function Weakest({ found: { weakest } }: { readonly found: WinterAnswer }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const say = (value: number, digits = 0) => formatNumber(value, languageNow(), digits);
  return (
    <Section title={t("winter.weakest")} unit="kPa">
      {weakest.length === 0 && <p className="model-note">{t("winter.noWeakest")}</p>}
      <ol className="model-saved" aria-label={t("winter.weakest")}>
        {weakest.map(({ district, lngLat, customers, kPa, marginKPa }) => (
          <li key={`${district} ${lngLat.join()}`}>
            <button type="button" className="button model-name" onClick={() => lookAt(camera, lngLat)}>
              <span>{district}</span>
              <small className="quiet">
                {kPa === null || marginKPa === null
                  ? t("winter.noGas", { customers: say(customers) })
                  : t("winter.weakOne", { customers: say(customers), kPa: say(kPa, 2), margin: say(marginKPa, 2) })}
              </small>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
