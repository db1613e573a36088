import { createStore } from "zustand/vanilla";
import type {
  ModelAnswer,
  ModelClick,
  ModelMarks,
  ModelPick,
  ScenarioChange,
  TraceAnswer,
  ValveChange,
} from "#contract/model.ts";
import type { GasReading, GasSpace, ReleaseWish, WinterWish } from "#contract/model-incident.ts";
import type { LeastBy } from "#contract/model-plan.ts";
import type { SpaceGas } from "#contract/model-state.ts";
import type { LngLat } from "#contract/route.ts";

/** What a click on the map is for while a mode is on. */
export const MODEL_MODES = [
  "isolate",
  "trace",
  "profile",
  "measure",
  "scenario",
  "consequence",
  "methane",
  "winter",
  "criticality",
] as const;
export type ModelMode = (typeof MODEL_MODES)[number];

/** What a click does in a scenario; a line takes two. */
export const CHANGE_TOOLS = ["squeeze", "barrier", "line", "close_valve", "open_valve", "demand"] as const;
export type ChangeTool = (typeof CHANGE_TOOLS)[number];

/** What a person has asked so far: each step can be taken back. */
export interface ModelWork {
  /** Pipes clicked: one for a plan or a trace, two for a profile. */
  readonly picks: readonly ModelPick[];
  /** Valves of the plan reported stuck, by node, in order. */
  readonly stuck: readonly string[];
  readonly changes: readonly ScenarioChange[];
  /** Lines drawn across pipes of a plan, each from one end to the other. */
  readonly lines: readonly (readonly LngLat[])[];
  /** Corners of what is measured. */
  readonly corners: readonly LngLat[];
  /** Methane found in spaces, by hand or by a sensor. */
  readonly readings: readonly GasReading[];
}
export const NO_WORK: ModelWork = { picks: [], stuck: [], changes: [], lines: [], corners: [], readings: [] };

/** What the next click says of a space: how much methane, and what it is. */
export type NextGas = Pick<GasReading, "lel" | "space">;

export interface ModelResult {
  readonly snapshot: string;
  readonly answer: ModelAnswer;
  readonly marks: ModelMarks;
}

/**
 * Where modes on the map and their panel meet: the map writes what was clicked, the panel asks the worker and writes the result, the map
 * paints it. Nothing of it touches the network; of all this a link brings back a saved scenario alone.
 */
export interface Model extends ModelWork {
  /** null: the map pans and selects as usual. */
  readonly mode: ModelMode | null;
  readonly way: TraceAnswer["way"];
  /** What other valves of a plan are looked for by. */
  readonly least: LeastBy;
  readonly tool: ChangeTool;
  /** m³/h that the next click with the demand tool adds. */
  readonly m3h: number;
  /** What is known of the release whose consequence is asked for. */
  readonly release: ReleaseWish;
  readonly winter: WinterWish;
  readonly gas: NextGas;
  /** The next clicks are the ends of a line across pipes; the first of them, once it is set. */
  readonly isDrawing: boolean;
  readonly lineFrom: LngLat | null;
  /** A click that has not been understood yet: the panel turns it into a change, for which it must know the pipe's id. */
  readonly clicked: ModelClick | null;
  /** The last click asked for a valve, and none is near. */
  readonly noValve: boolean;
  /** The saved scenario that is being worked on. */
  readonly scenario: { readonly id: string; readonly name: string; readonly area: string } | null;
  /** Area whose network is worked on; told by the panel once it is known. */
  readonly area: string | null;
  readonly past: readonly ModelWork[];
  readonly result: ModelResult | null;
}

export const createModelStore = () =>
  createStore<Model>(() => ({
    ...NO_WORK,
    mode: null,
    way: "upstream",
    least: "valves",
    tool: "squeeze",
    m3h: 100,
    release: { opening: "hole", holeMm: 20, wind: null, hour: 10, isWeekend: false },
    winter: {
      daysC: [-2, -5, -9, -12, -12, -10, -6],
      pipelineM3D: null,
      storageM3: 0,
      storageM3D: 0,
      heatingShare: 0.7,
    },
    gas: { lel: 10, space: "sewer" },
    isDrawing: false,
    lineFrom: null,
    clicked: null,
    noValve: false,
    scenario: null,
    area: null,
    past: [],
    result: null,
  }));
