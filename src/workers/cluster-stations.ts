import { GAS_KINDS, type GasKind, STATION_KINDS, STATION_MIN_ZOOM, type StationKind } from "#contract/gas.ts";
import {
  COARSEST,
  type ClusterLevel,
  type ClusterTree,
  cellOf,
  cellUnits,
  FINEST,
  LATE_KINDS,
  type StationClusters,
  SMALL_KINDS,
} from "#lib/cluster-grid.ts";

/** Columns of the snapshot by dense number; all bits one where a station is out of the caller's sight. */
export interface StationColumns {
  /** x, y in units of 2^32 around the world. */
  readonly place: Uint32Array;
  readonly kind: Uint8Array;
  readonly gas: Uint8Array;
}

/** What narrows stations on the map. */
export interface StationFilter {
  readonly stationKind?: StationKind | undefined;
  readonly gasKind?: GasKind | undefined;
}

const OUT_OF_SIGHT = 255;
/** A crowd keeps this share of a cell off the symbol of a greater station, where it can: disc and symbol do not cover each other. */
const KEEP_OFF = 0.4;
/** A cluster stands where its members' middle is, this share of a cell off its cell's middle at most: neighbours do not touch. */
const FREE = 0.25;

/** Clusters of the small stations that are in sight and pass the filter, at every zoom; at any zoom each is in one of them. */
export function clusterStations(columns: StationColumns, filter: StationFilter): StationClusters {
  return { all: treeOf(columns, filter, SMALL_KINDS), late: treeOf(columns, filter, LATE_KINDS) };
}

/** The buffers of a result, to be handed over. */
export const clusterBuffers = ({ all, late }: StationClusters): Transferable[] =>
  [all, late].flatMap(({ members, levels }) => [
    members.buffer as ArrayBuffer,
    ...levels.flatMap(({ offsets, place }) => [offsets.buffer as ArrayBuffer, place.buffer as ArrayBuffer]),
  ]);

function treeOf(columns: StationColumns, filter: StationFilter, kinds: readonly StationKind[]): ClusterTree {
  const seqs = wanted(columns, filter, kinds);
  const keys = mortonKeys(columns.place, seqs);
  const order = sortedByKey(keys);
  const members = order.map((i) => seqs[i] as number);
  const sortedKeys = order.map((i) => keys[i] as number);
  const zooms = Array.from({ length: FINEST - COARSEST + 1 }, (_, i) => COARSEST + i);
  return { members, levels: zooms.map((zoom) => levelOf(columns, members, sortedKeys, zoom)) };
}

function wanted({ kind, gas }: StationColumns, filter: StationFilter, kinds: readonly StationKind[]): Uint32Array {
  const isWanted = new Uint8Array(256);
  for (const name of kinds)
    if (filter.stationKind === undefined || filter.stationKind === name) isWanted[STATION_KINDS.indexOf(name)] = 1;
  const onlyGas = filter.gasKind === undefined ? -1 : GAS_KINDS.indexOf(filter.gasKind);
  const out = new Uint32Array(kind.length);
  let count = 0;
  for (let seq = 0; seq < kind.length; seq++) {
    const isIn = kind[seq] !== OUT_OF_SIGHT && isWanted[kind[seq] as number] === 1;
    if (isIn && (onlyGas === -1 || gas[seq] === onlyGas)) out[count++] = seq;
  }
  return out.slice(0, count);
}

/** Bits of x and y in turn: the cells of each coarser zoom are runs of equal leading bits. */
function mortonKeys(place: Uint32Array, seqs: Uint32Array): Uint32Array {
  const keys = new Uint32Array(seqs.length);
  if (seqs.length === 0) return keys;
  let [west, north] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const seq of seqs) {
    west = Math.min(west, place[2 * seq] as number);
    north = Math.min(north, place[2 * seq + 1] as number);
  }
  // Counted from a corner of the coarsest grid, so that 16 bits do for any network narrower than half the world.
  const [left, top] = [west, north].map((units) => cellOf(units, COARSEST) * 2 ** (FINEST - COARSEST)) as [
    number,
    number,
  ];
  for (let i = 0; i < seqs.length; i++) {
    const seq = seqs[i] as number;
    const x = cellOf(place[2 * seq] as number, FINEST) - left;
    const y = cellOf(place[2 * seq + 1] as number, FINEST) - top;
    if (x > 0xffff || y > 0xffff) throw new Error("stations lie more than half the world apart");
    keys[i] = ((spread(y) << 1) | spread(x)) >>> 0;
  }
  return keys;
}

