import { COLOR_BYS, type ColorBy, type ColumnName, type FineColumn } from "#contract/pipe-classes.ts";
import type { Scope } from "#contract/scope.ts";
import { type Encoding, type PackedBytes, packBytes } from "#server/http/packed-bytes.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { classColumn, type Today, todayAt } from "./classes.ts";
import { NO_STATION } from "./columns.ts";
import { preciseWorld } from "./pipes-in.ts";
import { type Owners, type Sight, type Snapshot, type SnapshotStore, sees } from "./snapshot.ts";
import { TileCache } from "./tile-cache.ts";
import { WORLD_BITS } from "./world.ts";

const CACHE_BYTES = 32 * 1024 * 1024;
/** Pressures are read anew this often at most: all who ask within it share one answer. */
const LIVE_MS = 5000;

type Values = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Values of what is in sight; all bits one where it is not. */
function inSight<T extends Values>(out: T, width: number, sight: Sight, owners: Owners, of: (at: number) => number): T {
  out.fill(-1);
  for (let i = 0; i < out.length / width; i++) {
    if (!sees(sight, owners, i)) continue;
    for (let k = width * i; k < width * (i + 1); k++) out[k] = of(k);
  }
  return out;
}

/** The wire has 32 bits for a place. */
const WIRE_SHIFT = 32 - WORLD_BITS;

function wirePlaces({ stations }: Snapshot): Float64Array {
  const places = new Float64Array(2 * stations.count);
  for (let i = 0; i < stations.count; i++) {
    const place = preciseWorld(stations.lngLat[2 * i] as number, stations.lngLat[2 * i + 1] as number);
    for (const k of [0, 1] as const) places[2 * i + k] = Math.floor((place[k] + 0.5) * 2 ** WIRE_SHIFT);
  }
  return places;
}

const FINE: Readonly<Record<FineColumn, (snapshot: Snapshot, sight: Sight) => Values>> = {
  laidYear: ({ pipes }, sight) =>
    inSight(new Uint8Array(pipes.count), 1, sight, pipes, (i) => pipes.laidYear[i] as number),
  patrolDay: ({ pipes }, sight) =>
    inSight(new Uint16Array(pipes.count), 1, sight, pipes, (i) => pipes.patrolDay[i] as number),
  flow: ({ pipes }, sight) => inSight(new Uint8Array(pipes.count), 1, sight, pipes, (i) => pipes.flow[i] as number),
  stationPlace: (snapshot, sight) => {
    const places = wirePlaces(snapshot);
    const { stations } = snapshot;
    return inSight(new Uint32Array(places.length), 2, sight, stations, (k) => places[k] as number);
  },
  stationKind: ({ stations }, sight) =>
    inSight(new Uint8Array(stations.count), 1, sight, stations, (i) => stations.kind[i] as number),
  stationGas: ({ stations }, sight) =>
    inSight(new Uint8Array(stations.count), 1, sight, stations, (i) => stations.gas[i] as number),
  tagStation: ({ tags, stations }, sight) =>
    inSight(new Uint32Array(tags.count), 1, sight, tags, (i) => {
      const station = tags.station[i] as number;
      return station !== NO_STATION && sees(sight, stations, station) ? station : NO_STATION;
    }),
};

const isClass = (name: ColumnName): name is ColorBy => COLOR_BYS.some((by) => by === name);

/** What a column changes with beside snapshot and sight, for the key of the cache. */
function moment(name: ColumnName, today: Today, now: number): string {
  if (name === "pressure") return `${Math.floor(now / LIVE_MS)}`;
  return name === "age" ? `${today.year}` : name === "patrol" ? `${today.day}` : "";
}

interface Sources {
  readonly snapshots: SnapshotStore;
  /** Newest values, or null while there are none. */
  readonly live: () => LatestColumns | null;
  readonly now: () => number;
}

export interface ColumnService {
  /**
   * One column within a scope. Without `version` of the newest snapshot; with one, of exactly that numbering, or null when it is no
   * longer (or was never) held.
   */
  column(name: ColumnName, scope: Scope, encoding: Encoding, version?: string): Promise<PackedBytes | null>;
}

/** Makes columns on demand from the snapshot, and keeps answers by what they depend on. */
export function createColumnService({ snapshots, live, now }: Sources, cacheBytes = CACHE_BYTES): ColumnService {
  const cache = new TileCache<PackedBytes>(cacheBytes);
  return {
    async column(name, scope, encoding, version) {
      const source =
        version === undefined
          ? snapshots
          : (snapshots.at?.(version) ?? (snapshots.current().version === version ? snapshots : null));
      if (!source) return null;
      const snapshot = source.current();
      const sight = source.sight(scope);
      const at = now();
      const today = todayAt(at);
      const key = `${name} ${snapshot.version} ${sight.key} ${encoding} ${moment(name, today, at)}`;
      const found = cache.get(key);
      if (found) return found;
      const values = isClass(name)
        ? classColumn(name, { snapshot, sight, today, live: live() })
        : FINE[name](snapshot, sight);
      const packed = await packBytes(new Uint8Array(values.buffer), encoding);
      cache.set(key, packed);
      return packed;
    },
  };
}
