import { createStore } from "zustand/vanilla";
import { GAS_KINDS, MATERIALS, PRESSURE_LEVELS, type StationKind } from "#contract/gas.ts";
import type { AreaMeasure, OverviewQuery } from "#contract/overview.ts";
import { type ColorBy, NO_FILTER, type PipeFilter } from "#contract/pipe-classes.ts";
import { toggleClass } from "#lib/pipe-filter.ts";
import type { PipeWidths } from "#lib/stroke.ts";
import type { AlarmView } from "./alarm-view.ts";
import type { StatisticsView } from "./statistics.ts";
import type { SuperviseView } from "./supervise.ts";
import { MOST_TRENDS, NO_TREND, type Trend } from "./trend.ts";
import type { VideoView } from "./video.ts";

/** Where the camera stands. Degrees; zoom as in MapLibre. */
export interface Camera {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
}

export interface Selection {
  readonly kind: "station" | "pipe" | "enterprise";
  readonly id: string;
}

/** What narrows stations alone; what narrows pipes is `pipeFilter`, whether it was set in a chart or in the legend of the map. */
export type Filters = Pick<OverviewQuery, "stationKind">;

/** Everything the overview's numbers are narrowed by. */
export type Choices = Omit<OverviewQuery, "area" | "enterprise">;

/** Everything a shared link brings back, and nothing else. */
export interface View {
  /** Code of the area drilled to; null = the top of what the person may see. */
  readonly area: string | null;
  /** Enterprise drilled to, below its county. */
  readonly enterprise: string | null;
  /** null = fit to the area. */
  readonly camera: Camera | null;
  readonly selection: Selection | null;
  readonly visible: ReadonlySet<string>;
  /** Layer id → 0…1; a layer not named is opaque. */
  readonly opacity: Readonly<Record<string, number>>;
  readonly fill: AreaMeasure | null;
  readonly filters: Filters;
  /** What the hue of pipes tells. */
  readonly colorBy: ColorBy;
  readonly pipeWidths: PipeWidths;
  /** Which pipes are drawn and counted. Its level, material and gas narrow the overview too: one home, so that chart and map agree. */
  readonly pipeFilter: PipeFilter;
  /** Open panel by id ("overview", "layers", "account" …); null = folded away. */
  readonly panel: string | null;
  readonly wall: boolean;
  /** Which cameras are watched. */
  readonly video: VideoView;
  /** Which alarms are listed, and which one is open. */
  readonly alarms: AlarmView;
  /** What the history panel draws. */
  readonly trend: Trend;
  /** A saved scenario to be opened in the analysis panel. */
  readonly scenario?: string | null;
  /** What the statistics page asks; undefined = as it begins. */
  readonly statistics?: StatisticsView | undefined;
  /** What is seen of field work; undefined = as it begins. */
  readonly supervise?: SuperviseView | undefined;
  /** The moment of the past that all screens show, ms since 1970, whole minutes; null = live. */
  readonly time: number | null;
  /** Whether the past shows where inspectors were; asked for by a person, because reading it is audited. */
  readonly ways?: boolean;
}

export const createViewStore = (initial: View) => createStore<View>(() => initial);
export type ViewStore = ReturnType<typeof createViewStore>;

/** Drills to an area; what was selected elsewhere is let go, and the camera fits the area. */
export const drillTo = (store: ViewStore, area: string | null, enterprise: string | null = null) =>
  store.setState(({ panel }) => ({
    area,
    enterprise,
    selection: null,
    camera: null,
    // Who reads statistics or field work goes on reading, of the place now.
    panel: panel === "statistics" || panel === "supervise" ? panel : "overview",
  }));

export const select = (store: ViewStore, selection: Selection | null) =>
  store.setState({ selection, ...(selection ? { panel: selection.kind } : {}) });

export const moveCamera = (store: ViewStore, camera: Camera) => store.setState({ camera });

export const toggleLayer = (store: ViewStore, id: string) =>
  store.setState(({ visible }) => {
    const next = new Set(visible);
    if (!next.delete(id)) next.add(id);
    return { visible: next };
  });

export const setOpacity = (store: ViewStore, id: string, opacity: number) =>
  store.setState((view) => ({ opacity: { ...view.opacity, [id]: opacity } }));

export const fillAreasBy = (store: ViewStore, fill: AreaMeasure | null) => store.setState({ fill });

/** A second click on the same kind takes the filter off again. */
export const toggleStationKind = (store: ViewStore, kind: StationKind) =>
  store.setState(({ filters }) => ({ filters: filters.stationKind === kind ? {} : { stationKind: kind } }));

/** A click on a class, in a chart or in the legend. */
export const togglePipeClass = (store: ViewStore, by: ColorBy, k: number) =>
  store.setState(({ pipeFilter }) => ({ pipeFilter: toggleClass(pipeFilter, by, k) }));

export const clearFilters = (store: ViewStore) => store.setState({ filters: {}, pipeFilter: NO_FILTER });

/** The one member of a list that is on; undefined when all or several are. */
const single = <T>(list: readonly T[], classes: readonly number[] | undefined): T | undefined =>
  classes?.length === 1 ? list[classes[0] ?? -1] : undefined;

/** What of the filters the overview understands: of level, material and gas one each. */
export function choicesOf({ filters, pipeFilter }: Pick<View, "filters" | "pipeFilter">): Choices {
  const known = choices.get(filters);
  if (known?.of === pipeFilter) return known.are;
  const are = chosenBy(filters, pipeFilter);
  choices.set(filters, { of: pipeFilter, are });
  return are;
}

/** The same object for the same filters: who draws with it draws nothing anew. */
const choices = new WeakMap<View["filters"], { readonly of: PipeFilter; readonly are: Choices }>();

function chosenBy(filters: View["filters"], { only }: PipeFilter): Choices {
  const level = single(PRESSURE_LEVELS, only.level);
  const material = single(MATERIALS, only.material);
  const gasKind = single(GAS_KINDS, only.gas);
  return { ...filters, ...(level && { level }), ...(material && { material }), ...(gasKind && { gasKind }) };
}

export const openPanel = (store: ViewStore, panel: string | null) => store.setState({ panel });

export const colorPipesBy = (store: ViewStore, colorBy: ColorBy) => store.setState({ colorBy });

export const drawPipes = (store: ViewStore, pipeWidths: PipeWidths) => store.setState({ pipeWidths });

export const filterPipes = (store: ViewStore, pipeFilter: PipeFilter) => store.setState({ pipeFilter });

/** Opens the history of a tag; `isBeside` keeps those that are drawn already. */
export const openHistory = (store: ViewStore, tag: string, isBeside = false) =>
  store.setState(({ trend }) => {
    const others = trend.tags.filter((id) => id !== tag);
    const tags = isBeside ? [...others.slice(0, MOST_TRENDS - 1), tag] : [tag];
    return { panel: "history", trend: { ...(isBeside ? trend : NO_TREND), tags } };
  });

export const setTrend = (store: ViewStore, change: Partial<Trend>) =>
  store.setState(({ trend }) => ({ trend: { ...trend, ...change } }));
