import { beforeAll, expect, test } from "vitest";
import { hexOf } from "#contract/hex-grid.ts";
import type { LngLat } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { StatisticsQuery } from "#contract/statistics.ts";
import { HEX_SIZES_M } from "#contract/statistics-hexes.ts";
import { rng } from "#mocks/world/rng.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { readHexes } from "./hexes.ts";
import { understand } from "./question.ts";

const NOW = new Date("2026-07-01T04:00:00Z");
const OWNERS = [
  ["130102", "E-1"],
  ["130102", "E-2"],
  ["130602", "E-1"],
] as const;

interface Planted {
  readonly id: string;
  readonly area: string;
  readonly enterprise: string;
  readonly grade: string;
  readonly state: string;
  readonly at: LngLat;
  readonly foundAt: string;
}

function plant(count: number): Planted[] {
  const chance = rng(11, "hexes");
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  return Array.from({ length: count }, (_, i) => {
    const [area, enterprise] = one(OWNERS);
    return {
      id: `h${i}`,
      area,
      enterprise,
      grade: one(["major", "general", "minor"]),
      state: one(["found", "dispatched", "closed"]),
      at: [113 + 7 * chance(), 36 + 6.7 * chance()],
      foundAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(chance() * 150) * 86_400_000).toISOString(),
    };
  });
}

describeOnBothEngines("hexagons of hazards", (bench) => {
  const planted = plant(300);
  beforeAll(() =>
    bench.db().asSystem((tx) =>
      tx.query(
        `insert into hazard (id, area_code, enterprise_id, grade, state, found_at, geom)
         select r->>'id', r->>'area', r->>'enterprise', r->>'grade', r->>'state', (r->>'foundAt')::timestamptz,
                st_setsrid(st_makepoint((r->'at'->>0)::float8, (r->'at'->>1)::float8), 4490)
           from jsonb_array_elements($1::jsonb) r`,
        [JSON.stringify(planted)],
      ),
    ),
  );

  const ask = (query: object, sizeM: number, scope: Scope) =>
    bench.db().as(scope, async (tx) => {
      const question = await understand(tx, scope, StatisticsQuery.parse(query), NOW);
      return await readHexes(tx, question, sizeM);
    });
  const byHand = (some: readonly Planted[], sizeM: number) => {
    const counts = new Map<string, number>();
    for (const { at } of some) {
      const { q, r } = hexOf(at, sizeM);
      counts.set(`${q} ${r}`, (counts.get(`${q} ${r}`) ?? 0) + 1);
    }
    return [...counts].sort();
  };
  const told = (hexes: Awaited<ReturnType<typeof ask>>) =>
    hexes.map(({ q, r, count }) => [`${q} ${r}`, count] as const).sort();
  const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };

  test("hold each record once, in the hexagon that the page draws, at every size", async () => {
    for (const sizeM of HEX_SIZES_M) {
      const hexes = await ask({ measure: "hazardsFound", from: "2026-01-01", to: "2026-06-30" }, sizeM, PROVINCE);
      expect([sizeM, told(hexes)]).toEqual([sizeM, byHand(planted, sizeM)]);
    }
  });

  test("count what the measure counts: open ones, of the words, days and place asked for", async () => {
    const open = planted.filter(({ state, foundAt }) => state !== "closed" && foundAt < "2026-03-31T16:00:00Z");
    const stock = { measure: "hazardsOpen", to: "2026-03-31" };
    expect(told(await ask(stock, 20_000, PROVINCE))).toEqual(byHand(open, 20_000));
    const major = open.filter(({ grade, area }) => grade === "major" && area === "130102");
    const narrow = { ...stock, where: "hazardGrade:major", area: "130102" };
    expect(told(await ask(narrow, 20_000, PROVINCE))).toEqual(byHand(major, 20_000));
  });

  test("hold nobody else's records", async () => {
    const span = { measure: "hazardsFound", from: "2026-01-01", to: "2026-06-30" };
    const county: Scope = { level: "county", areaCode: "130602", enterpriseId: null };
    const theirs = planted.filter(({ area }) => area === "130602");
    expect(told(await ask(span, 5000, county))).toEqual(byHand(theirs, 5000));
    const enterprise: Scope = { level: "enterprise", areaCode: "130102", enterpriseId: "E-2" };
    const own = planted.filter((row) => row.enterprise === "E-2");
    expect(told(await ask(span, 5000, enterprise))).toEqual(byHand(own, 5000));
  });
});
