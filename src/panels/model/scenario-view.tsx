import { useTranslation } from "react-i18next";
import type { ScenarioAnswer, ScenarioChange, SolvedSums } from "#contract/model.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { MarksLegend } from "#panels/legend/marks-legend.tsx";
import { CHANGE_TOOLS, dropChange, setDemandStep, takeChangeTool } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import { Customers } from "./customers.tsx";
import { LostPacks } from "./line-packs.tsx";
import { LoadingNetwork, Ready } from "./network-ready.tsx";
import { SavedScenarios, SaveScenario } from "./saved-scenarios.tsx";
import type { ModelWorkNow } from "./use-model.ts";

/** What would be if: changes clicked together, compared with today, kept and shared. */
export function ScenarioView({ work }: { readonly work: ModelWorkNow }) {
  const { found, network, answer, area } = work;
  const result = answer.data?.answer.kind === "scenario" ? answer.data.answer : null;
  const isWaiting = area !== null && !network.isSuccess && !network.isError;
  return (
    <>
      <ChangeTools />
      <Changes />
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
  const { tool, m3h } = useModel((m) => ({ tool: m.tool, m3h: m.m3h }));
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
    </fieldset>
  );
}

const thingOf = (change: ScenarioChange) => ("node" in change ? change.node : change.pipe);

function Changes() {
  const { t } = useTranslation();
  const { model } = useStores();
  const changes = useModel((m) => m.changes);
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
                {t(`model.scenario.${change.kind}`)} {thingOf(change)}
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

/** Today and the scenario side by side. */
function Compared({ found }: { readonly found: ScenarioAnswer }) {
  const { t } = useTranslation();
  const { today, altered, customers, assumptions } = found.result;
  const rows: readonly (readonly [label: string, of: (sums: SolvedSums) => number | null, digits: number])[] = [
    [t("model.solved.unsupplied"), (s) => s.unsupplied, 0],
    [t("model.solved.below"), (s) => s.belowService, 0],
    [t("model.solved.fallen"), (s) => s.fallen, 0],
    [`${t("model.solved.lowest")} kPa`, (s) => s.lowestKPa, 2],
  ];
  const say = (value: number | null, digits: number, sign = false) =>
    value === null ? "—" : `${sign && value > 0 ? "+" : ""}${formatNumber(value, languageNow(), digits)}`;
  return (
    <>
      <Section title={t("model.scenario.compare")}>
        {!altered.isConverged && <p className="model-note strong">{t("model.solved.failed")}</p>}
        {found.unknown.length > 0 && (
          <p className="model-note">{t("model.scenario.unknown", { n: found.unknown.length })}</p>
        )}
        <table className="model-compare">
          <thead>
            <tr>
              <th scope="col">{t("model.scenario.item")}</th>
              <th scope="col">{t("model.scenario.today")}</th>
              <th scope="col">{t("model.scenario.altered")}</th>
              <th scope="col">{t("model.scenario.difference")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, of, digits]) => {
              const [a, b] = [of(today), of(altered)];
              return (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>{say(a, digits)}</td>
                  <td>{say(b, digits)}</td>
                  <td>{say(a === null || b === null ? null : b - a, digits, true)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className="model-note quiet">
          {t("model.solved.quality", {
            districts: altered.districts,
            iterations: altered.iterations,
            residual: altered.residual.toExponential(1),
          })}
        </p>
      </Section>
      <Section title={t("model.plan.customers")}>
        <Customers sums={customers} title={t("model.plan.customers")} />
      </Section>
      <LostPacks packs={found.packs} />
      <MarksLegend shown={["added", "lost", "fallen"]} />
      <Assumptions list={assumptions} version={found.version} ms={found.ms} />
    </>
  );
}
