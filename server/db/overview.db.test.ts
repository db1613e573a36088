import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  LICENCE_KINDS,
  MATERIALS,
  PRESSURE_LEVELS,
  STATION_KINDS,
} from "#contract/gas.ts";
import { Overview, type OverviewQuery } from "#contract/overview.ts";
import type { Scope } from "#contract/scope.ts";
import { Latest } from "#server/live/latest-store.ts";
import { createSnapshotStore } from "#server/tiles/store.ts";
import { listEnterprises } from "./enterprises.ts";
import { findPlace } from "./overview/place.ts";
import { liveTagCells, storedTagCells } from "./overview/tags.ts";
import { readOverview } from "./overview.ts";
import { describeOnBothEngines } from "./testing/engines.ts";
import { overviewByHand } from "./testing/overview-by-hand.ts";
import { plantOverviewWorld } from "./testing/overview-plant.ts";
import { AREAS, ENTERPRISES, makeOverviewWorld } from "./testing/overview-world.ts";

const NOW = new Date();
const WORLD = makeOverviewWorld(7, NOW);

const scope = (level: Scope["level"], areaCode: string, enterpriseId: string | null = null): Scope => ({
  level,
  areaCode,
  enterpriseId,
});
const SCOPES: readonly Scope[] = [
  scope("province", "130000"),
  ...["130100", "130600", "133100", "130682", "130181", "130200"].map((code) => scope("city", code)),
  ...["130102", "130602", "130629", "130682"].map((code) => scope("county", code)),
  scope("enterprise", "130102", "E-1"),
  scope("enterprise", "130000", "T-1"),
];

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });
const questions: fc.Arbitrary<OverviewQuery> = fc.record({
  area: maybe(["130100", "130600", "133100", ...AREAS]),
  enterprise: maybe(ENTERPRISES),
  level: maybe(PRESSURE_LEVELS.slice(0, 4)),
  material: maybe(MATERIALS.slice(0, 3)),
  gasKind: maybe(GAS_KINDS),
  stationKind: maybe(STATION_KINDS.slice(0, 6)),
});

/** The reply, in the shape of the count by hand. */
const simplified = (o: Overview) => ({
  enterprises: o.enterprises.total,
  byLicence: LICENCE_KINDS.flatMap((kind) =>
    o.enterprises.byLicence.filter((row) => row.kind === kind).map((row) => [kind, row.count]),
  ),
  expiring: o.enterprises.expiring.map((l) => `${l.enterpriseId} ${l.kind} ${l.expires} ${l.daysLeft}`).toSorted(),
  mm: Math.round(o.pipes.totalKm * 1e6),
  pipes: PRESSURE_LEVELS.flatMap((level) =>
    MATERIALS.flatMap((material) =>
      o.pipes.byLevelAndMaterial
        .filter((r) => r.level === level && r.material === material && r.km > 0)
        .map((r) => [`${level} ${material}`, Math.round(r.km * 1e6)]),
    ),
  ),
  stations: STATION_KINDS.flatMap((kind) =>
    o.stations.filter((row) => row.kind === kind).map((row) => [kind, row.count]),
  ),
  customers: GAS_KINDS.flatMap((gas) =>
    CUSTOMER_CLASSES.flatMap((c) =>
      o.customers.filter((row) => row.gasKind === gas && row.class === c).map((row) => [`${gas} ${c}`, row.count]),
    ),
  ),
  supply: o.supply.reduce((sum, { m3 }) => sum + m3, 0),
  tags: o.tags.map(({ count }) => count),
  alarms: o.alarms.map(({ count }) => count),
  hazards: o.hazards.map(({ open, overdue }) => [open, overdue]),
});

/** What belongs to a city or the province itself has a line of its own; asked by that code it is all of the area. */
const isOwnLevel = (code: string) => code === "130000" || code === "130600";

