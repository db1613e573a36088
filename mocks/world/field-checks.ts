import { followHazards, type DrawnVisit, secondLooks } from "./check-follow-up.ts";
import { checkRounds, ROUND_DOORS } from "./check-rounds.ts";
import type { CheckedDoor, SentRecord } from "./door-checks.ts";
import { DAY } from "./time.ts";

/** Rounds by enterprise of the whole county: its pipes' company, and one of those that bring bottles. */
const ROUNDS: Readonly<Record<string, number>> = { "01": 6, "03": 1 };
const SAMPLING = "0199e000-0000-7000-8000-0000000000a1";

/**
 * The household checks of the weeks before `asOf` in three parts, each made of what came of the one before: rounds, what became of hazards, and
 * second looks at a draw.
 */
export const fieldChecks = (seed: number, asOf: number) => ({
  roundDoors: ROUND_DOORS,
  roundsOf: (enterpriseId: string): number => ROUNDS[enterpriseId.slice(-2)] ?? 0,
  rounds: (doors: readonly CheckedDoor[]): SentRecord[] => checkRounds(seed, doors, asOf),
  followUps: (checks: readonly SentRecord[]): SentRecord[] => followHazards(seed, checks, asOf),
  draw: { id: SAMPLING, by: { account: "county", name: "县级监管员" }, at: asOf - 7 * DAY, share: 0.12 },
  secondLooks: (
    drawn: readonly DrawnVisit[],
    doors: readonly CheckedDoor[],
    first: readonly SentRecord[],
  ): SentRecord[] => secondLooks(seed, drawn, doors, first, asOf),
});