/** The 16 bits of a number with a zero between each two. */
function spread(n: number): number {
  let bits = (n | (n << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Places of the keys, least key first; equal keys as they came. */
function sortedByKey(keys: Uint32Array): Uint32Array {
  let order = Uint32Array.from(keys, (_, i) => i);
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(0x10001);
    const count = (bucket: number, by: number) => {
      starts[bucket] = (starts[bucket] as number) + by;
    };
    for (const key of keys) count(((key >>> shift) & 0xffff) + 1, 1);
    for (let i = 1; i < starts.length; i++) count(i, starts[i - 1] as number);
    const next = new Uint32Array(order.length);
    for (const i of order) {
      const bucket = ((keys[i] as number) >>> shift) & 0xffff;
      next[starts[bucket] as number] = i;
      count(bucket, 1);
    }
    order = next;
  }
  return order;
}

function levelOf(columns: StationColumns, members: Uint32Array, keys: Uint32Array, zoom: number): ClusterLevel {
  const { place } = columns;
  const starts: number[] = [];
  const shift = 2 * (FINEST - zoom);
  for (let i = 0; i < keys.length; i++)
    if (i === 0 || (keys[i] as number) >>> shift !== (keys[i - 1] as number) >>> shift) starts.push(i);
  const offsets = Uint32Array.from([...starts, members.length]);
  const places = new Uint32Array(starts.length * 2);
  const others = symbolsAt(columns, zoom);
  for (let c = 0; c < starts.length; c++) {
    const [from, to] = [offsets[c] as number, offsets[c + 1] as number];
    const first = members[from] as number;
    // A station alone is where it is.
    if (to - from === 1) places.set(place.subarray(2 * first, 2 * first + 2), 2 * c);
    else places.set(freePlace(meanOf(place, members.subarray(from, to)), zoom, others), 2 * c);
  }
  return { offsets, place: places };
}

function meanOf(place: Uint32Array, members: Uint32Array): Place {
  let [x, y] = [0, 0];
  for (const seq of members) {
    x += place[2 * seq] as number;
    y += place[2 * seq + 1] as number;
  }
  return [x / members.length, y / members.length];
}

type Place = readonly [number, number];
const cellKey = (x: number, y: number): number => x * 2 ** 18 + y;

/** Stations drawn as symbols at a zoom, x and y in turn, by each cell that they may stand in the way of: their own and its neighbours. */
function symbolsAt({ place, kind }: StationColumns, zoom: number): ReadonlyMap<number, readonly number[]> {
  const isDrawn = Uint8Array.from({ length: 256 }, (_, k) => {
    const name = STATION_KINDS[k];
    return name !== undefined && !SMALL_KINDS.includes(name) && STATION_MIN_ZOOM[name] <= zoom ? 1 : 0;
  });
  const found = new Map<number, number[]>();
  for (let seq = 0; seq < kind.length; seq++) {
    if (isDrawn[kind[seq] as number] !== 1) continue;
    const [x, y] = [place[2 * seq] as number, place[2 * seq + 1] as number];
    const [column, row] = [cellOf(x, zoom), cellOf(y, zoom)];
    for (const dx of [-1, 0, 1])
      for (const dy of [-1, 0, 1]) {
        const key = cellKey(column + dx, row + dy);
        const there = found.get(key);
        if (there) there.push(x, y);
        else found.set(key, [x, y]);
      }
  }
  return found;
}

/** Corners and middles of the sides of the square in which a crowd may stand, and its middle. */
const SPOTS: readonly Place[] = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y): Place => [x * FREE, y * FREE]));

/** Where a crowd stands: near its mean, near its cell's middle, and beside the symbols of greater stations rather than on them. */
function freePlace(mean: Place, zoom: number, symbols: ReadonlyMap<number, readonly number[]>): Place {
  const side = cellUnits(zoom);
  const [column, row] = [cellOf(mean[0], zoom), cellOf(mean[1], zoom)];
  const at = ([x, y]: Place): Place => [(column + 0.5 + x) * side, (row + 0.5 + y) * side];
  const held = (offset: number) => Math.min(FREE, Math.max(-FREE, offset));
  const first = at([held(mean[0] / side - column - 0.5), held(mean[1] / side - row - 0.5)]);
  const there = symbols.get(cellKey(column, row));
  if (!there) return rounded(first);
  const room = ([x, y]: Place) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < there.length; i += 2)
      least = Math.min(least, Math.hypot((there[i] as number) - x, (there[i + 1] as number) - y));
    return Math.min(KEEP_OFF * side, least);
  };
  let [best, most] = [first, room(first)];
  for (const spot of SPOTS.map(at)) {
    const free = room(spot);
    const isNearer =
      Math.hypot(spot[0] - mean[0], spot[1] - mean[1]) < Math.hypot(best[0] - mean[0], best[1] - mean[1]);
    if (best !== first ? free > most || (free === most && isNearer) : free > most) [best, most] = [spot, free];
  }
  return rounded(best);
}

const rounded = ([x, y]: Place): Place => [Math.round(x), Math.round(y)];
