import type { TileStore } from "#api/tiles.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";
import type { Scene, TileSources } from "#layers/layer.ts";
import { type AreaTree, areaTree } from "#lib/area-tree.ts";
import { NO_BADGES } from "#lib/badge-mesh.ts";
import { NO_CLUSTERS } from "#lib/cluster-view.ts";
import type { Network } from "#lib/network-tile.ts";
import { pipeStates, StateBytes, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { choicesOf } from "#state/view.ts";
import { THEMES } from "#theme/tokens.ts";
import type { Graphics } from "./graphics.ts";
import type { paintLive } from "./live-paint.ts";
import type { Chosen, MapInput } from "./map-input.ts";
import type { openStations } from "./open-stations.ts";

/** The network of one snapshot, its bytes as nothing is known yet. */
export const networkOf = (tiles: TileStore, { numbers, bounds, snapshot }: MapInput["mapConfig"]): Network => ({
  version: snapshot,
  bounds,
  minZoom: TILE_MIN_ZOOM,
  maxZoom: TILE_MAX_ZOOM,
  load: tiles.network,
  pipeStates: pipeStates(numbers.pipes),
  painted: { by: "level" },
  tagStates: new StateBytes(numbers.tags, UNKNOWN_STATE),
  stationStates: new StateBytes(numbers.stations, UNKNOWN_STATE),
  clusters: { view: NO_CLUSTERS },
  badges: { view: NO_BADGES },
});

/** Remembers the tree of a list of areas for as long as the list is the same. */
export function treeKeeper() {
  let last: { areas: MapInput["areas"]; root: string; tree: AreaTree } | null = null;
  return ({ areas, root }: MapInput): AreaTree => {
    if (last?.areas !== areas || last.root !== root) last = { areas, root, tree: areaTree(areas, root) };
    return last.tree;
  };
}

/** A wall of 3840 pixels draws twice as big; a smaller one less, so that its map is not buried under its marks. */
const wallScale = (width: number) => Math.min(2, Math.max(1, width / 1920));
export const scaleOf = (wall: boolean, { clientWidth }: HTMLElement) => (wall ? wallScale(clientWidth) : 1);

export interface Parts {
  readonly container: HTMLElement;
  readonly base: Scene["base"];
  readonly sources: TileSources;
  readonly network: Network;
  readonly chosen: Chosen;
  readonly live: ReturnType<typeof paintLive>;
  readonly stations: ReturnType<typeof openStations>;
  readonly graphics: Graphics;
}

/** Everything the map draws, from what it was given and what it keeps. */
export function sceneOf(
  input: MapInput,
  areas: AreaTree,
  { base, sources, network, chosen, live, stations, graphics, container }: Parts,
): Scene {
  const view = input.view.getState();
  const { area, visible, opacity, pipeWidths, pipeFilter, wall } = view;
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
    circles: input.circles ?? null,
    hexes: input.hexes ?? null,
    areaSums: input.areaSums ?? null,
    alarmBadges: input.alarmBadges ?? null,
    cameras: input.cameras ?? null,
    hazards: input.hazards ?? null,
    ways: input.ways ?? null,
    filters: choicesOf(view),
    pipeWidths,
    pipeFilter,
    reduced: graphics.reduced(),
    network,
    isFeedLost: live.isFeedLost(),
    values: live.labels(),
    clusters: stations.clusters(),
    selectedStation: chosen.station,
    selectedPipe: chosen.pipe,
  };
}
