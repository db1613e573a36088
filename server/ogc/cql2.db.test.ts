import fc from "fast-check";
import { expect, test } from "vitest";
import { COLLECTION_IDS } from "#server/features/property.ts";
import { describeOgc } from "./testing/ogc-house.ts";

interface Station {
  id: string;
  properties: { name: string; kind: string; inlet_kpa: number; built_year: number | null };
}
type Judge = (station: Station["properties"]) => boolean | null;
interface Case {
  readonly text: string;
  readonly judge: Judge;
}

/** SQL's logic of three values, written down once more. */
const not = (value: boolean | null) => (value === null ? null : !value);
const and = (a: boolean | null, b: boolean | null) =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const or = (a: boolean | null, b: boolean | null) => not(and(not(a), not(b)));
const known = <T>(value: T | null, judge: (value: T) => boolean) => (value === null ? null : judge(value));

const OPERATORS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "<>": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
};

const year = fc.integer({ min: 1985, max: 2025 });
const leaf = fc.oneof<fc.Arbitrary<Case>[]>(
  fc.record({ op: fc.constantFrom(...Object.keys(OPERATORS)), n: year }).map(({ op, n }) => ({
    text: `built_year ${op} ${n}`,
    judge: ({ built_year }) =>
      known(built_year, (value) => (OPERATORS[op] as (a: number, b: number) => boolean)(value, n)),
  })),
  fc.tuple(year, year).map(([a, b]) => ({
    text: `built_year BETWEEN ${a} AND ${b}`,
    judge: ({ built_year }) => known(built_year, (value) => value >= a && value <= b),
  })),
  fc.array(year, { minLength: 1, maxLength: 4 }).map((list) => ({
    text: `built_year NOT IN (${list.join(", ")})`,
    judge: ({ built_year }) => known(built_year, (value) => !list.includes(value)),
  })),
  fc.constant({ text: "built_year IS NULL", judge: ({ built_year }: Station["properties"]) => built_year === null }),
  fc
    .integer({ min: 0, max: 9 })
    .map((digit) => ({ text: `name LIKE '%${digit}'`, judge: ({ name }) => name.endsWith(String(digit)) })),
  fc.constantFrom("city_gate", "CITY_GATE").map((kind) => ({
    text: `CASEI(kind) = CASEI('${kind}')`,
    judge: (s) => s.kind.toLowerCase() === kind.toLowerCase(),
  })),
);
const { tree } = fc.letrec<{ tree: Case }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    tie("tree").map(({ text, judge }): Case => ({ text: `NOT (${text})`, judge: (s) => not(judge(s)) })),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([a, b]): Case => ({ text: `(${a.text} AND ${b.text})`, judge: (s) => and(a.judge(s), b.judge(s)) })),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([a, b]): Case => ({ text: `(${a.text} or ${b.text})`, judge: (s) => or(a.judge(s), b.judge(s)) })),
  ),
}));

