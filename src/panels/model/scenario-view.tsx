import { useTranslation } from "react-i18next";
import type { ScenarioAnswer, ScenarioChange } from "#contract/model.ts";
import { CHANGE_TOOLS, dropChange, setDemandStep, takeChangeTool } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Compared } from "./compared.tsx";
import { LoadingNetwork, Ready } from "./network-ready.tsx";
import { SavedScenarios, SaveScenario } from "./saved-scenarios.tsx";
import type { ModelWorkNow } from "./use-model.ts";

/** What would be if: changes clicked together, compared with today, kept and shared. */
export function ScenarioView({ work }: { readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const { found, network, answer, area, state } = work;
  const result = answer.data?.answer.kind === "scenario" ? answer.data.answer : null;
  const isWaiting = area !== null && !network.isSuccess && !network.isError;
  return (
    <>
      <ChangeTools />
      {area === null && (state.changes.length > 0 || state.clicked) && (
        <p className="model-note strong">{t("model.scenario.noCounty")}</p>
      )}
      <Changes cuts={result?.cuts ?? []} />
      {found.isError && <Failed error={found.error} onRetry={() => void found.refetch()} />}
      {network.isError && <Failed error={network.error} onRetry={() => void network.refetch()} />}
      {answer.isError && <Failed error={answer.error} onRetry={() => void answer.refetch()} />}
      {isWaiting && <LoadingNetwork area={area} />}
      {work.ask !== null && network.isSuccess && !result && !answer.isError && <Skeleton lines={6} />}
      {result && <Compared found={result} />}
      {area !== null && <SaveScenario work={work} result={result?.result ?? null} />}
      <SavedScenarios />
      <Ready work={work} />
    </>
  );
}

function ChangeTools() {
  const { t } = useTranslation();
  const { model } = useStores();
  const { tool, m3h, noValve } = useModel((m) => ({ tool: m.tool, m3h: m.m3h, noValve: m.noValve }));
  return (
    <fieldset className="model-choice" aria-label={t("model.scenario.tools")}>
      <span className="quiet">{t("model.scenario.tools")}</span>
      {CHANGE_TOOLS.map((one) => (
        <button
          key={one}
          type="button"
          className="button outlined"
          aria-pressed={tool === one}
          onClick={() => takeChangeTool(model, one)}
        >
          {t(`model.scenario.${one}`)}
        </button>
      ))}
      {tool === "demand" && (
        <label className="model-demand">
          {t("model.scenario.demandM3h")}
          <input
            type="number"
            value={m3h}
            min={-100000}
            max={100000}
            step={10}
            onChange={(event) => setDemandStep(model, event.target.valueAsNumber || 0)}
          />
        </label>
      )}
      {noValve && (
        <p className="model-note strong" role="status">
          {t("model.scenario.nearestValve")}
        </p>
      )}
    </fieldset>
  );
}

const thingOf = (change: Exclude<ScenarioChange, { kind: "line" }>) => ("node" in change ? change.node : change.pipe);

function Changes({ cuts }: { readonly cuts: ScenarioAnswer["cuts"] }) {
  const { t } = useTranslation();
  const { model } = useStores();
  const changes = useModel((m) => m.changes);
  const cutWords = (i: number) => {
    const cut = cuts.find(({ change }) => change === i);
    return cut ? t("model.scenario.cuts", { n: cut.pipes }) : "";
  };
  return (
    <Section title={t("model.scenario.changes")}>
      {changes.length === 0 ? (
        <Empty>{t("model.start.scenario")}</Empty>
      ) : (
        <ol className="model-changes">
          {changes.map((change, i) => (
            <li key={JSON.stringify(change)}>
              <span className="model-order" aria-hidden="true">
                {i + 1}
              </span>
              <span>
                {t(`model.scenario.${change.kind}`)} {change.kind === "line" ? cutWords(i) : thingOf(change)}
                {change.kind === "demand" && ` ${change.m3h} m³/h`}
              </span>
              <IconButton icon="close" label={t("model.scenario.drop")} onClick={() => dropChange(model, i)} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
