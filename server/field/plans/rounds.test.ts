import fc from "fast-check";
import { expect, test } from "vitest";
import { type DuePipe, roundsOf } from "./rounds.ts";

const pipes = fc.array(
  fc.record({
    ruleId: fc.constantFrom("r1", "r2"),
    enterpriseId: fc.constantFrom("E-1", "E-2"),
    lengthM: fc.integer({ min: 1, max: 900 }),
    lng: fc.integer({ min: 0, max: 1000 }),
    lat: fc.integer({ min: 0, max: 1000 }),
    day: fc.integer({ min: 1, max: 28 }),
  }),
  { maxLength: 80 },
);
type Drawn = Omit<DuePipe, "id" | "areaCode" | "at" | "dueOn" | "isNever" | "isAged"> & {
  lng: number;
  lat: number;
  day: number;
};
const dueOf = (drawn: readonly Drawn[]): DuePipe[] =>
  drawn.map(({ lng, lat, day, ...pipe }, i) => ({
    ...pipe,
    id: `P-${i}`,
    areaCode: "130102",
    isNever: false,
    isAged: false,
    at: [114 + lng / 1000, 38 + lat / 1000],
    dueOn: `2026-11-${String(day).padStart(2, "0")}`,
  }));

test("each pipe is in one round, with its own owner and rule, and no round is longer than asked", () => {
  fc.assert(
    fc.property(pipes, (drawn) => {
      const due = dueOf(drawn);
      const rounds = roundsOf(due, 1000);
      expect(rounds.flatMap((round) => round.pipes.map(({ id }) => id)).toSorted()).toEqual(
        due.map(({ id }) => id).toSorted(),
      );
      for (const round of rounds) {
        expect(round.lengthM).toBeLessThanOrEqual(1000);
        for (const { ruleId, enterpriseId, dueOn } of round.pipes) {
          expect([ruleId, enterpriseId]).toEqual([round.ruleId, round.enterpriseId]);
          expect(dueOn >= round.dueOn).toBe(true);
        }
      }
    }),
  );
});

test("the order in which pipes are told changes nothing", () => {
  fc.assert(
    fc.property(pipes, (drawn) => {
      const due = dueOf(drawn);
      expect(roundsOf(due.toReversed(), 1000)).toEqual(roundsOf(due, 1000));
    }),
  );
});

test("neighbours are walked in one round: two streets far apart are two", () => {
  const street = (name: string, lng: number) =>
    Array.from(
      { length: 10 },
      (_, i): DuePipe => ({
        id: `${name}-${i}`,
        areaCode: "130102",
        enterpriseId: "E-1",
        ruleId: "r",
        dueOn: "2026-11-01",
        isNever: true,
        isAged: false,
        lengthM: 100,
        at: [lng + i * 0.001, 38],
      }),
    );
  const rounds = roundsOf([...street("a", 114), ...street("b", 114.5)], 1000);
  expect(rounds.map((round) => new Set(round.pipes.map(({ id }) => id[0])).size)).toEqual([1, 1]);
});

test("a pipe longer than a round is a round of its own", () => {
  const [long] = dueOf([{ ruleId: "r", enterpriseId: "E", lengthM: 4000, lng: 0, lat: 0, day: 1 }]);
  expect(roundsOf([long as DuePipe], 1000)).toHaveLength(1);
});
