import type { LngLat } from "#contract/route.ts";
import type { PipeRow, StationRow, TagRow } from "#server/tiles/pages-of-rows.ts";

/** Sizes of network that are measured. `1m` is the made-up province as it is. */
export const SCALES = ["10k", "100k", "1m", "3m"] as const;
export type Scale = (typeof SCALES)[number];

/** Every so-manieth row is kept … */
const STRIDE: Readonly<Record<Scale, number>> = { "10k": 100, "100k": 10, "1m": 1, "3m": 1 };
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

/** Rows of one part of the province at a scale. Tags stay as many at every scale and hang at the stations that are left. */
export function scaled({ pipes, stations, tags }: Rows, scale: Scale): Rows {
  const stride = STRIDE[scale];
  const copies = COPIES[scale];
  const thin = <T>(rows: readonly T[]): readonly T[] => (stride === 1 ? rows : rows.filter((_, i) => i % stride === 0));
  const kept = thin(stations);
  const more = tags.slice(0, Math.round(tags.length * (TAG_FACTOR - 1))).map((tag) => ({ ...tag, id: `${tag.id}-b` }));
  const hung =
    stride === 1
      ? [...tags, ...more]
      : [...tags, ...more].map((tag, i) => ({ ...tag, station_id: (kept[i % kept.length] as StationRow).id }));
  return {
    pipes: copied(thin(pipes), copies, (row, by) => ({ ...row, path: row.path.map((p) => east(p, by)) })),
    stations: copied(kept, copies, (row, by) => ({ ...row, lngLat: east(row.lngLat, by) })),
    tags: kept.length === 0 ? [] : hung,
  };
}
