import { TAG_KINDS, TAG_UNITS } from "#contract/gas.ts";
import type { ReadingOutcome } from "#contract/readings.ts";
import { tagSeqOf } from "#server/live/tag-seqs.ts";
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

/** The times between which a reading may lie, ms since 1970. */
export interface Times {
  readonly now: number;
  /** What is older is not kept at all. */
  readonly keptFrom: number;
}

/** Clocks of devices drift; beyond this a reading would stand as the newest for too long. */
export const FUTURE_MS = 5 * 60_000;
/** A reading that comes longer than this after its time is late. */
export const LATE_MS = 10 * 60_000;

const UNITS = TAG_KINDS.map((kind) => TAG_UNITS[kind]);
/** Units as devices can type them: ASCII stands for ³ and ℃, case does not count. */
const plainUnit = (unit: string) => unit.toLowerCase().replaceAll("³", "3").replaceAll("℃", "c").replaceAll("°", "");
const isUnitOf = (kind: number, unit: string) => plainUnit(unit) === plainUnit(UNITS[kind] as string);

/** Decides by what is in memory whether a reading may be stored; the database is asked nothing. */
export function judge(
  snapshot: Snapshot,
  tagId: string,
  claim: Claim,
  parsed: Parsed,
  { now, keptFrom }: Times,
): OwnedReading | ReadingOutcome {
  if (typeof parsed === "string") return parsed;
  const seq = tagSeqOf(snapshot, tagId);
  if (seq === undefined) return "unknown_tag";
  const areaCode = snapshot.counties[snapshot.tags.county[seq] as number] as string;
  const enterpriseId = snapshot.enterprises[snapshot.tags.enterprise[seq] as number] as string;
  if (claim.enterpriseId !== enterpriseId) return "wrong_owner";
  if (claim.areaCode !== null && claim.areaCode !== areaCode) return "wrong_topic";
  const kind = snapshot.tags.kind[seq] as number;
  if (parsed.u !== undefined && !isUnitOf(kind, parsed.u)) return "wrong_unit";
  if (!isPlausible(kind, parsed.v)) return "out_of_range";
  if (parsed.t > now + FUTURE_MS) return "future";
  if (parsed.t < keptFrom) return "too_old";
  return { tagId, areaCode, enterpriseId, t: parsed.t, v: parsed.v, q: parsed.q };
}
