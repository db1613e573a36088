import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError } from "#api/api-error.ts";
import { createColumnStore } from "#api/columns.ts";
import { createTileStore, type TileStore } from "#api/tiles.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import { DECK_LAYER_IDS, LAYERS } from "#layers/index.ts";
import type { Scene, TileSources } from "#layers/layer.ts";
import { type AreaTree, areaTree } from "#lib/area-tree.ts";
import type { Network } from "#lib/network-tile.ts";
import { pipeStates, SELECTED, StateBytes, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { choicesOf } from "#state/view.ts";
import { THEMES } from "#theme/tokens.ts";
import type { ReadyBase } from "./base.ts";
import { createCameraKeeper } from "./camera.ts";
import { createMapLibreEngine } from "./engine.ts";
import type { CameraAt, EngineListeners, EngineOptions, MapEngine } from "./engine-types.ts";
import { createHost } from "./host.ts";
import { latestPerFrame } from "./latest.ts";
import { paintLive } from "./live-paint.ts";
import type { Chosen, MapInput, MapProblem } from "./map-input.ts";
import { openStations } from "./open-stations.ts";
import { paintPipes } from "./pipe-paint.ts";
import { createPointer } from "./pointer.ts";
import { openTiles } from "./tile-protocol.ts";
import { watchScreen } from "./watch-screen.ts";

const NO_PADDING = { top: 0, right: 0, bottom: 0, left: 0 };
/** Pixels left free around what is fitted. */
const MARGIN = 32;
const NOTHING_CHOSEN: Chosen = { station: null, pipe: null, pipeSeq: null };

type Tell = (kind: MapProblem["kind"], cause: unknown) => void;

/** Where the camera stands right now: for the scale bar, which moves with it. */
export type PlaceStore = StoreApi<{ readonly at: CameraAt | null }>;

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

const networkOf = (tiles: TileStore, { numbers, bounds, snapshot }: MapInput["mapConfig"]): Network => ({
  version: snapshot,
  bounds,
  minZoom: TILE_MIN_ZOOM,
  maxZoom: TILE_MAX_ZOOM,
  load: tiles.network,
  pipeStates: pipeStates(numbers.pipes),
  tagStates: new StateBytes(numbers.tags, UNKNOWN_STATE),
  stationStates: new StateBytes(numbers.stations, UNKNOWN_STATE),
});

/** Remembers the tree of a list of areas for as long as the list is the same. */
function treeKeeper() {
  let last: { areas: MapInput["areas"]; root: string; tree: AreaTree } | null = null;
  return ({ areas, root }: MapInput): AreaTree => {
    if (last?.areas !== areas || last.root !== root) last = { areas, root, tree: areaTree(areas, root) };
    return last.tree;
  };
}

const motion = () => matchMedia("(prefers-reduced-motion: reduce)");

interface Outgoing {
  readonly container: HTMLElement;
  readonly place: PlaceStore;
  readonly look: (at: CameraAt | null) => void;
  readonly camera: ReturnType<typeof createCameraKeeper>;
  readonly live: ReturnType<typeof paintLive>;
  readonly pointer: ReturnType<typeof createPointer>;
  readonly tell: Tell;
}

/** What the engine says, and who hears it. */
const listenersOf = ({
  container,
  place,
  look,
  camera,
  live,
  pointer,
  tell,
}: Outgoing): Omit<EngineListeners, "lost"> => ({
  move: (at) => place.setState({ at }),
  moveEnd: (at, byHand) => {
    look(at);
    camera.moved(at, byHand);
    live.relabel();
  },
  pointer: pointer.point,
  click: pointer.click,
  settled: (isSettled) => {
    container.dataset.settled = String(isSettled);
    if (!isSettled) return;
    live.relabel();
    container.dispatchEvent(new CustomEvent("map-settled", { bubbles: true }));
  },
  error: (error) => {
    // Tiles tell of themselves, once for all.
    if (!(error instanceof ApiError)) tell("draw", error);
  },
});

const cameraOf = (first: MapInput, engine: () => MapEngine | null, now: () => MapInput, tree: () => AreaTree) =>
  createCameraKeeper({
    view: first.view,
    events: first.camera,
    engine,
    areas: tree,
    enterpriseBox: () => now().enterprise?.bbox ?? null,
    padding: () => withMargin(now().padding ?? NO_PADDING),
    isCalm: () => motion().matches,
  });

interface HostInput extends Pick<EngineOptions, "style" | "isBusy"> {
  readonly on: Omit<EngineListeners, "lost">;
  readonly pointer: Outgoing["pointer"];
  readonly camera: Outgoing["camera"];
  readonly tell: Tell;
  readonly input: () => MapInput;
}

const hostOf = (container: HTMLElement, { style, isBusy, on, pointer, camera, tell, input }: HostInput) =>
  createHost({
    container,
    layers: LAYERS,
    build: (box, where, lost) =>
      createMapLibreEngine({
        container: box,
        style,
        paintOrder: LAYERS.map((layer) => layer.id),
        deckOrder: DECK_LAYER_IDS,
        camera: where ?? camera.first(),
        title: input().words("map.canvas"),
        isBusy,
        on: { ...on, lost },
      }),
    onFailed: (cause) => tell("no_webgl", cause),
    onRebuilt: () => {
      tell("no_webgl", null);
      pointer.forget();
    },
  });

/**
 * The map of one snapshot on one base. Everything React knows comes in by `update`; what a person does goes out through the stores.
 * @param container an empty element, which the map fills; it carries `data-settled`
 */
export function createMapController(container: HTMLElement, first: MapInput, { style, base }: ReadyBase) {
  let input = first;
  let chosen = NOTHING_CHOSEN;
  const treeOf = treeKeeper();
  const tell: Tell = (kind, cause) => input.onProblem(kind, cause === null ? null : { kind, error: asError(cause) });
  const place: PlaceStore = createStore(() => ({ at: null }));
  const tiles = createTileStore({ version: first.mapConfig.snapshot, onProblem: (problem) => tell("tiles", problem) });
  const columns = createColumnStore({
    version: first.mapConfig.snapshot,
    numbers: first.mapConfig.numbers,
    onProblem: (problem) => tell("columns", problem),
  });
  const { sources, close } = openTiles(tiles);
  const network = networkOf(tiles, first.mapConfig);
  const engine = () => host.engine();
  const scene = () =>
    sceneOf(input, treeOf(input), { base, sources, network, chosen, live, stations, paint, container });
  const render = latestPerFrame<null>(() => host.show(scene()));

  const camera = cameraOf(
    first,
    engine,
    () => input,
    () => treeOf(input),
  );
  const at = () => engine()?.camera() ?? null;
  const look = (where: CameraAt | null) => {
    first.inView?.setState({ at: where && { bounds: where.bounds, zoom: where.zoom } });
    if (where) paint.look(where.zoom);
  };
  const live = paintLive({ live: first.live, network, peek: tiles.peek, camera: at, onChange: () => render(null) });
  const { view, hover } = first;
  const stations = openStations({
    live: first.live,
    view,
    network,
    columns,
    camera: at,
    scale: () => scaleOf(view.getState().wall, container),
    onMove: (run) => place.subscribe(run),
    onChange: () => render(null),
    onProblem: (cause) => tell("stations", cause),
  });
  const paint = paintPipes({
    view,
    chosen: first.chosenPipes,
    network,
    columns,
    onChange: () => render(null),
  });
  const onUnresolved = (error: unknown) => tell("resolve", error);
  const pointer = createPointer({
    view,
    hover,
    engine,
    scene,
    version: network.version,
    approach: (bbox) => first.camera.say({ kind: "fit", bbox }),
    onUnresolved,
  });
  const on = listenersOf({ container, place, look, camera, live, pointer, tell });
  const host = hostOf(container, { style, isBusy: tiles.isBusy, on, pointer, tell, camera, input: () => input });
  const stops = [
    view.subscribe(() => render(null)),
    first.highlight?.subscribe(({ area }) => engine()?.hoverArea(area)) ?? (() => {}),
    network.pipeStates.listen(() => engine()?.redraw()),
    network.tagStates.listen(() => engine()?.redraw()),
    network.stationStates.listen(() => engine()?.redraw()),
    watchScreen(container, { host, onResize: camera.resized, onEnter: (where) => pointer.click(where, false) }),
    camera.stop,
    live.stop,
    stations.stop,
    paint.stop,
    host.close,
    close,
  ];
  host.open();
  host.show(scene());
  camera.begin();
  place.setState({ at: at() });
  look(at());

  return {
    place,
    update: (next: MapInput, nextChosen: Chosen) => {
      const before = input;
      input = next;
      network.pipeStates.move(SELECTED, chosen.pipeSeq, nextChosen.pipeSeq);
      chosen = nextChosen;
      if (before.areas !== next.areas || before.enterprise?.bbox !== next.enterprise?.bbox) camera.boxesCame();
      render(null);
    },
    zoomBy: (step: number) => engine()?.zoomBy(step, !motion().matches),
    destroy: () => {
      for (const stop of stops) stop();
      look(null);
    },
  };
}
export type MapController = ReturnType<typeof createMapController>;

const withMargin = (padding: typeof NO_PADDING | NonNullable<MapInput["padding"]>) => ({
  top: (padding.top ?? 0) + MARGIN,
  right: (padding.right ?? 0) + MARGIN,
  bottom: (padding.bottom ?? 0) + MARGIN,
  left: (padding.left ?? 0) + MARGIN,
});

/** A wall of 3840 pixels draws twice as big; a smaller one less, so that its map is not buried under its marks. */
const wallScale = (width: number) => Math.min(2, Math.max(1, width / 1920));
const scaleOf = (wall: boolean, { clientWidth }: HTMLElement) => (wall ? wallScale(clientWidth) : 1);

interface Parts {
  readonly container: HTMLElement;
  readonly base: Scene["base"];
  readonly sources: TileSources;
  readonly network: Network;
  readonly chosen: Chosen;
  readonly live: ReturnType<typeof paintLive>;
  readonly stations: ReturnType<typeof openStations>;
  readonly paint: ReturnType<typeof paintPipes>;
}

function sceneOf(
  input: MapInput,
  areas: AreaTree,
  { base, sources, network, chosen, live, stations, paint, container }: Parts,
): Scene {
  const view = input.view.getState();
  const { area, visible, opacity, colorBy, pipeFilter, wall } = view;
  return {
    theme: THEMES[input.theme],
    words: input.words,
    scale: scaleOf(wall, container),
    visible,
    opacity,
    base,
    tiles: sources,
    areas,
    focus: area,
    enterpriseAreas: input.enterprise?.areas ?? null,
    fill: input.fill,
    areaSums: input.areaSums ?? null,
    filters: choicesOf(view),
    colorBy,
    pipeFilter,
    paintedBy: paint.paintedBy(),
    reduced: new Set(),
    isStreet: false,
    network,
    isFeedLost: live.isFeedLost(),
    values: live.labels(),
    clusters: stations.clusters(),
    selectedStation: chosen.station,
    selectedPipe: chosen.pipe,
  };
}
