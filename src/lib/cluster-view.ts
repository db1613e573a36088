import { TAG_STATES } from "#contract/gas.ts";
import { type ClusterTree, COARSEST } from "./cluster-grid.ts";
import { fromWorld } from "./mercator.ts";
import type { FlatMesh } from "./network-tile.ts";
import { STATE_MASK } from "./state-bytes.ts";

const UNITS = 2 ** 32;
/** Tile units in the world's width at zoom 0. */
const EXTENT = 4096;

/** A box in the world, 0…1 from west to east and from north to south. */
export interface WorldBox {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

/** Clusters within a box, one element each; `states` has one for each of the eight values of a state's bits. */
export interface ClusterColumns {
  /** The zoom of the level, and the place in the world that `xy` counts from. */
  readonly zoom: number;
  readonly origin: readonly [number, number];
  /** x, y in tile units of that zoom. */
  readonly xy: Int16Array;
  readonly total: Uint32Array;
  /** How many stations of cluster c are in state s: `states[8 c + s]`. Together they are `total[c]`. */
  readonly states: Uint32Array;
  /** First and last + 1 of its members, by cluster. */
  readonly range: Uint32Array;
}

/** What the map shows: columns, triangles made of them, and the stations that the ranges name. */
export interface ClusterView extends ClusterColumns {
  readonly mesh: FlatMesh;
  readonly members: Uint32Array;
  /** x, y of every station there is, by its dense number: see StationColumns. */
  readonly place: Uint32Array;
  /** Places of the clusters, degrees; the same object as long as they stand where they are. */
  readonly spots: readonly (readonly [number, number])[];
}

/** What the layer of clusters draws: another view is another frame, and no new layer as long as they stand where they are. */
export interface ShownClusters {
  view: ClusterView;
}

/** No clusters. */
export const NO_CLUSTERS: ClusterView = {
  zoom: 0,
  origin: [0, 0],
  xy: new Int16Array(0),
  total: new Uint32Array(0),
  states: new Uint32Array(0),
  range: new Uint32Array(0),
  members: new Uint32Array(0),
  place: new Uint32Array(0),
  spots: [],
  mesh: { vertices: new Uint8Array(0), index: new Uint16Array(0) },
};

export const STATES = STATE_MASK + 1;
export const [NORMAL, WARNING, ALARM, STALE, OFFLINE, MAINTENANCE, SUSPECT] = TAG_STATES.map((_, i) => i) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/**
 * The clusters of a level within a box, counted by the state of their members.
 * @param states byte of each station; the low bits are its worst state
 */
export function clustersIn(tree: ClusterTree, zoom: number, box: WorldBox, states: Uint8Array): ClusterColumns {
  const level = tree.levels[zoom - COARSEST];
  const origin: [number, number] = [(box.west + box.east) / 2, (box.north + box.south) / 2];
  const found = level ? foundIn(level.place, box) : [];
  const perWorld = EXTENT * 2 ** zoom;
  const out = {
    zoom,
    origin,
    xy: new Int16Array(found.length * 2),
    total: new Uint32Array(found.length),
    states: new Uint32Array(found.length * STATES),
    range: new Uint32Array(found.length * 2),
  };
  if (!level) return out;
  found.forEach((cluster, i) => {
    const [from, to] = [level.offsets[cluster] as number, level.offsets[cluster + 1] as number];
    for (const axis of [0, 1] as const) {
      const at = ((level.place[2 * cluster + axis] as number) / UNITS - origin[axis]) * perWorld;
      out.xy[2 * i + axis] = Math.max(-32_768, Math.min(32_767, Math.round(at)));
    }
    out.total[i] = to - from;
    out.range.set([from, to], 2 * i);
    countStates(tree.members, from, to, states, out.states.subarray(i * STATES, (i + 1) * STATES));
  });
  return out;
}

function foundIn(place: Uint32Array, { west, north, east, south }: WorldBox): number[] {
  const [left, right, top, bottom] = [west * UNITS, east * UNITS, north * UNITS, south * UNITS];
  const found: number[] = [];
  for (let c = 0; 2 * c < place.length; c++) {
    const [x, y] = [place[2 * c] as number, place[2 * c + 1] as number];
    if (x >= left && x <= right && y >= top && y <= bottom) found.push(c);
  }
  return found;
}

function countStates(members: Uint32Array, from: number, to: number, states: Uint8Array, out: Uint32Array): void {
  for (let m = from; m < to; m++) {
    const state = (states[members[m] as number] ?? STATE_MASK) & STATE_MASK;
    out[state] = (out[state] as number) + 1;
  }
}

/** Where clusters stand, degrees. */
export const spotsOf = ({ zoom, origin, xy, total }: ClusterColumns): readonly (readonly [number, number])[] =>
  Array.from(total, (_, c) =>
    fromWorld(
      origin[0] + (xy[2 * c] as number) / (EXTENT * 2 ** zoom),
      origin[1] + (xy[2 * c + 1] as number) / (EXTENT * 2 ** zoom),
    ),
  );

/** Whether two views have the same clusters at the same places, whatever their states are. */
export const sameSpots = (a: ClusterColumns, b: ClusterColumns): boolean =>
  a.zoom === b.zoom && sameNumbers(a.origin, b.origin) && sameNumbers(a.range, b.range);

/** Where the members of a cluster lie, degrees; `west, south, east, north`. */
export function clusterBox({ range, members, place }: ClusterView, cluster: number): [number, number, number, number] {
  let [left, top, right, bottom] = [UNITS, UNITS, 0, 0];
  for (let m = range[2 * cluster] as number; m < (range[2 * cluster + 1] as number); m++) {
    const [x, y] = [place[2 * (members[m] as number)] as number, place[2 * (members[m] as number) + 1] as number];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return [...fromWorld(left / UNITS, bottom / UNITS), ...fromWorld(right / UNITS, top / UNITS)];
}

/** Counts as if no live frames had come: whatever was told last is no longer what is. */
export function asStale(states: Uint32Array): Uint32Array {
  const out = new Uint32Array(states.length);
  for (let i = 0; i < states.length; i++) {
    const state = i % STATES;
    const to = state === STATE_MASK ? i : i - state + STALE;
    out[to] = (out[to] as number) + (states[i] as number);
  }
  return out;
}

/** Whether two views show the same. */
export const sameClusters = (a: ClusterColumns, b: ClusterColumns): boolean =>
  sameSpots(a, b) && sameNumbers(a.states, b.states);

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