describeOnBothEngines("the overview", (bench) => {
  beforeAll(async () => {
    await bench.db().asSystem((tx) => plantOverviewWorld(tx, WORLD, NOW));
  });

  /** Null where the caller has no such place. */
  const read = async (who: Scope, query: OverviewQuery): Promise<Overview | null> =>
    await bench.db().as(who, async (tx) => {
      const place = await findPlace(tx, who, query.area);
      if (place === null) return null;
      const filter = { ...query, enterprise: query.enterprise ?? who.enterpriseId ?? undefined, place };
      return await readOverview(tx, filter, await storedTagCells(tx, filter, NOW), NOW);
    });

  test("says what a count by hand says, for any scope and any filters", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SCOPES), questions, async (who, query) => {
        const overview = await read(who, query);
        if (overview === null) return;
        expect(Overview.parse(overview)).toEqual(overview);
        expect(simplified(overview)).toEqual(overviewByHand(WORLD, who, query, NOW));
      }),
      { numRuns: 100 },
    );
  });

  test("has parts that add up to the whole, and answer the same when asked themselves", async () => {
    for (const who of SCOPES) {
      const whole = await read(who, {});
      if (whole === null) throw new Error("everybody has a place of their own");
      const sum = (
        measure: "pipeKm" | "stations" | "customers" | "tags" | "openAlarms" | "openHazards" | "gasSuppliedM3",
      ) => whole.children.reduce((n, { measures }) => n + measures[measure], 0);
      const count = (rows: readonly { count: number }[]) => rows.reduce((n, row) => n + row.count, 0);
      expect(sum("pipeKm")).toBeCloseTo(whole.pipes.totalKm, 6);
      expect(sum("stations")).toBe(count(whole.stations));
      expect(sum("customers")).toBe(count(whole.customers));
      expect(sum("tags")).toBe(count(whole.tags));
      expect(sum("openAlarms")).toBe(count(whole.alarms));
      expect(sum("openHazards")).toBe(whole.hazards.reduce((n, { open }) => n + open, 0));
      expect(sum("gasSuppliedM3")).toBe(whole.supply.reduce((n, { m3 }) => n + m3, 0));
      for (const child of whole.children.filter(({ code }) => !isOwnLevel(code))) {
        const part = await read(
          who,
          child.kind === "area" ? { area: child.code } : { area: whole.area, enterprise: child.code },
        );
        expect(part?.pipes.totalKm ?? child.measures.pipeKm).toBeCloseTo(child.measures.pipeKm, 6);
        expect(part?.enterprises.total ?? child.measures.enterprises).toBe(child.measures.enterprises);
      }
    }
  });

  test("counts the enterprises that the list names, wherever asked and by whomever", async () => {
    for (const who of SCOPES) {
      for (const area of [undefined, "130000", "130100", "130600", "133100", ...AREAS]) {
        const both = await bench.db().as(who, async (tx) => {
          const place = await findPlace(tx, who, area);
          if (place === null) return null;
          const filter = { place, enterprise: who.enterpriseId ?? undefined };
          const { enterprises } = await readOverview(tx, filter, [], NOW);
          // The overview of an enterprise without an area is of all of it; the list without an area, of all in sight.
          const listed = await listEnterprises(tx, area ?? null);
          return [enterprises.total, listed.length];
        });
        if (both) expect([who, area, both[0]]).toEqual([who, area, both[1]]);
      }
    }
  });

  test("compares by the supervision tree: 14 units, a unit's counties, a county's enterprises", async () => {
    const codes = async (who: Scope) => (await read(who, {}))?.children.map(({ code }) => code).toSorted();
    expect((await codes(scope("province", "130000")))?.filter((code) => code !== "130000")).toHaveLength(14);
    expect(await codes(scope("city", "133100"))).toEqual(["130629", "130632", "130638"]);
    expect((await codes(scope("city", "130600")))?.filter((code) => code !== "130600")).toHaveLength(20);
    for (const code of (await codes(scope("city", "130682"))) ?? []) expect(ENTERPRISES).toContain(code);
    expect(ENTERPRISES).toEqual(expect.arrayContaining((await codes(scope("county", "130102"))) ?? ["none"]));
  });

  test("has no place outside the caller's area, known or not", async () => {
    expect(await read(scope("county", "130102"), { area: "130104" })).toBeNull();
    expect(await read(scope("city", "130600"), { area: "130629" })).toBeNull();
    expect(await read(scope("city", "130600"), { area: "130682" })).toBeNull();
    expect(await read(scope("county", "130102"), { area: "130000" })).toBeNull();
    expect(await read(scope("province", "130000"), { area: "999999" })).toBeNull();
  });

  test("counts tags in memory as in the tables", async () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const snapshots = createSnapshotStore({ db: bench.db(), log, watchMs: 0 });
    try {
      const live = new Latest(bench.db(), () => NOW.getTime());
      live.adopt(await snapshots.refresh());
      await live.load();
      const order = (a: { key: string; state: string }, b: { key: string; state: string }) =>
        `${a.key} ${a.state}` < `${b.key} ${b.state}` ? -1 : 1;
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...SCOPES), questions, async (who, query) => {
          await bench.db().as(who, async (tx) => {
            const place = await findPlace(tx, who, query.area);
            if (place === null) return;
            const filter = { ...query, place };
            const stored = await storedTagCells(tx, filter, NOW);
            expect([...liveTagCells(live.columns(), snapshots.sight(who), filter)].toSorted(order)).toEqual(
              [...stored].toSorted(order),
            );
          });
        }),
        { numRuns: 60 },
      );
    } finally {
      await snapshots.close();
    }
  });
});