describeOgc("OGC API Features Part 3, CQL2 text", ({ get }) => {
  const ask = async (filter: string, collection = "stations") =>
    await get(
      `/ogc/collections/${collection}/items?limit=1000&filter-lang=cql2-text&filter=${encodeURIComponent(filter)}`,
    );
  const found = async (filter: string, collection?: string) => {
    const reply = await ask(filter, collection);
    expect(reply.statusCode, `${filter}: ${reply.body.slice(0, 300)}`).toBe(200);
    return reply.json<{ features: Station[] }>().features;
  };
  const ids = async (filter: string, collection?: string) =>
    (await found(filter, collection)).map(({ id }) => id).filter((id) => !id.startsWith("canary"));

  test("a filter finds exactly what its sentence says, by another judge", async () => {
    const all = (await found("id LIKE 'S%'")) as Station[];
    expect(all).toHaveLength(250);
    await fc.assert(
      fc.asyncProperty(tree, async ({ text, judge }) => {
        const expected = all.filter(({ properties }) => judge(properties) === true).map(({ id }) => id);
        expect(await ids(`(${text}) AND id LIKE 'S%'`)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test("the spatial functions", async () => {
    const box = "POLYGON((114.015 37.9, 114.045 37.9, 114.045 38.1, 114.015 38.1, 114.015 37.9))";
    expect(await ids(`S_INTERSECTS(geometry, ${box})`)).toEqual(["S0002", "S0003", "S0004"]);
    expect(await ids(`S_WITHIN(geometry, ${box})`)).toEqual(["S0002", "S0003", "S0004"]);
    expect(await ids(`S_CONTAINS(${box}, geometry)`)).toEqual(["S0002", "S0003", "S0004"]);
    expect(await ids("S_EQUALS(geometry, POINT(114.03 38))")).toEqual(["S0003"]);
    expect(await ids("S_TOUCHES(geometry, LINESTRING(114.03 38, 114.05 38.01))")).toEqual(["S0003"]);
    expect(await ids(`S_DISJOINT(geometry, ${box})`)).toHaveLength(247);
    expect(await ids("S_INTERSECTS(geometry, MULTIPOINT((114.03 38), (114.05 38)))")).toEqual(["S0003", "S0005"]);
    expect(
      await ids("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(114.03 38), LINESTRING(114.045 38, 114.055 38)))"),
    ).toEqual(["S0003", "S0005"]);
    expect(
      await ids("S_INTERSECTS(geometry, MULTIPOLYGON(((114.025 37, 114.035 37, 114.035 39, 114.025 37))))"),
    ).toHaveLength(1);
    expect(await ids("S_CROSSES(geometry, LINESTRING(114 38, 115 38)) OR S_OVERLAPS(geometry, POINT(114 38))")).toEqual(
      [],
    );
  });

  test("the temporal functions", async () => {
    const hazards = async (filter: string) => await ids(filter, "hazards");
    expect(await hazards("T_BEFORE(found_at, TIMESTAMP('2026-11-03T00:00:00Z'))")).toEqual(["H0", "H1"]);
    expect(await hazards("T_AFTER(found_at, DATE('2026-11-08')) AND enterprise_id = 'E-3'")).toEqual(["H8", "H9"]);
    expect(await hazards("T_DURING(found_at, INTERVAL('2026-11-02T00:00:00Z', '2026-11-05T00:00:00Z'))")).toEqual([
      "H2",
      "H3",
    ]);
    expect(await hazards("T_INTERSECTS(found_at, INTERVAL('..', '2026-11-02'))")).toEqual(["H0", "H1"]);
    expect(await hazards("T_EQUALS(found_at, TIMESTAMP('2026-11-02T08:00:00+08:00'))")).toEqual(["H1"]);
    expect(await hazards("found_at >= '2026-11-09' AND found_at < TIMESTAMP('2026-11-10T00:00:00Z')")).toEqual(["H8"]);
    for (const relation of [
      "CONTAINS",
      "DISJOINT",
      "FINISHEDBY",
      "FINISHES",
      "MEETS",
      "METBY",
      "OVERLAPPEDBY",
      "OVERLAPS",
      "STARTEDBY",
      "STARTS",
    ])
      await hazards(`T_${relation}(INTERVAL(found_at, due_at), INTERVAL('2026-11-01', '2026-11-05'))`);
  });

  test.each([
    "",
    "built_year",
    "built_year >",
    "nothing = 1",
    "built_year = 'new'",
    "name = 5",
    "name LIKE 5",
    "(built_year = 1",
    "built_year = 1)",
    "built_year = 1e999",
    "name = 'open",
    "drop table station",
    "1=1; delete from pipe",
    "S_INTERSECTS(geometry, POLYGON((1 1, 2 2)))",
    "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 5 5)))",
    "S_INTERSECTS(name, POINT(1 1))",
    "S_BUFFER(geometry, 1)",
    "T_AFTER(name, TIMESTAMP('2026-01-01T00:00:00Z'))",
    "T_AFTER(found_at, TIMESTAMP('2026-13-01T00:00:00Z'))",
    `${"(".repeat(60)}built_year = 1${")".repeat(60)}`,
    `${"NOT ".repeat(60)}built_year = 1`,
    `name = '${"x".repeat(9_000)}'`,
  ])("%s is refused in words", async (filter) => {
    const reply = await ask(filter, filter.includes("found_at") ? "hazards" : "stations");
    expect(reply.statusCode, reply.body).toBe(400);
    expect(reply.json<{ detail: string }>().detail.length).toBeGreaterThan(10);
  });

  test("what a text says is never SQL", async () => {
    expect(await ids("name = '''; delete from station; --'")).toEqual([]);
    expect(await ids("name = 'x\\' or 1=1'")).toEqual([]);
    expect(await ids("id = 'S0001'")).toEqual(["S0001"]);
  });

  test("queryables name every property with its type, and each can be filtered by", async () => {
    for (const collection of COLLECTION_IDS) {
      const { properties } = (await get(`/ogc/collections/${collection}/queryables`)).json<{
        properties: Record<string, object>;
      }>();
      for (const name of Object.keys(properties)) {
        const reply = await ask(`"${name}" IS NOT NULL`, collection);
        expect([collection, name, reply.statusCode]).toEqual([collection, name, 200]);
      }
    }
  });
});
