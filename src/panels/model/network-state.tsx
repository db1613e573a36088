import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { modelStateQuery } from "#api/model.ts";
import type { ModelState, SensorVerdict } from "#contract/model-state.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { usePlace } from "#panels/shell/place.ts";
import { useStores, useView } from "#state/stores.tsx";
import { colorPipesBy, select } from "#state/view.ts";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import { Figures } from "./figures.tsx";

/** The county's network as it is now: how much of it is known, and which sensors are not to be believed. */
export function NetworkState() {
  const { t } = useTranslation();
  const { area } = usePlace();
  const isCounty = area?.level === "county";
  const state = useQuery({ ...modelStateQuery(area?.code ?? ""), enabled: isCounty });
  if (!isCounty) return <Empty>{t("model.start.none")}</Empty>;
  if (state.isError && (state.error as { code?: unknown }).code === "not_found")
    return <Empty>{t("model.state.none")}</Empty>;
  if (state.isError && !state.data) return <Failed error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return <Skeleton lines={9} />;
  return (
    <>
      <p className="model-note">{t("model.start.none")}</p>
      {state.isError && <p className="model-note strong">{t("model.state.old")}</p>}
      <Known state={state.data} />
      <Sensors sensors={state.data.sensors} />
      <Assumptions list={state.data.assumptions} version={state.data.version} ms={state.data.tookMs} />
    </>
  );
}

function Known({ state }: { readonly state: ModelState }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const isShown = useView((v) => v.colorBy === "pressure");
  const language = languageNow();
  return (
    <Section title={t("model.state.title")} unit={formatInstant(state.at, language)}>
      <Figures
        figures={(["measured", "estimated", "stale"] as const).map((name) => ({
          label: t(`model.state.${name}`),
          value: formatKm(state.lengthM[name], language),
          unit: "km",
          note: t(`model.state.${name}Hint`),
        }))}
      />
      <p className="model-note quiet">
        {t("model.state.quality", {
          districts: state.districts,
          solved: state.solved,
          residual: state.residual.toExponential(1),
          scale: formatNumber(state.demandScale, language, 2),
        })}
      </p>
      {state.failed > 0 && <p className="model-note strong">{t("model.state.failed", { n: state.failed })}</p>}
      {!isShown && (
        <div className="model-start">
          <button type="button" className="button outlined" onClick={() => colorPipesBy(view, "pressure")}>
            {t("model.state.paint")}
          </button>
        </div>
      )}
    </Section>
  );
}

const MOST_SHOWN = 15;

/** The least believable first. */
function Sensors({ sensors }: { readonly sensors: readonly SensorVerdict[] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const suspects = sensors.filter(({ isSuspect }) => isSuspect);
  const say = (kPa: number) => formatNumber(kPa, languageNow(), kPa < 10 ? 2 : 0);
  return (
    <Section title={t("model.state.sensors")} unit={String(suspects.length)}>
      {suspects.length === 0 ? (
        <p className="model-note">{t("model.state.noSuspects")}</p>
      ) : (
        <ol className="model-saved" aria-label={t("model.state.sensors")}>
          {suspects.slice(0, MOST_SHOWN).map(({ tagId, name, stationId, measuredKPa, estimatedKPa, score }) => (
            <li key={tagId}>
              <button
                type="button"
                className="button model-name"
                onClick={() => select(view, { kind: "station", id: stationId })}
              >
                <span>{name}</span>
                <small className="quiet">
                  {t("model.state.sensor", {
                    measured: say(measuredKPa),
                    estimated: say(estimatedKPa),
                    score: formatNumber(score, languageNow(), 1),
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
