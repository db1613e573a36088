import type { LiveAsk } from "#contract/live-frame.ts";
import type { Level, Scope } from "#contract/scope.ts";
import { type Sight, type Snapshot, sees } from "#server/tiles/snapshot.ts";
import { countBits, hasBit, lastBit, type SeqBits, seqBits, setBit } from "./seq-bits.ts";
import type { TagIndex } from "./tag-index.ts";

/** The narrower part of its sight that a client asked for. */
export type Wish = Omit<Extract<LiveAsk, { type: "subscribe" }>, "type">;

/** Everything one sight may be told of. */
export interface SightTags {
  readonly key: string;
  readonly sight: Sight;
  readonly bits: SeqBits;
  /** How long columns must be to hold every tag in sight. */
  readonly length: number;
  /** Newest reading in sight, ms since 1970; 0 when none. Kept up by the hub. */
  newestAt: number;
}

/** Clients that are shown the same tags: a frame is encoded once for all of them. */
export interface Audience {
  readonly key: string;
  readonly of: SightTags;
  /** Always within the bits of the sight. */
  readonly bits: SeqBits;
  readonly count: number;
}

const levelOf = (snapshot: Snapshot, areaCode: string): Exclude<Level, "enterprise"> => {
  const unit = snapshot.outlines.find(({ code, level }) => code === areaCode && level !== "neighbour");
  if (unit !== undefined && unit.level !== "neighbour") return unit.level;
  if (snapshot.counties.includes(areaCode)) return "county";
  return areaCode.endsWith("0000") ? "province" : "city";
};

/** The tags whose owner a sight lets see. Looks at every tag: keep it while anybody has this sight. */
export function sightTagsOf({ tags }: Pick<Snapshot, "tags">, sight: Sight, at: ArrayLike<number>): SightTags {
  const bits = seqBits(tags.count);
  let newestAt = 0;
  for (let seq = 0; seq < tags.count; seq++) {
    if (!sees(sight, tags, seq)) continue;
    setBit(bits, seq);
    if ((at[seq] as number) > newestAt) newestAt = at[seq] as number;
  }
  return { key: sight.key, sight, bits, length: lastBit(bits) + 1, newestAt };
}

export interface AudienceInput {
  readonly snapshot: Snapshot;
  readonly index: TagIndex;
  readonly of: SightTags;
  readonly sightOf: (scope: Scope) => Sight;
}

/**
 * Counts a tag in when it is in sight and lies within the wish: never a tag outside the sight, whatever is wished. A box is answered from
 * the index; `looked` tells how many tags that took.
 */
export function audienceOf(
  wish: Wish,
  { snapshot, index, of, sightOf }: AudienceInput,
): { readonly audience: Audience; readonly looked: number } {
  const key = audienceKey(of.sight, wish);
  const { area } = wish;
  const bbox = wish.bbox === undefined || index.isAll(wish.bbox) ? undefined : wish.bbox;
  if (area === undefined && bbox === undefined)
    return { audience: { key, of, bits: of.bits, count: countBits(of.bits) }, looked: 0 };
  const within =
    area === undefined ? null : sightOf({ level: levelOf(snapshot, area), areaCode: area, enterpriseId: null });
  const bits = seqBits(snapshot.tags.count);
  let count = 0;
  const visit = (seq: number) => {
    if (!hasBit(of.bits, seq) || (within !== null && !sees(within, snapshot.tags, seq))) return;
    setBit(bits, seq);
    count += 1;
  };
  let looked = snapshot.tags.count;
  if (bbox !== undefined) looked = index.within(bbox, visit);
  else for (let seq = 0; seq < snapshot.tags.count; seq++) visit(seq);
  return { audience: { key, of, bits, count }, looked };
}

export const audienceKey = (sight: Sight, { area, bbox }: Wish): string =>
  `${sight.key}|${area ?? ""}|${bbox?.join(",") ?? ""}`;
