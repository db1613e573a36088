import { afterAll, beforeAll, expect, test } from "vitest";
import { getHazardBoard } from "#contract/field/hazard-board.ts";
import { listHazardPlaces } from "#contract/field/hazard-places.ts";
import { HAZARD_AGES, HAZARD_DUES } from "#contract/field/hazard-buckets.ts";
import { listHazards } from "#contract/field/hazards.ts";
import { getFieldKpis, type KpiId } from "#contract/field/kpis.ts";
import { listFieldRules, whatIfRule } from "#contract/field/rules.ts";
import { dayIn } from "#model/field/due.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { CHANGAN, plantCanaryWorld, SIGHTS, ZHENGDING } from "#server/testing/canary-world.ts";
import { countAccepted } from "./ledger/count.ts";
import { type FieldApp, openFieldApp, sightOf } from "./testing/field-app.ts";
import { rowsOf } from "./testing/queries.ts";
import { checkBody, record } from "./testing/records.ts";

const TODAY = dayIn(Date.now());
const DAYS = `from=${TODAY}&to=${TODAY}`;

describeOnBothEngines("what supervisors ask", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const BOSS = { role: "supervisor" as const, scope: sightOf("长安区").scope };
  const get = async (path: string, who: object = BOSS) => {
    const reply = await field.app.inject({ url: path, headers: field.as("boss", who) });
    expect([path, reply.statusCode, reply.statusCode === 200 ? "" : reply.body]).toEqual([path, 200, ""]);
    return reply.json<unknown>();
  };
  const board = async (query = "", who: object = BOSS) =>
    getHazardBoard.reply.parse(await get(`/api/field/hazard-board?${query}`, who)).cells;
  const sum = (cells: readonly { readonly count: number }[]) => cells.reduce((all, { count }) => all + count, 0);
  const hazard = ([id, grade, state, foundDaysAgo, dueInDays]: readonly [
    string,
    string,
    string,
    number,
    number | null,
  ]) =>
    rows(
      `insert into hazard (id, area_code, enterprise_id, grade, state, found_at, due_at, geom)
       values ($1, $2, $3, $4, $5, now() - $6::float8 * interval '1 day', now() + $7::float8 * interval '1 day',
               st_setsrid(st_makepoint(114.6, 38.1), 4490))`,
      [id, CHANGAN.area, CHANGAN.enterprise, grade, state, foundDaysAgo, dueInDays],
    );

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
    const planted = [
      ["H-a", "major", "graded", 0.5, 2],
      ["H-b", "major", "dispatched", 5, -2],
      ["H-c", "general", "accepted", 20, -10],
      ["H-d", "general", "fixed", 60, -40],
      ["H-e", "minor", "graded", 200, null],
      ["H-f", "general", "rechecked", 40, -10],
      ["H-g", "general", "closed", 40, -10],
      ["H-h", "minor", "graded", 2, 10],
    ] as const;
    for (const one of planted) await hazard(one);
  });
  afterAll(() => field.close());

  test("the board counts each open hazard in sight once, and each of its cells opens to as many", async () => {
    const cells = await board(`enterprise=${CHANGAN.enterprise}`);
    const [open] = await rows<{ n: number }>(
      "select count(*)::int as n from hazard where state <> 'closed' and enterprise_id = $1",
      [CHANGAN.enterprise],
    );
    expect(sum(cells)).toBe(open?.n);
    expect(new Set(cells.map(({ due }) => due)).size).toBeGreaterThan(5);
    const list = async (query: string) =>
      listHazards.reply.parse(await get(`/api/field/hazards?enterprise=${CHANGAN.enterprise}&limit=500&${query}`))
        .hazards;
    for (const cell of cells) {
      const { grade, state, age, due, climbedTo } = cell;
      const found = await list(
        new URLSearchParams({ grade, state, age, due, climbed: climbedTo ?? "none" }).toString(),
      );
      expect([cell, found.length]).toEqual([cell, cell.count]);
    }
    for (const age of HAZARD_AGES)
      expect(await list(`age=${age}`)).toHaveLength(sum(cells.filter((cell) => cell.age === age)));
    for (const due of HAZARD_DUES)
      expect(await list(`due=${due}`)).toHaveLength(sum(cells.filter((cell) => cell.due === due)));
  });

  test("every scope's board and map are of what is in its sight", async () => {
    for (const sight of SIGHTS) {
      const who = { role: "analyst", scope: sight.scope };
      const owners = sight.sees.map(({ enterprise }) => enterprise);
      const [seen] = await rows<{ n: number }>(
        "select count(*)::int as n from hazard where state <> 'closed' and enterprise_id = any ($1)",
        [owners],
      );
      const { places } = listHazardPlaces.reply.parse(await get("/api/field/hazard-places", who));
      expect([sight.name, sum(await board("", who)), places.length]).toEqual([sight.name, seen?.n, seen?.n]);
    }
  });

  test("on the map the gravest come first, and a box holds what lies in it", async () => {
    const places = async (query: string) =>
      listHazardPlaces.reply.parse(await get(`/api/field/hazard-places?${query}`)).places;
    const inBox = await places("bbox=114.5,38.05,114.7,38.15");
    expect(inBox.map(({ id }) => id).slice(0, 2)).toEqual(["H-b", "H-a"]);
    expect(inBox.map(({ id }) => id)).not.toContain("H-g");
    expect(inBox.find(({ id }) => id === "H-b")?.isOverdue).toBe(true);
    expect(await places("bbox=110,30,111,31")).toEqual([]);
    const refused = await field.app.inject({
      url: "/api/field/hazard-places?bbox=9,9,1,1",
      headers: field.as("boss", BOSS),
    });
    expect(refused.statusCode).toBe(400);
  });

  test("figures are those of the records: let in of planned, done of the year's plan, repaired of due, re-checked of repaired", async () => {
    const own = `enterprise=${CHANGAN.enterprise}&area=${CHANGAN.area}`;
    // The canaries' own records are counted before the slate is wiped.
    await countAccepted(bench.db());
    await rows("delete from field_tally");
    await rows("delete from field_door");
    await rows("delete from field_due");
    // The canaries' own sums belong to no record and no door.
    await rows("delete from field_tally_month");
    await rows("delete from field_plan");
    for (const id of ["K-1", "K-2", "K-3"])
      await rows(
        `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
         values ($1, 'd', $2, $3, 'urban_ng', 'residential', st_setsrid(st_makepoint(115, 38), 4490))`,
        [id, CHANGAN.area, CHANGAN.enterprise],
      );
    await field.send(record("check", checkBody("K-1")));
    await field.send(record("check", checkBody("K-2", { outcome: "refused" })));
    // Never visited, and due later than the last day.
    await rows(
      `insert into field_door (customer_id, area_code, enterprise_id, gas_kind, class, due_on, rule_id)
       values ('K-3', $1, $2, 'urban_ng', 'residential', $3::date + 100, 'visit-urban')`,
      [CHANGAN.area, CHANGAN.enterprise, TODAY],
    );
    await countAccepted(bench.db());
    const told = getFieldKpis.reply.parse(await get(`/api/field/kpis?${own}&${DAYS}`));
    const kpi = (id: KpiId) => told.kpis.find((one) => one.id === id);
    expect(told.outcomes).toEqual({ entered: 1, refused: 1 });
    expect(kpi("entry")).toMatchObject({ part: 1, whole: 2 });
    expect(kpi("completion")).toMatchObject({ part: 1, whole: 3 });
    expect(told.plan).toEqual([
      { ruleId: "visit-urban", name: "城镇居民入户安检", doors: 3, visitsPerYear: 1, visits: 3 },
    ]);
    const ofYear = getFieldKpis.reply.parse(await get(`/api/field/kpis?${own}&from=2020-01-01&to=${TODAY}`)).kpis;
    // H-b, H-c, H-d, H-f and H-g were due by now; the canary is due this very moment and not repaired.
    const repair = ofYear.find(({ id }) => id === "repair");
    expect(repair).toMatchObject({ part: 3 });
    expect(repair?.whole).toBeGreaterThanOrEqual(5);
    expect(ofYear.find(({ id }) => id === "recheck")).toMatchObject({ part: 2, whole: 3 });
    const { hazards } = listHazards.reply.parse(
      await get(`/api/field/hazards?${own}&state=repaired&dueBefore=${new Date().toISOString()}&limit=500`),
    );
    expect(hazards.map(({ id }) => id).sort()).toEqual(["H-d", "H-f", "H-g"]);
    const backwards = await field.app.inject({
      url: `/api/field/kpis?from=2026-02-01&to=2026-01-01`,
      headers: field.as("boss", BOSS),
    });
    expect(backwards.statusCode).toBe(400);
  });

  test("rules are told with clause, source and dates, each with terms that can be read", async () => {
    const { rules } = listFieldRules.reply.parse(await get("/api/field/rules"));
    const shipped = rules.filter(({ areaCode }) => areaCode === "130000");
    expect(new Set(shipped.map(({ kind }) => kind))).toEqual(
      new Set(["visit", "hazard", "climb", "patrol", "leak", "work"]),
    );
    for (const { terms, clause, source, isInForce, id } of shipped)
      expect([id, terms !== null, clause !== "", source !== "", isInForce]).toEqual([id, true, true, true, true]);
  });

  test("what a change of a rule costs is the difference of its doors' visits, of those in sight alone, and nothing is changed", async () => {
    const whatIf = async (perYear: number, who: object = BOSS, area: string | null = null) => {
      const reply = await field.app.inject({
        method: "POST",
        url: "/api/field/rules/visit-urban/what-if",
        headers: field.as("boss", who),
        payload: {
          area,
          terms: { kind: "visit", gasKinds: ["urban_ng"], classes: ["residential"], perYear, season: null },
        },
      });
      expect([reply.statusCode, reply.statusCode === 200 ? "" : reply.body]).toEqual([200, ""]);
      return whatIfRule.reply.parse(reply.json());
    };
    const before = await rows("select * from field_rule order by 1, 2, 3");
    expect((await whatIf(1)).total).toEqual({ size: 3, before: 3, after: 3 });
    const twice = await whatIf(2);
    expect(twice.total).toEqual({ size: 3, before: 3, after: 6 });
    expect(twice.areas).toMatchObject([{ areaCode: CHANGAN.area, areaName: "长安区", before: 3, after: 6 }]);
    expect(twice.parts).toMatchObject([{ key: ["urban_ng", "residential"], before: 3, after: 6 }]);
    expect((await whatIf(2, { role: "supervisor", scope: sightOf("正定县").scope })).total.size).toBe(0);
    expect((await whatIf(2, BOSS, ZHENGDING.area)).total.size).toBe(0);
    expect(await rows("select * from field_rule order by 1, 2, 3")).toEqual(before);
  });
});
