import { afterAll, beforeAll, expect, test } from "vitest";
import { GAS_KINDS, MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import {
  COLOR_BYS,
  type ColorBy,
  HAZARD_REACH_M,
  NO_FILTER,
  PIPE_CLASSING,
  type PipeFilter,
} from "#contract/pipe-classes.ts";
import type { Bbox, LngLat } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import type { Db } from "#server/db/db.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { classColumn, type Reading, todayAt } from "./classes.ts";
import { type ClassSum, countPipes, selectPipes } from "./count.ts";
import { PolygonRegion } from "./region.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "./store.ts";
import { PROVINCE } from "./testing/oracle.ts";
import { dayBefore, OWNERS, pipes, plant, random, TODAY, tags } from "./testing/planted-network.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NOW = Date.UTC(2026, 10, 25, 4);
const YEAR = 2026;

const next = random(3);

const bucket = (by: ColorBy, value: string, unknown: boolean): string => {
  const classing = PIPE_CLASSING[by];
  if (classing.kind !== "range") throw new Error(by);
  const { breaks } = classing;
  const limits = `array[${breaks.join()}]::float8[]`;
  return unknown
    ? `case when ${value} is null then ${breaks.length + 1} else width_bucket(greatest(0, ${value})::float8, ${limits}) end`
    : `width_bucket((${value})::float8, ${limits})`;
};
const word = (list: readonly string[], column: string) => `array_position(array['${list.join("','")}'], ${column}) - 1`;
/** Pipe `p`'s class in SQL. */
const CLASS_SQL: Readonly<Record<ColorBy, string>> = {
  level: word(PRESSURE_LEVELS, "p.pressure_level"),
  material: word(MATERIALS, "p.material"),
  gas: word(GAS_KINDS, "p.gas_kind"),
  pressure: bucket("pressure", "p.operating_kpa", true),
  age: bucket("age", `${YEAR} - p.laid_year`, true),
  dn: bucket("dn", "round(p.dn_mm)", true),
  patrol: bucket("patrol", `date '${TODAY}' - p.last_patrolled`, true),
  hazards: bucket(
    "hazards",
    `(select count(*) from hazard h where h.state <> 'closed' and h.enterprise_id = p.enterprise_id
        and (h.area_code = p.area_code or p.area_code = '130000')
        and st_dwithin(h.geom::geography, p.geom::geography, ${HAZARD_REACH_M}))`,
    false,
  ),
  quality: bucket(
    "quality",
    `num_nulls(p.laid_year, p.depth_m, p.wall_mm, p.design_kpa) + (p.pressure_level = 'unknown')::int + (p.material = 'other')::int
      + (p.survey_accuracy_m is null or p.survey_accuracy_m > 0.5)::int`,
    false,
  ),
  enterprise: `least(11, (select rank - 1 from (select enterprise_id, row_number() over (order by sum(length_m) desc) as rank
     from pipe group by 1) o where o.enterprise_id = p.enterprise_id))`,
};

const FILTERS: readonly (readonly [PipeFilter, string])[] = [
  [NO_FILTER, "true"],
  [
    { only: { material: [1, 2], dn: [1, 2, 5], quality: [0, 1, 2] }, laid: [1990, 2020], patrolled: null },
    `p.material in ('PE100', 'steel') and ${CLASS_SQL.dn} in (1, 2, 5) and ${CLASS_SQL.quality} in (0, 1, 2) and p.laid_year between 1990 and 2020`,
  ],
  [
    { only: { hazards: [1, 2, 3] }, laid: null, patrolled: [dayBefore(200), dayBefore(3)] },
    `${CLASS_SQL.hazards} > 0 and p.last_patrolled between '${dayBefore(200)}' and '${dayBefore(3)}'`,
  ],
];
const BOXES: readonly Bbox[] = [
  [114.4, 38, 114.75, 38.3],
  [114.5012, 38.0507, 114.5831, 38.1219],
  [114.6, 38.1, 114.6005, 38.1004],
  [10, 10, 11, 11],
];
const star: LngLat[] = Array.from({ length: 7 }, (_, i) => {
  const angle = (i * 3 * 2 * Math.PI) / 7;
  return [114.55 + 0.1 * Math.cos(angle), 38.12 + 0.08 * Math.sin(angle)];
});
const POLYGONS: readonly (readonly [string, readonly LngLat[]])[] = [
  [
    "a triangle",
    [
      [114.45, 38.01],
      [114.66, 38.05],
      [114.52, 38.2],
    ],
  ],
  [
    "a sliver",
    [
      [114.41, 38.02],
      [114.69, 38.2],
      [114.6901, 38.2001],
    ],
  ],
  [
    "a wild circle of 500 corners",
    Array.from({ length: 500 }, (_, i): LngLat => {
      const [angle, r] = [(i / 500) * 2 * Math.PI, 0.04 + 0.03 * next()];
      return [114.55 + r * Math.cos(angle), 38.12 + r * Math.sin(angle)];
    }),
  ],
  [
    "nothing at all",
    [
      [1, 1],
      [2, 1],
      [1, 2],
    ],
  ],
];

/** Corners between, so that an edge is as straight in degrees as it is on a map. */
const dense = (ring: readonly LngLat[]): LngLat[] =>
  ring.flatMap(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as LngLat;
    return Array.from({ length: 50 }, (_, k): LngLat => [x + ((nextX - x) * k) / 50, y + ((nextY - y) * k) / 50]);
  });

