import { expect, test } from "vitest";
import type { FieldTrack } from "#contract/field/coverage.ts";
import { KNOWN_MS, waysAt } from "./ways-then.ts";

const AT = Date.UTC(2026, 10, 24, 2);
const MINUTE = 60_000;
/** A way eastward, a fix each ten minutes. */
const track = (author: string, fromMinute: number, minutes: number, over: Partial<FieldTrack> = {}): FieldTrack => ({
  recordId: `${author} ${fromMinute}`,
  author,
  authorName: `${author}先生`,
  areaCode: "130123",
  enterpriseId: "E-1",
  fromAt: new Date(AT + fromMinute * MINUTE).toISOString(),
  toAt: new Date(AT + (fromMinute + minutes) * MINUTE).toISOString(),
  points: 10,
  lengthM: 1,
  matchedM: null,
  line: Array.from({ length: minutes / 10 + 1 }, (_, i) => [fromMinute + 10 * i, 38, 600 * i]),
  ...over,
});
const at = (minute: number) => AT + minute * MINUTE;

test("of a way that much is drawn as had been walked, and who walked it stands between two fixes by the time", () => {
  const [way] = waysAt([track("zhang", 0, 30)], at(15));
  expect(way).toEqual({
    account: "zhang",
    name: "zhang先生",
    lines: [
      [
        [0, 38],
        [10, 38],
        [15, 38],
      ],
    ],
    place: [15, 38],
    at: at(15),
  });
  expect(waysAt([track("zhang", 0, 30)], at(-1))).toEqual([]);
});

test("pieces of one person are one entry, whatever order they come in, and the newest place stands", () => {
  const pieces = [track("zhang", 40, 20), track("zhang", 0, 30), track("li", 0, 10)];
  const [li, zhang] = waysAt(pieces, at(50));
  expect([li?.account, zhang?.account]).toEqual(["li", "zhang"]);
  expect(zhang?.lines).toHaveLength(2);
  expect([zhang?.place, zhang?.at]).toEqual([[50, 38], at(50)]);
  expect(li?.place).toEqual([10, 38]);
});

test("somebody not heard of for an hour has a way and no place", () => {
  const all = [track("zhang", 0, 30)];
  expect(waysAt(all, at(30) + KNOWN_MS)[0]?.place).toEqual([30, 38]);
  const [late] = waysAt(all, at(30) + KNOWN_MS + 1);
  expect([late?.place, late?.lines.length, late?.at]).toEqual([null, 1, at(30)]);
});

test("a way without a fix is nobody's", () => {
  expect(waysAt([track("zhang", 0, 30, { line: [] })], at(10))).toEqual([]);
});