export type ModelStore = ReturnType<typeof createModelStore>;

const MOST_STEPS = 100;

const workOf = ({ picks, stuck, changes, lines, corners, readings }: Model): ModelWork => ({
  picks,
  stuck,
  changes,
  lines,
  corners,
  readings,
});

/** One step further; `undoStep` leads back. */
const step = (store: ModelStore, change: Partial<ModelWork>) =>
  store.setState((model) => ({ ...change, past: [...model.past.slice(1 - MOST_STEPS), workOf(model)] }));

/** Takes a mode in hand; the same again, or null, puts it away with all that it has shown. */
export const takeMode = (store: ModelStore, mode: ModelMode | null) =>
  store.setState(({ mode: before }) => {
    const next = mode === before ? null : mode;
    const nothing = { past: [], result: null, scenario: null, area: null, clicked: null, noValve: false };
    return { ...NO_WORK, ...nothing, mode: next, isDrawing: false, lineFrom: null };
  });

/** A click on the map while a mode is on. `pick` is null where there is no pipe. */
export function clickInMode(store: ModelStore, pick: ModelPick | null, at: LngLat): void {
  const model = store.getState();
  const { mode, picks, corners, readings, gas } = model;
  if (drawsLine(model)) drawLine(store, at);
  else if (mode === "measure") step(store, { corners: [...corners, at] });
  else if (mode === "methane") step(store, { readings: [...readings, byHand(readings, at, gas)] });
  // A valve is clicked beside pipes too, at the symbol of its pit.
  else if (mode === "scenario" && (pick || valveToolOf(model)))
    store.setState({ clicked: pick ?? { seq: null, lngLat: at }, noValve: false });
  else if (pick === null) return;
  else if (mode === "profile") step(store, { picks: picks.length === 1 ? [...picks, pick] : [pick] });
  else if (mode !== null) step(store, { picks: [pick], stuck: [] });
}

/** What the tool in hand does to valves, if it is for them. */
export const valveToolOf = ({ tool }: Pick<Model, "tool">): ValveChange | null =>
  tool === "close_valve" || tool === "open_valve" ? tool : null;

/** Clicks are ends of a line across pipes: beside a plan once it is begun, in a scenario as long as its tool is in hand. */
export const drawsLine = ({ isDrawing, mode, tool }: Model): boolean =>
  isDrawing || (mode === "scenario" && tool === "line");

/** One end of a line across pipes, then the other. */
function drawLine(store: ModelStore, at: LngLat): void {
  const { lineFrom, lines, mode } = store.getState();
  if (lineFrom === null) {
    store.setState({ lineFrom: at });
    return;
  }
  if (mode === "scenario") change(store, { kind: "line", line: [lineFrom, at] });
  else step(store, { lines: [...lines, [lineFrom, at]] });
  store.setState({ isDrawing: false, lineFrom: null });
}

/** Begins a line across pipes, or lets it be. */
export const takeLine = (store: ModelStore, isDrawing: boolean) => store.setState({ isDrawing, lineFrom: null });

export const dropLines = (store: ModelStore) => step(store, { lines: [] });

/** A space read by hand. Numbers go on where the highest ended: a dropped one is not given again. */
function byHand(readings: readonly GasReading[], lngLat: LngLat, { lel, space }: NextGas): GasReading {
  const last = readings.reduce((most, { id }) => Math.max(most, Number(/^M(\d+)$/.exec(id)?.[1] ?? 0)), 0);
  return {
    ...{ id: `M${last + 1}`, lngLat, space, lel, ethanePpm: null, h2sPpm: null, hasOdorant: null, tagId: null },
    history: [],
  };
}

export const setRelease = (store: ModelStore, release: Partial<ReleaseWish>) =>
  store.setState((model) => ({ release: { ...model.release, ...release } }));

