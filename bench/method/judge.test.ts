import { expect, test } from "vitest";
import { isFailure, judge, type Line, ratioOf } from "./judge.ts";
import { figure, share, tableOf } from "./table.ts";

const line = (over: Partial<Line> = {}): Line => ({
  goal: "G1",
  what: "first frame · peer",
  ours: 100,
  peer: 1000,
  unit: "ms",
  target: { ratio: 1 / 8 },
  n: 5,
  load: 1,
  ...over,
});

test("a ratio is met when ours is at most that share of the peer's", () => {
  expect(judge(line({ ours: 125 }))).toBe("met");
  expect(judge(line({ ours: 126 }))).toBe("MISSED");
});

test("where a ratio and a bound are asked, both must hold", () => {
  const target = { ratio: 1 / 8, most: 90 };
  expect(judge(line({ ours: 100, target }))).toBe("MISSED");
  expect(judge(line({ ours: 90, target }))).toBe("met");
  expect(judge(line({ ours: 90, peer: 600, target }))).toBe("MISSED");
});

test("a bound alone needs no peer", () => {
  expect(judge(line({ peer: null, target: { most: 100 } }))).toBe("met");
  expect(ratioOf(line({ peer: null }))).toBeNull();
});

test("what was not measured is a failure, not a pass", () => {
  for (const over of [{ ours: null }, { ours: Number.NaN }, { peer: null }, { peer: Number.NaN }]) {
    expect(judge(line(over))).toBe("not measured");
    expect(isFailure(line(over))).toBe(true);
  }
});

test("what is only told is never a failure", () => {
  expect(judge(line({ ours: 1e9, target: {} }))).toBe("told");
  expect(isFailure(line({ ours: null, target: {} }))).toBe(false);
});

test("a peer that was stopped counts with its limit, and the table says so", () => {
  const stopped = line({ ours: 100, peer: 90_000, isPeerLimit: true, target: { ratio: 1 / 20 } });
  expect(judge(stopped)).toBe("met");
  expect(tableOf([stopped])).toContain("> 90 000");
  expect(tableOf([stopped])).toContain("< 1/900");
});

test("shares below one are written as one in so many", () => {
  expect(share(1 / 8)).toBe("1/8.00");
  expect(share(1.25)).toBe("×1.25");
  expect(share(null)).toBe("–");
});

test("figures keep three places, and thousands stand apart", () => {
  expect([figure(1234.5), figure(12.34), figure(1.234), figure(null)]).toEqual(["1 235", "12.3", "1.23", "–"]);
});

test("a busy machine is named with the goals to run again", () => {
  expect(tableOf([line({ load: 1 })])).not.toContain("run again");
  expect(tableOf([line({ load: 4 }), line({ goal: "G5", load: 5 })])).toContain("npm run bench -- G1 G5");
});

test("every line of the table is as wide as its columns ask, and notes stand below", () => {
  const rows = tableOf([
    line({ note: "what a reader must know" }),
    line({ what: "a much longer thing that is compared" }),
  ]).split("\n");
  expect(rows[2]?.indexOf("MISSED")).toBe(-1);
  expect(rows[2]?.indexOf("met")).toBe(rows[3]?.indexOf("met"));
  expect(rows.at(-1)).toBe("G1 first frame · peer: what a reader must know");
});
