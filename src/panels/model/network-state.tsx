import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { modelStateQuery } from "#api/model.ts";
import type { ModelState } from "#contract/model-state.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { usePlace } from "#panels/shell/place.ts";
import { useStores, useView } from "#state/stores.tsx";
import { colorPipesBy } from "#state/view.ts";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import { Figures } from "./figures.tsx";
import { LinePacks } from "./line-packs.tsx";
import { Losses, Sensors, SpaceGases } from "./state-lists.tsx";

/** The network as it is now: how much of it is known, what is not to be believed, what may leak, how long it lives on what it holds. */
export function NetworkState() {
  const { t } = useTranslation();
  const { area } = usePlace();
  const state = useQuery({ ...modelStateQuery(area?.code ?? ""), enabled: area != null });
  if (state.isError && (state.error as { code?: unknown }).code === "not_found")
    return <Empty>{t("model.state.none")}</Empty>;
  if (state.isError && !state.data) return <Failed error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return <Skeleton lines={9} />;
  const { counties } = state.data;
  return (
    <>
      <p className="model-note">{t("model.start.none")}</p>
      {state.isError && <p className="model-note strong">{t("model.state.old")}</p>}
      {counties.ready < counties.of && (
        <p className="model-note" role="status">
          {t("model.state.counties", counties)}
        </p>
      )}
      <Known state={state.data} />
      <Sensors sensors={state.data.sensors} />
      <Losses losses={state.data.losses} />
      <SpaceGases gas={state.data.gas} />
      <LinePacks packs={state.data.packs} />
      <Assumptions
        list={state.data.assumptions}
        version={state.data.version}
        ms={state.data.tookMs}
        solve={state.data.solve}
      />
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
          districts: formatNumber(state.districts, language),
          solved: formatNumber(state.solved, language),
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