export const setWinter = (store: ModelStore, winter: Partial<WinterWish>) =>
  store.setState((model) => ({ winter: { ...model.winter, ...winter } }));

export const setNextGas = (store: ModelStore, gas: Partial<NextGas>) =>
  store.setState((model) => ({ gas: { ...model.gas, ...gas } }));

export const changeReading = (store: ModelStore, id: string, over: Partial<GasReading>) =>
  step(store, { readings: store.getState().readings.map((one) => (one.id === id ? { ...one, ...over } : one)) });

export const dropReading = (store: ModelStore, id: string) =>
  step(store, { readings: store.getState().readings.filter((one) => one.id !== id) });

/** A place to be opened next becomes a reading to be filled in. */
export function addSpace(store: ModelStore, id: string, space: GasSpace, lngLat: LngLat): void {
  const { readings } = store.getState();
  if (readings.some((one) => one.id === id)) return;
  const empty = { lel: null, ethanePpm: null, h2sPpm: null, hasOdorant: null, tagId: null, history: [] };
  step(store, { readings: [...readings, { id, lngLat, space, ...empty }] });
}

/** Begins the search for a source with what a sensor says. */
export const searchFromSensor = (store: ModelStore, { tagId, lngLat, lel, ethanePpm, area }: SpaceGas) =>
  store.setState({
    ...NO_WORK,
    mode: "methane",
    readings: [
      {
        ...{ id: tagId, lngLat, space: "valve_pit", lel, ethanePpm, h2sPpm: null, hasOdorant: null, tagId },
        history: [],
      },
    ],
    past: [],
    result: null,
    scenario: null,
    area,
    clicked: null,
  });

export const reportStuck = (store: ModelStore, node: string) =>
  step(store, { stuck: [...store.getState().stuck.filter((id) => id !== node), node] });

export const lookForLeast = (store: ModelStore, least: LeastBy) => store.setState({ least });

export const traceAlong = (store: ModelStore, way: TraceAnswer["way"]) => store.setState({ way });

export const takeChangeTool = (store: ModelStore, tool: ChangeTool) =>
  store.setState({ tool, lineFrom: null, noValve: false });

export const setDemandStep = (store: ModelStore, m3h: number) => store.setState({ m3h });

/** A change on top of the others; the same one again takes it off, and closing a valve takes off that it is opened. */
export function change(store: ModelStore, one: ScenarioChange): void {
  const against = [one, ...undoneBy(one)].map((taken) => JSON.stringify(taken));
  const { changes } = store.getState();
  const others = changes.filter((other) => !against.includes(JSON.stringify(other)));
  step(store, { changes: others.length < changes.length ? others : [...changes, one] });
  store.setState({ clicked: null });
}

const undoneBy = (one: ScenarioChange): ScenarioChange[] =>
  one.kind === "close_valve"
    ? [{ ...one, kind: "open_valve" }]
    : one.kind === "open_valve"
      ? [{ ...one, kind: "close_valve" }]
      : [];

export const dropChange = (store: ModelStore, at: number) =>
  step(store, { changes: store.getState().changes.filter((_, i) => i !== at) });

export const understood = (store: ModelStore, noValve = false) => store.setState({ clicked: null, noValve });

export const openScenario = (
  store: ModelStore,
  scenario: NonNullable<Model["scenario"]>,
  changes: readonly ScenarioChange[],
) =>
  store.setState({
    ...NO_WORK,
    mode: "scenario",
    scenario,
    area: scenario.area,
    changes,
    past: [],
    result: null,
    clicked: null,
  });

export const nameScenario = (store: ModelStore, scenario: Model["scenario"]) => store.setState({ scenario });

/** @returns whether there was a step to take back */
export function undoStep(store: ModelStore): boolean {
  const { past } = store.getState();
  const last = past.at(-1);
  if (!last) return false;
  store.setState({ ...last, past: past.slice(0, -1), clicked: null, isDrawing: false, lineFrom: null });
  return true;
}

export const tellArea = (store: ModelStore, area: string | null) => store.setState({ area });

export const tellResult = (store: ModelStore, result: ModelResult | null) => store.setState({ result });
