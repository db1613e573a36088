import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { NO_STATION } from "./columns.ts";
import { buildGrid, type Grid } from "./grid.ts";
import type { PipeColumns, Snapshot, StationColumns, TagColumns } from "./snapshot.ts";
import { toWorld } from "./world.ts";

/** What the encoder needs beside the columns of a snapshot: places in the tiles' plane, and which cell holds what. Transferable. */
export interface TileIndex {
  /** Vertices as `PipeColumns.lngLat`, in world units. */
  readonly pipeWorld: Int32Array<ArrayBuffer>;
  /** One grid per pressure level, so that a low zoom never meets the many small pipes it does not draw. */
  readonly pipeGrids: readonly Grid[];
  readonly stationWorld: Int32Array<ArrayBuffer>;
  readonly stationGrid: Grid;
  /** Tags of station s: tagsOfStation[tagStarts[s] … tagStarts[s + 1]], by slot. */
  readonly tagStarts: Uint32Array<ArrayBuffer>;
  readonly tagsOfStation: Uint32Array<ArrayBuffer>;
}

type Lines = Pick<PipeColumns, "offsets" | "lngLat" | "level">;
type Points = Pick<StationColumns, "lngLat">;
type Tags = Pick<TagColumns, "station" | "slot">;

export function buildTileIndex(pipes: Lines, stations: Points, tags: Tags): TileIndex {
  const pipeWorld = toWorld(pipes.lngLat);
  const stationWorld = toWorld(stations.lngLat);
  const stationCount = stationWorld.length / 2;
  return {
    pipeWorld,
    pipeGrids: membersByLevel(pipes.level).map((members) => buildGrid(members, lineBox(pipeWorld, pipes.offsets))),
    stationWorld,
    stationGrid: buildGrid(
      Uint32Array.from({ length: stationCount }, (_, i) => i),
      pointBox(stationWorld),
    ),
    ...tagsByStation(tags, stationCount),
  };
}

function membersByLevel(level: Uint8Array): Uint32Array[] {
  const counts = new Uint32Array(PRESSURE_LEVELS.length);
  for (const l of level) counts[l] = (counts[l] as number) + 1;
  const members = Array.from(counts, (n) => new Uint32Array(n));
  const next = new Uint32Array(counts.length);
  level.forEach((l, i) => {
    const at = next[l] as number;
    (members[l] as Uint32Array)[at] = i;
    next[l] = at + 1;
  });
  return members;
}

const lineBox = (world: Int32Array, offsets: Uint32Array) => (i: number, box: Int32Array) => {
  const to = 2 * (offsets[i + 1] as number);
  let [west, north, east, south] = [0x7fffffff, 0x7fffffff, -1, -1];
  for (let k = 2 * (offsets[i] as number); k < to; k += 2) {
    const x = world[k] as number;
    const y = world[k + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  box[0] = west;
  box[1] = north;
  box[2] = east;
  box[3] = south;
};

const pointBox = (world: Int32Array) => (i: number, box: Int32Array) => {
  box[0] = box[2] = world[2 * i] as number;
  box[1] = box[3] = world[2 * i + 1] as number;
};

/** A tag whose station is not in the data has no place and is in no tile. */
function tagsByStation({ station, slot }: Tags, stationCount: number) {
  const tagStarts = new Uint32Array(stationCount + 1);
  for (const s of station) if (s !== NO_STATION) tagStarts[s + 1] = (tagStarts[s + 1] as number) + 1;
  for (let s = 0; s < stationCount; s++) tagStarts[s + 1] = (tagStarts[s + 1] as number) + (tagStarts[s] as number);
  const tagsOfStation = new Uint32Array(tagStarts[stationCount] as number);
  const next = tagStarts.slice();
  station.forEach((s, i) => {
    if (s === NO_STATION) return;
    const at = next[s] as number;
    tagsOfStation[at] = i;
    next[s] = at + 1;
  });
  for (let s = 0; s < stationCount; s++)
    tagsOfStation.subarray(tagStarts[s], tagStarts[s + 1]).sort((a, b) => (slot[a] as number) - (slot[b] as number));
  return { tagStarts, tagsOfStation };
}

const indexes = new WeakMap<Snapshot, TileIndex>();

/** Gives a snapshot the index that was built for it elsewhere (in a worker). */
export const keepTileIndex = (snapshot: Snapshot, index: TileIndex): void => void indexes.set(snapshot, index);

/** The index of a snapshot; built here when nobody has. */
export function tileIndexOf(snapshot: Snapshot): TileIndex {
  const found = indexes.get(snapshot);
  if (found) return found;
  const built = buildTileIndex(snapshot.pipes, snapshot.stations, snapshot.tags);
  indexes.set(snapshot, built);
  return built;
}
