import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import {
  type Answered,
  areaOfPipeQuery,
  askModel,
  type ModelAsk,
  modelNetworkQuery,
  scenariosQuery,
  WITHOUT_A_LINE,
} from "#api/model.ts";
import { mapConfigQuery } from "#api/session.ts";
import type { ModelAnswer, ScenarioChange, ScenarioHead } from "#contract/model.ts";
import type { OpenPlan } from "#contract/model-plan.ts";
import { usePlace } from "#panels/shell/place.ts";
import { change, type Model, tellArea, tellResult, understood, valveToolOf } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { useHistories } from "./use-histories.ts";

const NO_PLANS: readonly OpenPlan[] = [];

/** Plans kept as open, of the scenarios kept. */
export const openPlans = (scenarios: readonly ScenarioHead[]): OpenPlan[] =>
  scenarios.flatMap(({ id, name, damages }) => damages.map(({ pipe, stuck }) => ({ id, name, pipe, stuck })));

/** What the work done so far asks of the worker; null while there is nothing to ask. */
export function askOf(
  { mode, picks, stuck, lines, least, way, changes, scenario, release, winter, readings }: Model,
  others: readonly OpenPlan[],
): ModelAsk | null {
  const [first, second] = picks;
  if (mode === "consequence") return first ? { kind: "consequence", pick: first, wish: release } : null;
  if (mode === "methane") return readings.length > 0 ? { kind: "methane", readings } : null;
  if (mode === "winter") return winter.daysC.length > 0 ? { kind: "winter", wish: winter } : null;
  if (mode === "criticality") return { kind: "criticality" };
  if (mode === "isolate") return first ? { kind: "isolate", pick: first, stuck, lines, others, least } : null;
  if (mode === "trace") return first ? { kind: "trace", pick: first, way } : null;
  if (mode === "profile") return first && second ? { kind: "profile", from: first, to: second } : null;
  if (mode === "scenario") return changes.length > 0 || scenario ? { kind: "scenario", changes } : null;
  return null;
}

/** The cordon of what is clicked is asked for first: it needs no solution. */
export function cordonAskOf({ mode, picks: [pick], release }: Model): ModelAsk | null {
  if (!pick || (mode !== "isolate" && mode !== "consequence")) return null;
  return { kind: "cordon", pick, wish: mode === "isolate" ? null : release };
}

/** The area the work is about, its network in the worker, and the answer to what has been clicked. Asked anew at every step. */
export function useModelWork() {
  const model = useModel((all) => all);
  const state = { ...model, readings: useHistories(model.readings) };
  const version = useQuery(mapConfigQuery).data?.snapshot ?? null;
  const pick = state.clicked ?? state.picks[0] ?? null;
  const hasPipe = pick !== null && pick.seq !== null;
  // A scenario, and a search for gas, stay in the area they were begun in.
  const isFixed = (state.mode === "scenario" || state.mode === "methane") && state.area !== null;
  const found = useQuery({
    ...areaOfPipeQuery(pick?.seq ?? -1, version ?? ""),
    enabled: hasPipe && version !== null && !isFixed,
  });
  // The county looked at is fetched as soon as a mode is taken in hand: a click need not wait for it.
  const { area: place } = usePlace();
  const looked = state.mode !== null && state.mode !== "measure" && place?.level === "county" ? place.code : null;
  const area = isFixed ? state.area : !hasPipe ? (state.area ?? looked) : (found.data ?? null);
  const network = useQuery({
    ...modelNetworkQuery(area ?? "", version ?? ""),
    enabled: area !== null && version !== null,
  });
  const plans = useQuery({ ...scenariosQuery(area), enabled: state.mode === "isolate" && area !== null });
  const ask = askOf(state, plans.data ? openPlans(plans.data) : NO_PLANS);
  const asked = (one: ModelAsk | null) => ({
    queryKey: ["model", area, version, one],
    queryFn: () => askModel(area as string, version as string, one as ModelAsk),
    enabled: one !== null && network.isSuccess && area !== null && version !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    ...WITHOUT_A_LINE,
  });
  // Before the answer, so that the worker hears it first.
  const first = useQuery(asked(cordonAskOf(state)));
  const answer = useQuery({
    ...asked(ask),
    placeholderData: (before, query) => (query?.queryKey[1] === area ? keepPreviousData(before) : undefined),
  });
  return { state, version, area, found, network, plans, ask, first, answer };
}
export type ModelWorkNow = ReturnType<typeof useModelWork>;

/** While there is a map: a mode opens its panel, the map is given results to paint, and clicks become changes. */
export function useModelOnMap(): void {
  const { model, view } = useStores();
  const { state, version, area, network, ask, first, answer } = useModelWork();
  const { data, isPlaceholderData } = answer;
  const shown = shownOf(first.data, data, isPlaceholderData);
  const hasWork =
    state.picks.length > 0 || state.changes.length > 0 || state.readings.length > 0 || state.clicked !== null;
  useEffect(
    () =>
      model.subscribe((now, before) => {
        if (now.mode !== before.mode && now.mode !== null) openPanel(view, "model");
      }),
    [model, view],
  );
  useEffect(() => {
    if (area !== null && hasWork && state.area !== area) tellArea(model, area);
  }, [model, area, hasWork, state.area]);
  const hasAsk = ask !== null;
  useEffect(() => {
    if (!hasAsk || version === null) tellResult(model, null);
    else if (shown) tellResult(model, { ...shown, snapshot: version });
  }, [model, hasAsk, version, shown]);
  useClicks(area, version, network.isSuccess);
}

/** What the map shows: the first cordon until the answer about its pipe is there. Null: what stands there stays, an answer about the same pipe. */
export function shownOf(first: Answered | undefined, data: Answered | undefined, isOld: boolean): Answered | null {
  const pipeOf = ({ answer }: Answered) => ("pipe" in answer ? answer.pipe : null);
  if (data && !isOld) return data;
  return first && (!data || pipeOf(data) !== pipeOf(first)) ? first : null;
}

/** Turns clicks of the scenario mode into changes. */
function useClicks(area: string | null, version: string | null, isReady: boolean): void {
  const { model } = useStores();
  const clicked = useModel((m) => m.clicked);
  const newest = useRef(clicked);
  newest.current = clicked;
  useEffect(() => {
    if (!clicked || area === null || version === null || !isReady) return;
    const { changes, ...hand } = model.getState();
    const tool = valveToolOf(hand);
    askModel(area, version, { kind: "near", pick: clicked, ...(tool && { tool }), changes }).then(
      ({ answer }) => {
        if (newest.current !== clicked) return;
        const one = changeOf(answer, model.getState());
        if (one) change(model, one);
        else understood(model, true);
      },
      () => understood(model),
    );
  }, [model, clicked, area, version, isReady]);
}

function changeOf(answer: ModelAnswer, { tool, m3h }: Model): ScenarioChange | null {
  if (answer.kind !== "near") return null;
  const { pipe, valve } = answer;
  if (tool === "close_valve" || tool === "open_valve") return valve && { kind: tool, node: valve.node };
  if (pipe === null) return null;
  // Its clicks are ends of lines and never come here.
  if (tool === "line") return null;
  return tool === "demand" ? { kind: "demand", pipe, m3h } : { kind: tool, pipe };
}
