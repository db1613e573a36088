import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiError } from "#api/api-error.ts";
import { createColumnStore } from "#api/columns.ts";
import { createTileStore } from "#api/tiles.ts";
import { DECK_LAYER_IDS, LAYERS } from "#layers/index.ts";
import type { Scene } from "#layers/layer.ts";
import type { AreaTree } from "#lib/area-tree.ts";
import type { Network } from "#lib/network-tile.ts";
import { SELECTED } from "#lib/state-bytes.ts";
import type { ReadyBase } from "./base.ts";
import { createCameraKeeper } from "./camera.ts";
import { createMapLibreEngine } from "./engine.ts";
import type { CameraAt, EngineListeners, EngineOptions, MapEngine } from "./engine-types.ts";
import { createGraphics, type Graphics } from "./graphics.ts";
import { createHost } from "./host.ts";
import { latestPerFrame } from "./latest.ts";
import { paintLive } from "./live-paint.ts";
import type { Chosen, MapInput, MapProblem } from "./map-input.ts";
import { openStations } from "./open-stations.ts";
import { paintPipes } from "./pipe-paint.ts";
import { createPointer } from "./pointer.ts";
import { networkOf, scaleOf, sceneOf, treeKeeper } from "./scene-of.ts";
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

const motion = () => matchMedia("(prefers-reduced-motion: reduce)");

interface Outgoing {
  readonly container: HTMLElement;
  readonly place: PlaceStore;
  readonly look: (at: CameraAt | null) => void;
  readonly camera: ReturnType<typeof createCameraKeeper>;
  readonly live: ReturnType<typeof paintLive>;
  readonly pointer: ReturnType<typeof createPointer>;
  readonly graphics: Graphics;
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
  graphics,
  tell,
}: Outgoing): Omit<EngineListeners, "lost"> => ({
  move: (at) => place.setState({ at }),
  moveEnd: (at, byHand) => {
    look(at);
    camera.moved(at, byHand);
    live.relabel();
  },
  frame: graphics.frame,
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
  readonly graphics: Graphics;
  readonly tell: Tell;
  readonly input: () => MapInput;
}

const hostOf = (container: HTMLElement, { style, isBusy, on, pointer, camera, graphics, tell, input }: HostInput) =>
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
      graphics.built();
    },
  });

/** Where all that is drawn of one snapshot comes from. */
function openData({ mapConfig }: MapInput, tell: Tell) {
  const { snapshot: version, numbers } = mapConfig;
  const tiles = createTileStore({ version, onProblem: (problem) => tell("tiles", problem) });
  const columns = createColumnStore({ version, numbers, onProblem: (problem) => tell("columns", problem) });
  return { tiles, columns, network: networkOf(tiles, mapConfig), ...openTiles(tiles) };
}

interface KeeperInput {
  readonly first: MapInput;
  readonly container: HTMLElement;
  readonly data: ReturnType<typeof openData>;
  readonly place: PlaceStore;
  readonly engine: () => MapEngine | null;
  readonly tell: Tell;
  readonly onChange: () => void;
}

/** What follows the stores and keeps the network's bytes, labels and clusters as they say. */
function openKeepers({ first, container, data, place, engine, tell, onChange }: KeeperInput) {
  const { tiles, columns, network } = data;
  const { view, live: store } = first;
  const camera = () => engine()?.camera() ?? null;
  const live = paintLive({ live: store, network, peek: tiles.peek, camera, onChange });
  const stations = openStations({
    live: store,
    view,
    network,
    numbers: first.mapConfig.numbers,
    camera,
    scale: () => scaleOf(view.getState().wall, container),
    onMove: (run) => place.subscribe(run),
    onChange,
    onProblem: (cause) => tell("stations", cause),
  });
  const paint = paintPipes({ view, chosen: first.chosenPipes, network, columns, onChange });
  const graphics = createGraphics({ inView: first.inView, engine, onChange });
  return { live, stations, paint, graphics, stops: [live.stop, stations.stop, paint.stop] };
}

/** Tells what is in view, to those inside who have to know and to the legend. */
const lookOf =
  ({ inView }: MapInput, { paint, graphics }: Pick<ReturnType<typeof openKeepers>, "paint" | "graphics">) =>
  (where: CameraAt | null) => {
    inView?.setState({ at: where && { bounds: where.bounds, zoom: where.zoom } });
    if (where) paint.look(where.zoom);
    if (where) graphics.look(where.zoom);
  };

interface PointerParts extends Pick<KeeperInput, "engine" | "tell"> {
  readonly scene: () => Scene;
  readonly network: Network;
  readonly graphics: Graphics;
}

const openPointer = (
  { view, hover, camera }: MapInput,
  { engine, scene, network, graphics, tell }: PointerParts,
): ReturnType<typeof createPointer> =>
  createPointer({
    view,
    hover,
    engine,
    scene,
    version: network.version,
    restMs: graphics.restMs,
    approach: (bbox) => camera.say({ kind: "fit", bbox }),
    onUnresolved: (error) => tell("resolve", error),
  });

/** What is drawn anew when a store or the bytes of the network change. */
const watchers = (
  { view, highlight }: MapInput,
  { engine, network, onChange }: Pick<KeeperInput, "engine" | "onChange"> & { readonly network: Network },
): (() => void)[] => [
  view.subscribe(onChange),
  highlight?.subscribe(({ area }) => engine()?.hoverArea(area)) ?? (() => {}),
  ...[network.pipeStates, network.tagStates, network.stationStates].map((s) => s.listen(() => engine()?.redraw())),
];

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
  const data = openData(first, tell);
  const { network, sources } = data;
  const engine = () => host.engine();
  const scene = () => sceneOf(input, treeOf(input), { base, sources, network, chosen, container, ...keepers });
  const render = latestPerFrame<null>(() => host.show(scene()));
  const onChange = () => render(null);
  const keepers = openKeepers({ first, container, data, place, engine, tell, onChange });
  const { live, graphics } = keepers;
  const camera = cameraOf(
    first,
    engine,
    () => input,
    () => treeOf(input),
  );
  const look = lookOf(first, keepers);
  const pointer = openPointer(first, { engine, scene, network, graphics, tell });
  const on = listenersOf({ container, place, look, camera, live, pointer, graphics, tell });
  const host = hostOf(container, {
    style,
    isBusy: data.tiles.isBusy,
    on,
    pointer,
    graphics,
    tell,
    camera,
    input: () => input,
  });
  const stops = [
    ...watchers(first, { engine, network, onChange }),
    watchScreen(container, { host, onResize: camera.resized, onEnter: (where) => pointer.click(where, false) }),
    camera.stop,
    ...keepers.stops,
    host.close,
    data.close,
  ];
  host.open();
  graphics.built();
  host.show(scene());
  camera.begin();
  place.setState({ at: engine()?.camera() ?? null });
  look(place.getState().at);

  return {
    place,
    update: (next: MapInput, nextChosen: Chosen) => {
      const before = input;
      input = next;
      network.pipeStates.move(SELECTED, chosen.pipeSeq, nextChosen.pipeSeq);
      chosen = nextChosen;
      if (before.areas !== next.areas || before.enterprise?.bbox !== next.enterprise?.bbox) camera.boxesCame();
      onChange();
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
