import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import type { PipeRow, StationRow, TagRow } from "#server/tiles/pages-of-rows.ts";

/** Sizes of network that are measured. `1m` is the made-up province as it is. */
export const SCALES = ["10k", "100k", "1m", "3m"] as const;
export type Scale = (typeof SCALES)[number];

/** Trunk lines, some 6 000 pipes, are whole at every size: without them a province has no first picture … */
const TRUNK: ReadonlySet<string> = new Set(PRESSURE_LEVELS.slice(0, PRESSURE_LEVELS.indexOf("SHP_B") + 1));
/** … of the other pipes, and of the stations, such a share is kept, evenly spread … */
const PIPE_SHARE: Readonly<Record<Scale, number>> = { "10k": 0.0042, "100k": 0.0947, "1m": 1, "3m": 1 };
const STATION_SHARE: Readonly<Record<Scale, number>> = { "10k": 0.01, "100k": 0.1, "1m": 1, "3m": 1 };
/** … and the whole laid down so many times, each time a little further east. */
const COPIES: Readonly<Record<Scale, number>> = { "10k": 1, "100k": 1, "1m": 1, "3m": 3 };
/** About 300 m: copies lie in the same towns, so that dense places are three times as dense. */
const COPY_STEP_DEG = 0.0035;

/** The tier has 55 000 tags; the live goals speak of 100 000. Further ones hang at the same stations under new ids. */
export const TAG_FACTOR = 1.82;

export interface Rows {
  readonly pipes: readonly PipeRow[];
  readonly stations: readonly StationRow[];
  readonly tags: readonly TagRow[];
}

const copied = <T extends { readonly id: string }>(
  rows: readonly T[],
  copies: number,
  move: (row: T, by: number) => T,
) =>
  Array.from({ length: copies }, (_, copy) =>
    copy === 0 ? rows : rows.map((row) => ({ ...move(row, copy * COPY_STEP_DEG), id: `${row.id}+${copy}` })),
  ).flat();

const east = ([lng, lat]: LngLat, by: number): LngLat => [lng + by, lat];

/** Every so-manieth of a list, the first always. */
const spread = <T>(rows: readonly T[], share: number): readonly T[] =>
  share === 1 ? rows : rows.filter((_, i) => i === 0 || Math.floor(i * share) > Math.floor((i - 1) * share));

/** Rows of one part of the province at a scale. Tags stay as many at every scale and hang at the stations that are left. */
export function scaled({ pipes, stations, tags }: Rows, scale: Scale): Rows {
  const copies = COPIES[scale];
  const kept = spread(stations, STATION_SHARE[scale]);
  const isTrunk = ({ pressure_level }: PipeRow) => TRUNK.has(pressure_level);
  const some = [
    ...pipes.filter(isTrunk),
    ...spread(
      pipes.filter((pipe) => !isTrunk(pipe)),
      PIPE_SHARE[scale],
    ),
  ];
  const more = tags.slice(0, Math.round(tags.length * (TAG_FACTOR - 1))).map((tag) => ({ ...tag, id: `${tag.id}-b` }));
  const all = [...tags, ...more];
  const hung =
    kept.length === stations.length
      ? all
      : all.map((tag, i) => ({ ...tag, station_id: (kept[i % kept.length] as StationRow).id }));
  return {
    pipes: copied(some, copies, (row, by) => ({ ...row, path: row.path.map((p) => east(p, by)) })),
    stations: copied(kept, copies, (row, by) => ({ ...row, lngLat: east(row.lngLat, by) })),
    tags: kept.length === 0 ? [] : hung,
  };
}
