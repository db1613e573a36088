import fc from "fast-check";
import { expect, test } from "vitest";
import { HAZARD_STATES, HAZARD_STEPS, type HazardStep } from "#contract/field/hazard-words.ts";
import { HAZARD_GRADES } from "#contract/gas.ts";
import { ROLES } from "#contract/scope.ts";
import {
  type Asked,
  beginHazard,
  climbOf,
  isOpen,
  isOverdue,
  type LoopState,
  nextSteps,
  takeStep,
} from "./hazard-loop.ts";

const DAYS = { major: 3, general: 30, minor: null };
const DAY = 86_400_000;
const FOUND = Date.parse("2026-11-01T00:00:00Z");

const asked: fc.Arbitrary<Asked> = fc.record({
  step: fc.constantFrom(...HAZARD_STEPS),
  at: fc.integer({ min: FOUND, max: FOUND + 400 * DAY }),
  grade: fc.constantFrom(...HAZARD_GRADES, null),
  dueAt: fc.option(fc.integer({ min: FOUND, max: FOUND + 400 * DAY }), { nil: null }),
  assignee: fc.option(fc.constantFrom("li", "wang"), { nil: null }),
});

/** Every state on the way, the first included, with the step that led there. */
function walk(steps: readonly Asked[]): { readonly hazard: LoopState; readonly by: HazardStep | null }[] {
  const way: { hazard: LoopState; by: HazardStep | null }[] = [
    { hazard: beginHazard("general", FOUND, DAYS), by: null },
  ];
  for (const ask of steps) {
    const now = way.at(-1)?.hazard as LoopState;
    const taken = takeStep(now, ask, DAYS);
    if (taken.ok) way.push({ hazard: taken.to, by: ask.step });
  }
  return way;
}

const law = (check: (way: ReturnType<typeof walk>) => void) =>
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 60 }), (steps) => check(walk(steps))),
    { numRuns: 400 },
  );

test("the plain way leads from found to closed", () => {
  const steps: HazardStep[] = ["dispatch", "accept", "fix", "recheck_pass", "close"];
  const way = walk(steps.map((step) => ({ step, at: FOUND })));
  expect(way.map(({ hazard }) => hazard.state)).toEqual([
    "graded",
    "dispatched",
    "accepted",
    "fixed",
    "rechecked",
    "closed",
  ]);
});

test("nothing follows closed", () => {
  law((way) => {
    const closed = way.findIndex(({ hazard }) => hazard.state === "closed");
    if (closed >= 0) expect(closed).toBe(way.length - 1);
  });
});

test("nothing is closed but by a recheck that passed after the last repair, and never while gas is cut off", () => {
  law((way) => {
    const last = way.at(-1)?.hazard;
    if (last?.state !== "closed") return;
    const steps = way.map(({ by }) => by);
    expect(steps.lastIndexOf("recheck_pass")).toBeGreaterThan(steps.lastIndexOf("fix"));
    expect(last.isCut).toBe(false);
    expect(last.closedAt).not.toBeNull();
  });
});

test("a hazard is extended once at most, and then to a later day", () => {
  law((way) => {
    expect(way.filter(({ by }) => by === "extend").length).toBeLessThanOrEqual(1);
    way.forEach(({ hazard, by }, i) => {
      if (by === "extend") expect(hazard.dueAt).toBeGreaterThan(way[i - 1]?.hazard.dueAt ?? Infinity);
    });
  });
});

test("the deadline moves with the grade and the extension alone", () => {
  law((way) =>
    way.forEach(({ hazard, by }, i) => {
      if (i > 0 && by !== "grade" && by !== "extend") expect(hazard.dueAt).toBe(way[i - 1]?.hazard.dueAt);
    }),
  );
});

test("gas comes back only after a recheck that passed", () => {
  law((way) =>
    way.forEach(({ by }, i) => {
      if (by === "restore") expect(way[i - 1]?.hazard.state).toBe("rechecked");
    }),
  );
});

test("from every state there is a way to the end", () => {
  const reach = new Map<string, boolean>();
  const key = ({ state, isCut, isExtended }: LoopState) => `${state} ${isCut} ${isExtended}`;
  const queue = HAZARD_STATES.filter((state) => state !== "found").flatMap((state) =>
    [true, false].map((isCut): LoopState => ({ ...beginHazard("major", FOUND, DAYS), state, isCut })),
  );
  const ends = (from: LoopState, depth: number, seen: ReadonlySet<string>): boolean => {
    if (!isOpen(from.state)) return true;
    const known = reach.get(key(from));
    if (known !== undefined) return known;
    if (depth === 0 || seen.has(key(from))) return false;
    const found = HAZARD_STEPS.some((step) => {
      const taken = takeStep(from, { step, at: FOUND, grade: "major", dueAt: FOUND + 9 * DAY }, DAYS);
      return taken.ok && ends(taken.to, depth - 1, new Set([...seen, key(from)]));
    });
    if (found) reach.set(key(from), true);
    return found;
  };
  for (const from of queue)
    if (!(from.state === "closed" && from.isCut))
      expect([from.state, from.isCut, ends(from, 8, new Set())]).toEqual([from.state, from.isCut, true]);
});

test("a refused step says where it could have been taken from, and changes nothing", () => {
  const taken = takeStep(beginHazard("minor", FOUND, DAYS), { step: "close", at: FOUND }, DAYS);
  expect(taken).toEqual({ ok: false, expected: "rechecked", received: "graded" });
});

test("what is offered to a role can be taken, and nobody is offered the clock's step", () => {
  law((way) => {
    const now = way.at(-1)?.hazard as LoopState;
    for (const role of ROLES) expect(nextSteps(now, role)).not.toContain("climb");
    for (const step of nextSteps(now, "supervisor"))
      expect(takeStep(now, { step, at: FOUND, grade: "major", dueAt: (now.dueAt ?? 0) + DAY }, DAYS).ok).toBe(true);
  });
});

test("what is late climbs and never comes down; what has no deadline does not", () => {
  const days = { county: 0, city: 3, province: 7 };
  const rank = [null, "county", "city", "province"];
  fc.assert(
    fc.property(fc.integer({ min: -30, max: 30 }), fc.nat(20), (late, more) => {
      const at = (n: number) => rank.indexOf(climbOf(FOUND, FOUND + n * DAY, days));
      expect(at(late + more)).toBeGreaterThanOrEqual(at(late));
      expect(climbOf(null, FOUND + late * DAY, days)).toBeNull();
    }),
  );
  expect([0, 1, 3, 7].map((n) => climbOf(FOUND, FOUND + n * DAY, days))).toEqual([null, "county", "city", "province"]);
});

test("what was rechecked is not overdue any more", () => {
  const late = { ...beginHazard("major", FOUND, DAYS), state: "rechecked" as const };
  expect(isOverdue(late, FOUND + 90 * DAY)).toBe(false);
  expect(isOverdue({ ...late, state: "fixed" }, FOUND + 90 * DAY)).toBe(true);
});
