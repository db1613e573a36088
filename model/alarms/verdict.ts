import type { GasVerdict } from "#contract/alarm-words.ts";
import type { WarningLevel } from "#contract/gas.ts";

/** What a rule says of a value, before delays. `level` null = all is well. */
export interface Verdict {
  readonly level: WarningLevel | null;
  readonly side: "high" | "low" | null;
  /** The limit that was crossed, in the tag's unit. */
  readonly limit: number | null;
  readonly gas?: GasVerdict;
}

export const WELL: Verdict = { level: null, side: null, limit: null };
