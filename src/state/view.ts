import { createStore } from "zustand/vanilla";
import type { AreaMeasure, OverviewQuery } from "#contract/overview.ts";
import type { ColorBy, PipeFilter } from "#contract/pipe-classes.ts";

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

/** Which numbers are narrowed by a click on a chart; the same on the map. */
export type Filters = Omit<OverviewQuery, "area" | "enterprise">;

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
  /** Which pipes are drawn and counted, beside what `filters` says. */
  readonly pipeFilter: PipeFilter;
  /** Open panel by id ("overview", "layers", "account" …); null = folded away. */
  readonly panel: string | null;
  readonly wall: boolean;
}

export const createViewStore = (initial: View) => createStore<View>(() => initial);
export type ViewStore = ReturnType<typeof createViewStore>;

/** Drills to an area; what was selected elsewhere is let go, and the camera fits the area. */
export const drillTo = (store: ViewStore, area: string | null, enterprise: string | null = null) =>
  store.setState({ area, enterprise, selection: null, camera: null, panel: "overview" });

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

/** A second click on the same part takes the filter off again. */
export const toggleFilter = <K extends keyof Filters>(store: ViewStore, key: K, value: NonNullable<Filters[K]>) =>
  store.setState(({ filters }) => {
    const { [key]: before, ...rest } = filters;
    return { filters: before === value ? rest : { ...rest, [key]: value } };
  });

export const clearFilters = (store: ViewStore) => store.setState({ filters: {} });

export const openPanel = (store: ViewStore, panel: string | null) => store.setState({ panel });

export const colorPipesBy = (store: ViewStore, colorBy: ColorBy) => store.setState({ colorBy });

export const filterPipes = (store: ViewStore, pipeFilter: PipeFilter) => store.setState({ pipeFilter });
