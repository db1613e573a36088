import type { ReadingOutcome } from "#contract/readings.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";
import type { Parsed } from "./parse.ts";
import { isPlausible } from "./plausible.ts";

/** A reading that may be stored, with the owner the network gives it. */
export interface OwnedReading {
  readonly tagId: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  /** ms since 1970. */
  readonly t: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
}

/** Who sends: the owner a topic names, or the enterprise of an API key (whatever its counties). */
export interface Claim {
  readonly areaCode: string | null;
  readonly enterpriseId: string;
}

/** Clocks of devices drift; beyond this a reading would stand as the newest for too long. */
export const FUTURE_MS = 5 * 60_000;

/** Decides by what is in memory whether a reading may be stored; the database is asked nothing. */
export function judge(
  snapshot: Snapshot,
  tagId: string,
  claim: Claim,
  parsed: Parsed,
  now: number,
): OwnedReading | ReadingOutcome {
  if (typeof parsed === "string") return parsed;
  const seq = snapshot.tagSeq(tagId);
  if (seq === undefined) return "unknown_tag";
  const areaCode = snapshot.counties[snapshot.tags.county[seq] as number] as string;
  const enterpriseId = snapshot.enterprises[snapshot.tags.enterprise[seq] as number] as string;
  if (claim.enterpriseId !== enterpriseId || (claim.areaCode !== null && claim.areaCode !== areaCode)) {
    return "wrong_topic";
  }
  if (!isPlausible(snapshot.tags.kind[seq] as number, parsed.v)) return "out_of_range";
  if (parsed.t > now + FUTURE_MS) return "future";
  return { tagId, areaCode, enterpriseId, t: parsed.t, v: parsed.v, q: parsed.q };
}
