import type { TagKind } from "#contract/gas.ts";
import type { AlarmReading, AlarmTag } from "./tag.ts";

/** Longer than a leap of a faulty sensor lasts as a rule; a default of ours. */
export const CONFIRM_MS = 120_000;

/** Gas in the air is never waited for, whatever the device thinks of itself. */
const AT_ONCE: readonly TagKind[] = ["gas_concentration", "methane", "ethane"];

/** Of a sensor's sampling: until then its next value has come, so that a single one rings only where the sensor fell silent after it. */
const NEXT_VALUE = 1.5;

/** How long a value must stand before it rings, ms: one that its own device calls suspect has to be confirmed, by time or by a good value. */
export const confirmMs = (
  { q }: Pick<AlarmReading, "q">,
  { kind, samplingS }: Pick<AlarmTag, "kind" | "samplingS">,
): number => (q === 1 && !AT_ONCE.includes(kind) ? Math.max(CONFIRM_MS, NEXT_VALUE * 1000 * samplingS) : 0);
