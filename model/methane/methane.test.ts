import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localPlane } from "#model/consequence/local-plane.ts";
import { type GasFindings, judgeGas } from "./gas-kind.ts";
import { nextSpaces, type SpaceReading, sourceLine } from "./source-line.ts";
import { type SpaceGraph, type SpaceKind, spaceGraph } from "./spaces.ts";

const plane = localPlane([114.5, 38.04]);

/** A street of 400 m: a gas pipe, a sewer with a well every 25 m on one side, telecom pits every 40 m on the other. */
function street(): SpaceGraph {
  const well = (kind: SpaceKind, k: number, every: number, y: number) =>
    ({ id: `${kind}-${k}`, kind, lngLat: plane.toLngLat([k * every, y]) }) as const;
  const sewer = Array.from({ length: 17 }, (_, k) => well("sewer", k, 25, 4));
  const telecom = Array.from({ length: 11 }, (_, k) => well("telecom", k, 40, -6));
  const chain = (list: readonly { id: string }[]) =>
    list.slice(1).map(({ id }, k) => ({ from: list[k]?.id ?? "", to: id }));
  return spaceGraph({
    spaces: [...sewer, ...telecom],
    ducts: [...chain(sewer), ...chain(telecom)],
    pipes: [{ id: "main", path: [plane.toLngLat([0, 0]), plane.toLngLat([400, 0])] }],
  });
}

const graph = street();
const middle = (k: number): number => {
  const part = graph.parts[k];
  if (!part) throw new Error(`no part ${k}`);
  return plane.toMetres(part.from)[0] + part.lengthM / 2;
};

/** What every space would read with a leak of a strength (%LEL beside it) at a part. */
const readAll = (part: number, strength: number): SpaceReading[] =>
  graph.spaces.map(({ id }, i) => ({
    space: id,
    lel: strength * (graph.share[part * graph.spaces.length + i] as number),
  }));

describe("the heat line", () => {
  test("is hottest within 25 m of a leak that all wells have been read for", () => {
    fc.assert(
      fc.property(fc.nat(graph.parts.length - 1), fc.constantFrom(30, 100, 400), (part, strength) => {
        const line = sourceLine(graph, readAll(part, strength));
        const hottest = line.findIndex(({ heat }) => heat === 1);
        expect(Math.abs(middle(hottest) - middle(part))).toBeLessThanOrEqual(25);
      }),
    );
  });

  test("shares one probability, whatever was read", () => {
    const readings = fc.uniqueArray(
      fc.record({
        space: fc.constantFrom(...graph.spaces.map(({ id }) => id)),
        lel: fc.double({ min: 0, max: 100, noNaN: true }),
      }),
      { selector: ({ space }) => space },
    );
    fc.assert(
      fc.property(readings, (given) => {
        const line = sourceLine(graph, given);
        expect(line.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        expect(Math.max(...line.map(({ heat }) => heat))).toBe(1);
        for (const next of nextSpaces(graph, given)) {
          expect(next.bits).toBeGreaterThanOrEqual(0);
          expect(given.some(({ space }) => space === next.space)).toBe(false);
        }
      }),
    );
  });

  test("a well without gas cools the pipe beside it", () => {
    const before = sourceLine(graph, []);
    const after = sourceLine(graph, [{ space: "sewer-8", lel: 0 }]);
    const beside = after.findIndex((_, k) => Math.abs(middle(k) - 200) < 6);
    expect(after[beside]?.probability).toBeLessThan(before[beside]?.probability ?? 0);
  });

  test("a pipe known to leak often is suspected first", () => {
    const path = [plane.toLngLat([0, 0]), plane.toLngLat([40, 0])];
    const two = spaceGraph({
      spaces: [{ id: "w", kind: "sewer", lngLat: plane.toLngLat([20, 3]) }],
      ducts: [],
      pipes: [
        { id: "new", path, proneness: 0.3 },
        { id: "old", path, proneness: 3 },
      ],
    });
    const line = sourceLine(two, [{ space: "w", lel: 40 }]);
    expect(line.find(({ heat }) => heat === 1)?.pipe).toBe("old");
  });
});

describe("the next well", () => {
  test("followed well by well from one alarm leads to within 40 m of the leak in at most eight", {
    timeout: 30_000,
  }, () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: graph.parts.length - 3 }), (part) => {
        const truth = new Map(readAll(part, 200).map((r) => [r.space, r.lel]));
        const alarm = [...truth].reduce((a, b) => (b[1] > a[1] ? b : a));
        const readings: SpaceReading[] = [{ space: alarm[0], lel: alarm[1] }];
        for (let k = 0; k < 8; k++) {
          const next = nextSpaces(graph, readings, readings.at(-1)?.space)[0];
          if (!next) break;
          readings.push({ space: next.space, lel: truth.get(next.space) ?? 0 });
        }
        const line = sourceLine(graph, readings);
        const hottest = line.findIndex(({ heat }) => heat === 1);
        expect(Math.abs(middle(hottest) - middle(part))).toBeLessThanOrEqual(40);
      }),
      { numRuns: 12 },
    );
  });

  test("ids that are no spaces are refused by name", () => {
    expect(() => sourceLine(graph, [{ space: "nowhere", lel: 1 }])).toThrow("got nowhere");
    expect(() => spaceGraph({ spaces: [], ducts: [{ from: "a", to: "b" }], pipes: [] })).toThrow("got a");
  });
});

describe("biogas or pipeline gas", () => {
  const steady = (lel: number) => Array.from({ length: 72 }, (_, hour) => ({ hour, lel }));
  const daily = Array.from({ length: 72 }, (_, hour) => ({ hour, lel: 20 + 10 * Math.sin((2 * Math.PI * hour) / 24) }));
  const found = (over: Partial<GasFindings>): GasFindings => ({ kind: "sewer", methane: steady(30), ...over });

  test("ethane decides: with it pipeline gas even in a sewer, without it biogas", () => {
    expect(judgeGas(found({ ethanePpm: 400 })).kind).toBe("pipeline_gas");
    expect(judgeGas(found({ ethanePpm: 0 })).kind).toBe("biogas");
  });

  test("too little methane for ethane to show proves nothing", () => {
    expect(judgeGas(found({ methane: steady(1), ethanePpm: 0 })).evidence.map(({ sign }) => sign)).not.toContain(
      "ethane_absent",
    );
  });

  test("a daily rhythm is noticed, and evidence adds up to the probability", () => {
    const judged = judgeGas(found({ methane: daily, h2sPpm: 8 }));
    expect(judged.evidence.map(({ sign }) => sign)).toEqual(["hydrogen_sulphide", "daily_rhythm", "place_of_sewage"]);
    const odds = judged.evidence.reduce((sum, { weight }) => sum + weight, 0);
    expect(judged.probability).toBeCloseTo(1 / (1 + Math.exp(-odds)), 12);
    expect(judged.kind).toBe("biogas");
  });

  test("without a sign it stays undecided", () => {
    expect(judgeGas({ kind: "basement", methane: steady(10) })).toEqual({
      kind: "undecided",
      probability: 0.5,
      evidence: [],
    });
  });
});
