import type { StoreApi } from "zustand/vanilla";
import { createColumnStore } from "#api/columns.ts";
import { createSolvedPressure } from "#api/solved-pressure.ts";
import { createTileStore } from "#api/tiles.ts";
import type { CameraAt, MapEngine } from "./engine-types.ts";
import { createGraphics } from "./graphics.ts";
import { paintLive } from "./live-paint.ts";
import type { MapInput, MapProblem } from "./map-input.ts";
import { openStations } from "./open-stations.ts";
import { paintPipes } from "./pipe-paint.ts";
import { networkOf, scaleOf } from "./scene-of.ts";
import { openTiles } from "./tile-protocol.ts";

/** Tells what keeps the map from showing what it should; `null` = over. */
export type Tell = (kind: MapProblem["kind"], cause: unknown) => void;

/** Where the camera stands right now: for the scale bar, which moves with it. */
export type PlaceStore = StoreApi<{ readonly at: CameraAt | null }>;

/** Where all that is drawn of one snapshot comes from. */
export function openData({ mapConfig }: MapInput, tell: Tell) {
  const { snapshot: version, numbers } = mapConfig;
  const tiles = createTileStore({ version, onProblem: (problem) => tell("tiles", problem) });
  const columns = createColumnStore({ version, numbers, onProblem: (problem) => tell("columns", problem) });
  return { tiles, columns, network: networkOf(tiles, mapConfig), ...openTiles(tiles) };
}

export interface KeeperInput {
  readonly first: MapInput;
  readonly container: HTMLElement;
  readonly data: ReturnType<typeof openData>;
  readonly place: PlaceStore;
  readonly engine: () => MapEngine | null;
  readonly tell: Tell;
  readonly onChange: () => void;
}

/** Solved pressures of the area looked at; of a wide one as far as its counties have been solved. */
function solvedAt({ view, root, mapConfig }: MapInput) {
  const solved = createSolvedPressure(mapConfig.snapshot, mapConfig.numbers.pipes);
  return {
    refresh: (signal: AbortSignal) => solved.refresh(view.getState().area ?? root, signal),
    bytes: solved.bytes,
  };
}

/** What follows the stores and keeps the network's bytes, labels and clusters as they say. */
export function openKeepers({ first, container, data, place, engine, tell, onChange }: KeeperInput) {
  const { tiles, columns, network } = data;
  const { view, live: store } = first;
  const camera = () => engine()?.camera() ?? null;
  const isPast = () => view.getState().time !== null;
  const live = paintLive({ live: store, network, peek: tiles.peek, camera, isPast, onChange });
  const stations = openStations({
    live: store,
    view,
    network,
    numbers: first.mapConfig.numbers,
    camera,
    scale: () => scaleOf(view.getState().wall, container),
    onMove: (run) => place.subscribe(run),
    onChange,
    onCounts: () => engine()?.redrawLive(),
    onProblem: (cause) => tell("stations", cause),
  });
  const paint = paintPipes({
    view,
    chosen: first.chosenPipes,
    model: first.model,
    solved: solvedAt(first),
    network,
    columns,
    onChange: () => engine()?.redraw(),
  });
  const graphics = createGraphics({ inView: first.inView, engine, onChange });
  return { live, stations, paint, graphics, stops: [live.stop, stations.stop, paint.stop] };
}

/** Tells what is in view, to those inside who have to know and to the legend. */
export const lookOf =
  ({ inView }: MapInput, { paint, graphics }: Pick<ReturnType<typeof openKeepers>, "paint" | "graphics">) =>
  (where: CameraAt | null) => {
    inView?.setState({ at: where && { bounds: where.bounds, zoom: where.zoom } });
    if (where) paint.look(where.zoom);
    if (where) graphics.look(where.zoom);
  };
