import type { LiveAsk } from "#contract/live-frame.ts";
import type { Level, Scope } from "#contract/scope.ts";
import { type Sight, type Snapshot, sees } from "#server/tiles/snapshot.ts";

/** The narrower part of its sight that a client asked for. */
export type Wish = Omit<Extract<LiveAsk, { type: "subscribe" }>, "type">;

/** Clients that are shown the same tags: a frame is encoded once for all of them. */
export interface Audience {
  readonly key: string;
  /** 1 for each tag shown. */
  readonly mask: Uint8Array;
  /** The same as dense numbers, ascending. */
  readonly seqs: Uint32Array;
}

const levelOf = (snapshot: Snapshot, areaCode: string): Exclude<Level, "enterprise"> => {
  const unit = snapshot.outlines.find(({ code, level }) => code === areaCode && level !== "neighbour");
  if (unit !== undefined && unit.level !== "neighbour") return unit.level;
  if (snapshot.counties.includes(areaCode)) return "county";
  return areaCode.endsWith("0000") ? "province" : "city";
};

/** Counts a tag in when its owner is in sight and it lies within the wish: never a tag outside the sight, whatever is wished. */
export function audienceOf(
  snapshot: Snapshot,
  sight: Sight,
  wish: Wish,
  sightOf: (scope: Scope) => Sight,
): Omit<Audience, "key"> {
  const { tags, stations } = snapshot;
  const { area, bbox } = wish;
  const within =
    area === undefined ? null : sightOf({ level: levelOf(snapshot, area), areaCode: area, enterpriseId: null });
  const inBox = (seq: number): boolean => {
    if (bbox === undefined) return true;
    const station = tags.station[seq] as number;
    const lng = stations.lngLat[2 * station] as number;
    const lat = stations.lngLat[2 * station + 1] as number;
    return lng >= bbox[0] && lat >= bbox[1] && lng <= bbox[2] && lat <= bbox[3];
  };
  const mask = new Uint8Array(tags.count);
  let n = 0;
  for (let seq = 0; seq < tags.count; seq++) {
    if (!sees(sight, tags, seq) || (within !== null && !sees(within, tags, seq)) || !inBox(seq)) continue;
    mask[seq] = 1;
    n += 1;
  }
  const seqs = new Uint32Array(n);
  for (let seq = 0, i = 0; i < n; seq++) if (mask[seq] === 1) seqs[i++] = seq;
  return { mask, seqs };
}

export const audienceKey = (sight: Sight, { area, bbox }: Wish): string =>
  `${sight.key}|${area ?? ""}|${bbox?.join(",") ?? ""}`;
