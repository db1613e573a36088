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
  const zooms = Array.from({ length: FINEST - COARSEST + 1 }, (_, i) => COARSEST + i);
  const symbols = zooms.map((zoom) => symbolsAt(columns, zoom));
  const tree = (kinds: readonly StationKind[]) => treeOf(columns, filter, kinds, symbols);
  return { all: tree(SMALL_KINDS), late: tree(LATE_KINDS) };
}

/** The buffers of a result, to be handed over. */
export const clusterBuffers = ({ all, late }: StationClusters): Transferable[] =>
  [all, late].flatMap(({ members, levels }) => [
    members.buffer as ArrayBuffer,
    ...levels.flatMap(({ offsets, place }) => [offsets.buffer as ArrayBuffer, place.buffer as ArrayBuffer]),
  ]);

function treeOf(
  columns: StationColumns,
  filter: StationFilter,
  kinds: readonly StationKind[],
  symbols: readonly Symbols[],
): ClusterTree {
  const seqs = wanted(columns, filter, kinds);
  const keys = mortonKeys(columns.place, seqs);
  const order = sortedByKey(keys);
  const members = order.map((i) => seqs[i] as number);
  const sortedKeys = order.map((i) => keys[i] as number);
  return { members, levels: symbols.map((at) => levelOf(columns.place, members, sortedKeys, at)) };
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

function levelOf(place: Uint32Array, members: Uint32Array, keys: Uint32Array, symbols: Symbols): ClusterLevel {
  const starts: number[] = [];
  const shift = 2 * (FINEST - symbols.zoom);
  for (let i = 0; i < keys.length; i++)
    if (i === 0 || (keys[i] as number) >>> shift !== (keys[i - 1] as number) >>> shift) starts.push(i);
  const offsets = Uint32Array.from([...starts, members.length]);
  const places = new Uint32Array(starts.length * 2);
  for (let c = 0; c < starts.length; c++) {
    const [from, to] = [offsets[c] as number, offsets[c + 1] as number];
    let [x, y] = [0, 0];
    for (let m = from; m < to; m++) {
      x += place[2 * (members[m] as number)] as number;
      y += place[2 * (members[m] as number) + 1] as number;
    }
    // A station alone is where it is.
    if (to - from === 1) places.set([x, y], 2 * c);
    else places.set(freePlace(x / (to - from), y / (to - from), symbols), 2 * c);
  }
  return { offsets, place: places };
}

type Place = readonly [number, number];
const cellKey = (x: number, y: number): number => x * 2 ** 18 + y;

/** Stations drawn as symbols at a zoom: x and y in turn, by the cell they lie in. */
interface Symbols {
  readonly zoom: number;
  readonly byCell: ReadonlyMap<number, readonly number[]>;
}

function symbolsAt({ place, kind }: StationColumns, zoom: number): Symbols {
  const isDrawn = Uint8Array.from({ length: 256 }, (_, k) => {
    const name = STATION_KINDS[k];
    return name !== undefined && !SMALL_KINDS.includes(name) && STATION_MIN_ZOOM[name] <= zoom ? 1 : 0;
  });
  const byCell = new Map<number, number[]>();
  for (let seq = 0; seq < kind.length; seq++) {
    if (isDrawn[kind[seq] as number] !== 1) continue;
    const [x, y] = [place[2 * seq] as number, place[2 * seq + 1] as number];
    const key = cellKey(cellOf(x, zoom), cellOf(y, zoom));
    const there = byCell.get(key);
    if (there) there.push(x, y);
    else byCell.set(key, [x, y]);
  }
  return { zoom, byCell };
}

/** Symbols in a cell and around it. */
function near({ byCell }: Symbols, column: number, row: number): readonly number[] {
  let found: readonly number[] = [];
  for (let dx = -1; dx <= 1; dx++)
    for (let dy = -1; dy <= 1; dy++) {
      const there = byCell.get(cellKey(column + dx, row + dy));
      if (there) found = found.length === 0 ? there : [...found, ...there];
    }
  return found;
}

/** Corners and middles of the sides of the square in which a crowd may stand, and its middle. */
const SPOTS: readonly Place[] = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y): Place => [x * FREE, y * FREE]));
const held = (offset: number): number => Math.min(FREE, Math.max(-FREE, offset));

/** Where a crowd stands: near its mean, near its cell's middle, and beside the symbols of greater stations rather than on them. */
function freePlace(x: number, y: number, symbols: Symbols): Place {
  const side = cellUnits(symbols.zoom);
  const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
  const [left, top] = [(column + 0.5) * side, (row + 0.5) * side];
  const first: Place = [left + held((x - left) / side) * side, top + held((y - top) / side) * side];
  const there = symbols.byCell.size === 0 ? [] : near(symbols, column, row);
  const best = there.length === 0 ? first : freest(first, [left, top], side, there);
  return [Math.round(best[0]), Math.round(best[1])];
}

/** Of the spots in a cell the one with most room; the first choice when it has enough, and else the nearest to it that has. */
function freest(first: Place, [left, top]: Place, side: number, there: readonly number[]): Place {
  const room = ([x, y]: Place): number => {
    let least = KEEP_OFF * side;
    for (let i = 0; i < there.length; i += 2)
      least = Math.min(least, Math.hypot((there[i] as number) - x, (there[i + 1] as number) - y));
    return least;
  };
  const off = ([x, y]: Place): number => Math.hypot(x - first[0], y - first[1]);
  let [best, most] = [first, room(first)];
  if (most >= KEEP_OFF * side) return first;
  for (const [x, y] of SPOTS) {
    const spot: Place = [left + x * side, top + y * side];
    const free = room(spot);
    if (free > most || (free === most && off(spot) < off(best))) [best, most] = [spot, free];
  }
  return best;
}
