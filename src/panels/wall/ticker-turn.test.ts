import fc from "fast-check";
import { expect, test } from "vitest";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { TickerLine } from "./ticker-lines.ts";
import { createTickerTurn, LINE_MS } from "./ticker-turn.ts";

const ALL: readonly TickerLine[] = [
  { kind: "lost" },
  ...WARNING_LEVELS.map((level): TickerLine => ({ kind: "alarm", level, count: 1 })),
  { kind: "stale", count: 3 },
  { kind: "offline", count: 3 },
];
const lists = fc.subarray([...ALL], { minLength: 1 });

test("a line stands for its time, and its numbers may change meanwhile", () => {
  const turn = createTickerTurn();
  expect(turn(ALL, 0)).toEqual({ kind: "lost" });
  expect(turn([...ALL].reverse(), LINE_MS - 1)).toEqual({ kind: "lost" });
  expect(turn(ALL, LINE_MS)).toMatchObject({ kind: "alarm" });
  const more = ALL.map((line) => ("count" in line ? { ...line, count: 9 } : line));
  expect(turn(more, LINE_MS + 1)).toMatchObject({ kind: "alarm", count: 9 });
});

test("what is new is told next, wherever it stands in the list", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ALL), fc.nat(20), (late, turns) => {
      const turn = createTickerTurn();
      const before = ALL.filter((line) => line !== late);
      for (let i = 0; i <= before.length + turns; i++) turn(before, i * LINE_MS);
      expect(turn(ALL, (before.length + turns + 1) * LINE_MS)).toBe(late);
    }),
  );
});

test("a line that stays is told within as many turns as there are lines, whatever comes and goes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ALL),
      fc.array(lists, { minLength: 3 * ALL.length, maxLength: 60 }),
      (stays, changes) => {
        const turn = createTickerTurn();
        const told = changes.map((lines, i) =>
          turn(
            ALL.filter((one) => one === stays || lines.includes(one)),
            i * LINE_MS,
          ),
        );
        for (let from = 0; from + ALL.length <= told.length; from++)
          expect(told.slice(from, from + ALL.length)).toContain(stays);
      },
    ),
  );
});

test("nothing to say is nothing", () => {
  const turn = createTickerTurn();
  expect(turn([], 0)).toBeUndefined();
  expect(turn([{ kind: "calm" }], 1)).toEqual({ kind: "calm" });
});
