import fc from "fast-check";
import { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { type EngineDeed, SKEW_MS, SKEWED_TAGS, type Skews } from "./engine-laws.ts";
import { type Deed, SHELF_MS } from "./life-laws.ts";

const level = fc.constantFrom(...WARNING_LEVELS);
const on = fc.boolean();

const input: fc.Arbitrary<Deed["input"]> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("condition" as const), level: fc.option(level, { nil: null }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("acknowledge" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("shelve_for" as const), ms: fc.integer({ min: 1, max: SHELF_MS }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unshelve" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("suppress" as const, "out_of_service" as const), on }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("confirm_leak" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("escalate" as const), to: fc.constantFrom(...ESCALATION_LEVELS) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("tick" as const) }) },
);

/** What may happen to one alarm source, seconds to minutes apart. */
export const deed: fc.Arbitrary<Deed> = fc.record({
  input,
  afterMs: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: SHELF_MS / 4 })),
});

/** What may happen to an engine of three sensors, and people, up to twenty seconds apart. */
export const engineDeed: fc.Arbitrary<EngineDeed> = fc.record({
  tagId: fc.constantFrom(...SKEWED_TAGS),
  v: fc.constantFrom(20, 70, 100, 119.5, 125, 140),
  after: fc.integer({ min: 0, max: 20_000 }),
  deed: fc.constantFrom(
    "say" as const,
    "say" as const,
    "say" as const,
    "acknowledge" as const,
    "shelve" as const,
    "wait" as const,
  ),
});

/** Device clocks: one far behind, one far ahead, one anywhere between. */
export const skews: fc.Arbitrary<Skews> = fc.record({
  P1: fc.constant(-SKEW_MS),
  P2: fc.integer({ min: -SKEW_MS, max: SKEW_MS }),
  P3: fc.constant(SKEW_MS),
});
