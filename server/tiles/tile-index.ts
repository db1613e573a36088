import { NO_STATION } from "./columns.ts";
import { ascending } from "./lines.ts";
import { buildPointOrder, type PointOrder } from "./points.ts";
import type { Snapshot, StationColumns, TagColumns } from "./snapshot.ts";
import { toWorld } from "./world.ts";

/** What the encoder needs beside the columns of a snapshot: places in the tiles' plane, and what lies near what. Transferable. */
export interface TileIndex {
  readonly stations: PointOrder;
  /** Stations that have a tag. */
  readonly tagged: PointOrder;
  /** Tags of station s: tagsOfStation[tagStarts[s] … tagStarts[s + 1]], by slot. */
  readonly tagStarts: Uint32Array<ArrayBuffer>;
  readonly tagsOfStation: Uint32Array<ArrayBuffer>;
}

type Stations = Pick<StationColumns, "lngLat" | "kind">;
type Tags = Pick<TagColumns, "station" | "slot">;

/** @param all the stations that are there, in the order of their ids. */
export function buildTileIndex(stations: Stations, tags: Tags, all = ascending(stations.kind.length)): TileIndex {
  const stationXy = toWorld(stations.lngLat);
  const { tagStarts, tagsOfStation } = tagsByStation(tags, stations.kind.length);
  return {
    stations: buildPointOrder(all, stations.kind, stationXy),
    tagged: buildPointOrder(
      all.filter((i) => (tagStarts[i + 1] as number) > (tagStarts[i] as number)),
      stations.kind,
      stationXy,
    ),
    tagStarts,
    tagsOfStation,
  };
}

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
  for (let s = 0; s < stationCount; s++) {
    if ((tagStarts[s + 1] as number) - (tagStarts[s] as number) < 2) continue;
    tagsOfStation.subarray(tagStarts[s], tagStarts[s + 1]).sort((a, b) => (slot[a] as number) - (slot[b] as number));
  }
  return { tagStarts, tagsOfStation };
}

const indexes = new WeakMap<Snapshot, TileIndex>();

/** Gives a snapshot the index that was built for it elsewhere (in a worker). */
export const keepTileIndex = (snapshot: Snapshot, index: TileIndex): void => void indexes.set(snapshot, index);

/** The index of a snapshot; built here when nobody has. */
export function tileIndexOf(snapshot: Snapshot): TileIndex {
  const found = indexes.get(snapshot);
  if (found) return found;
  const built = buildTileIndex(snapshot.stations, snapshot.tags);
  indexes.set(snapshot, built);
  return built;
}
