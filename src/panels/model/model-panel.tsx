import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { scenarioQuery } from "#api/model.ts";
import type { MarkClass } from "#contract/model.ts";
import { loadOfficeWords } from "#lib/i18n/i18n.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { openScenario, takeMode, undoStep } from "#state/model.ts";
import { useModel, useStores, useView } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Assumptions } from "./assumptions.tsx";
import { ConsequenceView } from "./consequence-view.tsx";
import { MeasureView } from "./measure-view.tsx";
import "./model.css";
import "./print.css";
import { MarksLegend } from "#panels/legend/marks-legend.tsx";
import { LoadingNetwork, Ready } from "./network-ready.tsx";
import { NetworkState } from "./network-state.tsx";
import { PlanView } from "./plan-view.tsx";
import { ProfileView } from "./profile-view.tsx";
import { ReleaseForm } from "./release-form.tsx";
import { ScenarioView } from "./scenario-view.tsx";
import { SolveFlag } from "./solve-line.tsx";
import { TraceView } from "./trace-view.tsx";
import { type ModelWorkNow, useModelWork } from "./use-model.ts";

/** Modes that are taken up now and then. */
const MethaneView = lazyOffice(() => import("./methane-view.tsx"), "MethaneView");
const CriticalityView = lazyOffice(() => import("./criticality-view.tsx"), "CriticalityView");
const WinterView = lazyOffice(() => import("./winter-view.tsx"), "WinterView");

/** Analysis of the network: what the mode in hand has found, what it rests on, and how to take it away. */
export function ModelPanel() {
  const { t } = useTranslation();
  const mode = useModel((m) => m.mode);
  useLinkedScenario();
  return (
    <PanelFrame
      title={t("model.title")}
      subtitle={mode ? t(`model.mode.${mode}`) : undefined}
      hasBack
      tools={<Tools />}
    >
      <div className="model-work">
        {mode === null ? <NetworkState /> : mode === "measure" ? <MeasureView /> : <Work />}
      </div>
    </PanelFrame>
  );
}

/** A link that names a scenario opens it, once. */
function useLinkedScenario(): void {
  const { model, view } = useStores();
  const id = useView((v) => v.scenario ?? null);
  const opened = useModel((m) => m.scenario?.id ?? null);
  const { data } = useQuery({ ...scenarioQuery(id ?? ""), enabled: id !== null && id !== opened });
  useEffect(() => {
    if (data && data.id === id && data.id !== model.getState().scenario?.id) openScenario(model, data, data.changes);
  }, [model, data, id]);
  // Another mode is another work: the link no longer speaks of it.
  useEffect(
    () =>
      model.subscribe((now, before) => {
        if (before.scenario !== null && now.scenario === null) view.setState({ scenario: null });
      }),
    [model, view],
  );
}

function Tools() {
  const { t } = useTranslation();
  const { model } = useStores();
  const { hasPast, isOn } = useModel((m) => ({ hasPast: m.past.length > 0, isOn: m.mode !== null }));
  if (!isOn) return null;
  return (
    <>
      <button
        type="button"
        className="icon-button"
        disabled={!hasPast}
        aria-label={t("model.undo")}
        title={`${t("model.undo")} (Ctrl+Z)`}
        onClick={() => undoStep(model)}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("model.print")}
        title={t("model.print")}
        onClick={() => window.print()}
      >
        <Icon name="print" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("model.end")}
        title={`${t("model.end")} (Esc)`}
        onClick={() => takeMode(model, null)}
      >
        <Icon name="close" />
      </button>
    </>
  );
}

/** Parts of answers and their words come with the panel: they are needed where there may be no network any more. */
function fetchParts(): void {
  void Promise.allSettled([
    import("./plan-around.tsx"),
    import("./plan-more.tsx"),
    import("./methane-view.tsx"),
    import("./winter-view.tsx"),
    import("./criticality-view.tsx"),
    loadOfficeWords(),
  ]);
}

function Work() {
  const work = useModelWork();
  useEffect(fetchParts, []);
  const { state } = work;
  if (state.mode === "scenario") return <ScenarioView work={work} />;
  if (state.mode === "methane") return <MethaneView work={work} />;
  if (state.mode === "criticality") return <CriticalityView work={work} />;
  if (state.mode === "winter") return <WinterView work={work} />;
  return (
    <>
      {state.mode === "consequence" && <ReleaseForm />}
      <Asked work={work} />
    </>
  );
}

const MARKS = {
  isolate: ["isolated", "added", "lost"],
  trace: ["way"],
  profile: ["way"],
  consequence: ["added"],
} as const satisfies Readonly<Record<string, readonly MarkClass[]>>;

/** Waiting, failing and nothing asked yet, then what was answered. */
function Asked({ work }: { readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const { state, found, network, ask, answer } = work;
  if (state.picks.length === 0 || state.mode === null || state.mode === "measure")
    return (
      <>
        <Empty>{t(`model.start.${state.mode ?? "none"}`)}</Empty>
        <Ready work={work} />
      </>
    );
  if (found.isError) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  if (network.isError) return <Failed error={network.error} onRetry={() => void network.refetch()} />;
  if (!network.isSuccess) return <LoadingNetwork area={work.area} />;
  if (ask === null) return <Empty>{t(`model.start.${state.mode}`)}</Empty>;
  if (answer.isError) return <Failed error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Skeleton lines={8} />;
  const told = answer.data.answer;
  if (!(told.kind in MARKS)) return <Skeleton lines={8} />;
  const kind = told.kind as keyof typeof MARKS;
  return (
    <div aria-busy={answer.isPlaceholderData}>
      {"solve" in told && <SolveFlag solve={told.solve} />}
      {told.kind === "isolate" && <PlanView plan={told} work={work} />}
      {told.kind === "trace" && <TraceView found={told} />}
      {told.kind === "profile" && <ProfileView found={told} />}
      {told.kind === "consequence" && <ConsequenceView found={told} />}
      <MarksLegend shown={MARKS[kind]} />
      {"assumptions" in told && (
        <Assumptions
          list={told.assumptions}
          version={told.version}
          ms={told.ms}
          solve={"solve" in told ? told.solve : null}
        />
      )}
      <Ready work={work} />
    </div>
  );
}
