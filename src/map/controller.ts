import { createStore } from "zustand/vanilla";
import { ApiError } from "#api/api-error.ts";
import { DECK_LAYER_IDS, DECK_SHADERS, LAYERS, LIVE_LAYER_IDS } from "#layers/index.ts";
import type { Scene } from "#layers/layer.ts";
import type { AreaTree } from "#lib/area-tree.ts";
import type { Network } from "#lib/network-tile.ts";
import { shownTiles } from "#lib/shown-tiles.ts";
import { SELECTED } from "#lib/state-bytes.ts";
import type { View } from "#state/view.ts";
import { askAhead } from "./ask-ahead.ts";
import type { ReadyBase } from "./base.ts";
import { badgePlaces, createBadgeKeeper } from "./badge-keeper.ts";
import { createCameraKeeper, withMargin } from "./camera.ts";
import { createMapLibreEngine } from "./engine.ts";
import type { CameraAt, EngineListeners, EngineOptions, MapEngine } from "./engine-types.ts";
import type { Graphics } from "./graphics.ts";
import { createHost } from "./host.ts";
import { type KeeperInput, lookOf, openData, openKeepers, type PlaceStore, type Tell } from "./keepers.ts";
import { latestPerFrame } from "./latest.ts";
import type { paintLive } from "./live-paint.ts";
import type { Chosen, MapInput } from "./map-input.ts";
import { diverted } from "./modes/divert.ts";
import { createPointer } from "./pointer.ts";
import { sceneOf, treeKeeper } from "./scene-of.ts";
import { watchScreen } from "./watch-screen.ts";

const NOTHING_CHOSEN: Chosen = { station: null, pipe: null, pipeSeq: null };

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

const motion = () => matchMedia("(prefers-reduced-motion: reduce)");

interface Outgoing {
  readonly container: HTMLElement;
  readonly place: PlaceStore;
  readonly look: (at: CameraAt | null) => void;
  readonly ask: (at: CameraAt) => void;
  /** Nothing is to be drawn just now: time for what is needed later. */
  readonly prepare: () => void;
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
  ask,
  prepare,
  camera,
  live,
  pointer,
  graphics,
  tell,
}: Outgoing): Omit<EngineListeners, "lost"> => ({
  move: (at) => {
    // Asked for at once, not when the next frame is drawn: that may be late.
    ask(at);
    place.setState({ at });
  },
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
    prepare();
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
    padding: () => withMargin(now().padding),
    isCalm: () => motion().matches,
  });

interface HostInput extends Pick<EngineOptions, "style" | "isBusy" | "isAwaited"> {
  readonly on: Omit<EngineListeners, "lost">;
  readonly pointer: Outgoing["pointer"];
  readonly camera: Outgoing["camera"];
  readonly graphics: Graphics;
  readonly tell: Tell;
  readonly input: () => MapInput;
}

const hostOf = (
  container: HTMLElement,
  { style, isBusy, isAwaited, on, pointer, camera, graphics, tell, input }: HostInput,
) =>
  createHost({
    container,
    layers: LAYERS,
    build: (box, where, lost) =>
      createMapLibreEngine({
        container: box,
        style,
        paintOrder: LAYERS.map((layer) => layer.id),
        deckOrder: DECK_LAYER_IDS,
        shaders: DECK_SHADERS,
        liveLayers: LIVE_LAYER_IDS,
        camera: where ?? camera.first(),
        title: input().words("map.canvas"),
        isBusy,
        isAwaited,
        on: { ...on, lost },
      }),
    onFailed: (cause) => tell("no_webgl", cause),
    onRebuilt: () => {
      tell("no_webgl", null);
      pointer.forget();
      graphics.built();
    },
  });

interface PointerParts extends Pick<KeeperInput, "engine" | "tell"> {
  readonly scene: () => Scene;
  readonly network: Network;
  readonly graphics: Graphics;
}

const openPointer = (
  { view, hover, camera, model }: MapInput,
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
    ...(model ? { divert: diverted(model) } : {}),
    onUnresolved: (error) => tell("resolve", error),
  });

/** Whether layers may be others than before: what colours pipes is read while they are drawn. */
const drawsOtherwise = (now: View, before: View): boolean =>
  (Object.keys(now) as (keyof View)[]).some((key) => key !== "colorBy" && now[key] !== before[key]);

/** What is drawn anew when a store or the bytes of the network change. */
const watchers = (
  { view, highlight }: MapInput,
  { engine, network, onChange }: Pick<KeeperInput, "engine" | "onChange"> & { readonly network: Network },
): (() => void)[] => [
  view.subscribe((now, before) => {
    if (drawsOtherwise(now, before)) onChange();
  }),
  highlight?.subscribe(({ area }) => engine()?.hoverArea(area)) ?? (() => {}),
  ...[network.pipeStates, shownTiles(network)].map((s) => s.listen(() => engine()?.redraw())),
  ...[network.tagStates, network.stationStates].map((s) => s.listen(() => engine()?.redrawLive())),
];

const stopAll = (stops: readonly (() => void)[]): void => {
  for (const stop of stops) stop();
};

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
  const places = () => badgePlaces(input, keepers.stations.clusters(), container);
  const badges = createBadgeKeeper(network.badges, places, () => engine()?.redrawLive());
  const render = latestPerFrame<null>(() => {
    badges.look();
    host.show(scene());
  });
  const onChange = () => render(null);
  const keepers = openKeepers({ first, container, data, place, engine, tell, onChange });
  const { live, graphics, stations } = keepers;
  const now = () => input;
  const camera = cameraOf(first, engine, now, () => treeOf(input));
  const look = lookOf(first, keepers);
  const pointer = openPointer(first, { engine, scene, network, graphics, tell });
  const ask = askAhead(data);
  const { prepare } = stations;
  const parts = { container, place, look, ask: ask.of, prepare, camera, live, pointer, graphics, tell };
  const host = hostOf(container, {
    ...parts,
    style,
    isBusy: data.tiles.isBusy,
    isAwaited: () => data.tiles.isBusy() || stations.isBusy(),
    on: listenersOf(parts),
    input: now,
  });
  const stops = [
    ...watchers(first, { engine, network, onChange }),
    watchScreen(container, { host, onResize: camera.resized, onEnter: (where) => pointer.click(where, false) }),
    camera.stop,
    ...keepers.stops,
    host.close,
    data.close,
    () => look(null),
  ];
  ask.first(camera.first(), container);
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
      badges.look();
      if (before.areas !== next.areas || before.enterprise?.bbox !== next.enterprise?.bbox) camera.boxesCame();
      onChange();
    },
    zoomBy: (step: number) => engine()?.zoomBy(step, !motion().matches),
    destroy: () => stopAll(stops),
  };
}
export type MapController = ReturnType<typeof createMapController>;