const close = (rows: readonly ClassSum[]) => rows.map((row) => ({ ...row, lengthM: expect.closeTo(row.lengthM, 1) }));

describeOnBothEngines("sums of the network", (bench) => {
  let db: Db;
  let store: OwnedSnapshotStore;
  beforeAll(async () => {
    db = bench.db();
    await plant(db);
    store = createSnapshotStore({ db, log: quiet, watchMs: 0 });
    await store.refresh();
  });
  afterAll(() => store.close());

  const readingFor = (scope: Scope): Reading => ({
    snapshot: store.current(),
    sight: store.sight(scope),
    today: todayAt(NOW),
    live: null,
  });
  const SCOPES: readonly Scope[] = [PROVINCE, { level: "county", areaCode: "130104", enterpriseId: null }];
  const sqlSums = (scope: Scope, k: string, where: string) =>
    db.as(scope, (tx) =>
      tx.query<ClassSum>(
        `select ${k}::int as class, count(*)::int as count, sum(p.length_m) as "lengthM" from pipe p where ${where} group by 1 order by 1`,
      ),
    );

  test.each(COLOR_BYS)("the column of %s is what a query says of each pipe", async (by) => {
    const column = classColumn(by, readingFor(PROVINCE));
    const rows = await db.asSystem((tx) =>
      tx.query<{ id: string; class: number }>(`select p.id, (${CLASS_SQL[by]})::int as class from pipe p`),
    );
    const found = rows.filter((row) => column[store.current().pipeSeq(row.id) as number] !== row.class);
    expect(found).toEqual([]);
    expect(new Set(column).size).toBeGreaterThan(2);
  });

  test("a box's counts by class are a query's, in each sight, with each filter", async () => {
    const box = ([west, south, east, north]: Bbox) =>
      `st_intersects(p.geom, st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490))`;
    for (const scope of SCOPES)
      for (const bbox of BOXES)
        for (const [filter, sql] of FILTERS)
          for (const [by, zoom] of [
            ["level", 10],
            ["patrol", 13],
            ["hazards", 8],
          ] as const) {
            // Classes of hazards of a county's pipes are of the whole table: the province's query tells them.
            if (scope !== PROVINCE && (by === "hazards" || sql.includes("hazard"))) continue;
            const drawn = `p.pressure_level in (${pipeLevelsAt(zoom)
              .map((i) => `'${PRESSURE_LEVELS[i]}'`)
              .join()})`;
            const counts = await countPipes(readingFor(scope), { bbox, zoom, by, filter });
            expect(counts.shown).toEqual(
              close(await sqlSums(scope, CLASS_SQL[by], `${box(bbox)} and ${drawn} and (${sql})`)),
            );
            const one = async (where: string) => {
              const [sum] = close(await sqlSums(scope, "0", `${box(bbox)} and ${where}`));
              return sum ? { count: sum.count, lengthM: sum.lengthM } : { count: 0, lengthM: 0 };
            };
            expect(counts.leftOut).toEqual(await one(`not ${drawn} and (${sql})`));
            expect(counts.filteredAway).toEqual(await one(`(${sql}) is not true`));
          }
  });

  test.each([...POLYGONS, ["a star that crosses itself", star] as const])(
    "what %s chooses is what a query finds",
    async (_, corners) => {
      const ring = dense(corners);
      const text = [...ring, ring[0] as LngLat].map((point) => point.join(" ")).join(",");
      // Made valid, a ring that crosses itself becomes areas and holes by the even-odd rule.
      const area = `st_makevalid(st_geomfromtext('POLYGON((${text}))', 4490))`;
      for (const scope of SCOPES)
        for (const [filter, sql] of FILTERS) {
          if (scope !== PROVINCE && sql.includes("hazard")) continue;
          const where = `st_intersects(p.geom, (select ${area})) and (${sql})`;
          const found = await selectPipes(readingFor(scope), new PolygonRegion(ring), filter);
          const ids = await db.as(scope, (tx) => tx.query<{ id: string }>(`select p.id from pipe p where ${where}`));
          const seqs = ids.map(({ id }) => store.current().pipeSeq(id) as number).sort((a, b) => a - b);
          expect([...found.seqs]).toEqual(seqs);
          expect(found.count).toBe(seqs.length);
          expect(found.byLevel).toEqual(close(await sqlSums(scope, CLASS_SQL.level, where)));
          expect(found.byMaterial).toEqual(close(await sqlSums(scope, CLASS_SQL.material, where)));
        }
    },
  );

  test("flow, year and patrol day are the rows', and each end with a pressure tag in kPa is known", async () => {
    const { pipes: columns, pipeSeq, pipeId, tagId } = store.current();
    for (const row of pipes) {
      const i = pipeSeq(row.id) as number;
      const facts = [columns.flow[i], columns.laidYear[i], columns.patrolDay[i], columns.lengthM[i]];
      expect(facts).toEqual([
        row.flow_m3h === null || row.flow_m3h === 0 ? 0 : row.flow_m3h > 0 ? 1 : 2,
        row.laid_year === null ? 0 : row.laid_year - 1900,
        row.last_patrolled === null ? 0 : Date.parse(row.last_patrolled) / 86_400_000,
        Math.fround(row.length_m),
      ]);
    }
    const ends = Array.from(columns.ends.pipe, (pipe, k) => `${pipeId(pipe)} ${tagId(columns.ends.tag[k] as number)}`);
    const measured = tags.filter(({ kind, unit }) => kind === "pressure" && unit.trim().toLowerCase() === "kpa");
    const expected = pipes.flatMap((row) =>
      [row.from_node, row.to_node].flatMap((node) =>
        measured
          .filter((tag) => tag.node_id === node)
          .map((tag) => tag.id)
          .sort()
          .map((id) => `${row.id} ${id}`),
      ),
    );
    expect(ends.toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(100);
    const of = (id: string, lines: readonly string[]) => lines.filter((one) => one.startsWith(`${id} `));
    for (const { id } of pipes) expect(of(id, ends)).toEqual(of(id, expected));
  });

  test("enterprises are named as their files do, and by their ids where none does", () => {
    const { enterprises, enterpriseNames } = store.current();
    expect(new Map(enterprises.map((id, i) => [id, enterpriseNames[i]]))).toEqual(
      new Map(OWNERS.map((id, i) => [id, i === 0 ? id : `燃气 ${id}`])),
    );
  });
});
