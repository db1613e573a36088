import type { TagKind } from "#contract/gas.ts";
import type { AlarmReading, AlarmTag } from "./tag.ts";

/** Longer than a leap of a faulty sensor lasts as a rule; a default of ours. */
export const CONFIRM_MS = 120_000;

/** Gas in the air is never waited for, whatever the device thinks of itself. */
const AT_ONCE: readonly TagKind[] = ["gas_concentration", "methane", "ethane"];

/** How long a value must stand before it rings, ms: one that its own device calls suspect has to be confirmed, by time or by a good value. */
export const confirmMs = ({ q }: Pick<AlarmReading, "q">, { kind }: Pick<AlarmTag, "kind">): number =>
  q === 1 && !AT_ONCE.includes(kind) ? CONFIRM_MS : 0;
