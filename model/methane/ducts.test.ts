import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localPlane } from "#model/consequence/local-plane.ts";
import { ductChances } from "./duct-chances.ts";
import { type DuctLine, layDucts } from "./lay-ducts.ts";
import { sourceLine } from "./source-line.ts";
import { type Space, spaceGraph } from "./spaces.ts";

const plane = localPlane([114.5, 38.04]);
const at = (x: number, y: number) => plane.toLngLat([x, y]);
const duct = (over: Partial<DuctLine> & Pick<DuctLine, "id" | "path">): DuctLine => ({
  ...{ kind: "heating", from: null, to: null },
  ...over,
});

/** A well at the origin. One pipe passes it 20 m south through bare soil; another lies 60 m east, above a heating duct that ends in the well. */
const WELL: Space = { id: "well", kind: "heating", lngLat: at(0, 0) };
const PIPES = [
  { id: "beside", path: [at(-10, -20), at(10, -20)] },
  { id: "far", path: [at(60, -10), at(60, 10)] },
];
const TRENCH = duct({ id: "trench", path: [at(0, 0), at(90, 0)] });

function search(ducts: readonly DuctLine[], spaces: readonly Space[] = [WELL]) {
  const graph = spaceGraph({ spaces, ...layDucts(ducts, spaces), pipes: PIPES });
  const readings = [{ space: "well", lel: 40 }];
  const line = sourceLine(graph, readings);
  const of = (pipe: string) => line.reduce((sum, one) => (one.pipe === pipe ? sum + one.probability : sum), 0);
  return { graph, of, chances: ductChances(graph, line, readings) };
}

describe("a duct carries where gas comes from", () => {
  test("to a pipe above it that lies farther off than another; without the duct the nearer one is blamed", () => {
    expect(search([]).of("beside")).toBeGreaterThan(0.9);
    const { of, chances } = search([TRENCH]);
    expect(of("far")).toBeGreaterThan(of("beside"));
    expect(chances.get("trench")).toBeCloseTo(of("far"), 9);
  });

  test("the share that arrives is what soil and the way along the duct leave", () => {
    const { graph } = search([TRENCH]);
    const k = graph.parts.findIndex(({ pipe }) => pipe === "far");
    expect(graph.share[k]).toBeCloseTo(Math.exp(-60 / 60), 2);
    expect(graph.ductsOn(k, 0)).toEqual(["trench"]);
    expect(
      graph.ductsOn(
        graph.parts.findIndex(({ pipe }) => pipe === "beside"),
        0,
      ),
    ).toEqual([]);
  });

  test("through pieces that share a well by its id, or that meet end to end", () => {
    const shared: Space = { id: "between", kind: "heating", lngLat: at(30, 4) };
    const named = [
      duct({ id: "a", path: [at(0, 0), at(30, 8)], from: "well", to: "between" }),
      duct({ id: "b", path: [at(30, 0), at(90, 0)], from: "between" }),
    ];
    const met = [duct({ id: "a", path: [at(0, 0), at(30, 1)] }), duct({ id: "b", path: [at(30, 0), at(90, 0)] })];
    for (const { graph } of [search(named, [WELL, shared]), search(met)])
      expect(
        graph.ductsOn(
          graph.parts.findIndex(({ pipe }) => pipe === "far"),
          0,
        ),
      ).toEqual(["b", "a"]);
  });

  test("but not from a duct of another kind that crosses, nor through one that ends too early", () => {
    const crossing = [
      duct({ id: "a", path: [at(0, 0), at(30, 0)] }),
      duct({ id: "b", kind: "telecom", path: [at(30, 0), at(90, 0)] }),
    ];
    const short = [duct({ id: "a", path: [at(0, 0), at(10, 0)] })];
    for (const { of, chances } of [search(crossing), search(short)]) {
      expect(of("beside")).toBeGreaterThan(0.9);
      expect(chances.get("b")).toBeUndefined();
    }
  });

  test("a basement beside a duct is reached through the soil between, less than a well on it", () => {
    const cellar: Space = { id: "cellar", kind: "basement", lngLat: at(0, 6) };
    const { graph } = search([TRENCH], [WELL, cellar]);
    const k = graph.parts.findIndex(({ pipe }) => pipe === "far");
    expect(graph.share[2 * k + 1]).toBeCloseTo((graph.share[2 * k] as number) * Math.exp(-6 / 6), 2);
  });
});

test("more ducts never bring less gas, and no chance is above one", () => {
  const place = fc.tuple(fc.integer({ min: -40, max: 100 }), fc.integer({ min: -40, max: 40 }));
  const line = fc.tuple(
    fc.constantFrom("heating" as const, "sewer" as const),
    fc.array(place, { minLength: 2, maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (given) => {
      const ducts = given.map(([kind, path], i) => duct({ id: `d${i}`, kind, path: path.map(([x, y]) => at(x, y)) }));
      const [none, some] = [search([]), search(ducts)];
      for (const [i, share] of some.graph.share.entries())
        expect(share).toBeGreaterThanOrEqual((none.graph.share[i] as number) - 1e-12);
      for (const chance of some.chances.values()) expect(chance).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test("places out of reach are left out, and a line of one point is none", () => {
  const { hollows, ducts } = layDucts(
    [TRENCH, duct({ id: "dot", path: [at(0, 0)] })],
    [WELL],
    ([lng]) => lng < at(35, 0)[0],
  );
  expect(hollows).toHaveLength(4);
  expect(ducts.every(({ id }) => id === "trench")).toBe(true);
});
