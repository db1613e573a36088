import type { Db, Tx } from "#server/db/db.ts";
import { LEVEL, MATERIAL, STATUS, CLASS, OUTCOME, GRADE, STATE, WARNING, STATION, TAG, word } from "./shares.ts";

/** What is planted at share 1: as much as a province has. */
const SIZES = {
  pipes: 1_000_000,
  customers: 3_000_000,
  visits: 10_000_000,
  stations: 200_000,
  nodes: 200_000,
  tags: 55_000,
  alarms: 100_000,
  hazards: 100_000,
  walks: 300_000,
  days: 730,
} as const;

export type Sizes = Readonly<Record<keyof typeof SIZES, number>>;

export const sizesOf = (share: number): Sizes => ({
  ...(Object.fromEntries(Object.entries(SIZES).map(([name, n]) => [name, Math.ceil(n * share)])) as Record<
    keyof Sizes,
    number
  >),
  days: SIZES.days,
});

/** The day on which the bench asks; visits are of the two years before. */
export const TODAY = "2026-11-26";
const ENTERPRISES = 400;
const IN_A_COUNTY = 3;
const BATCH = 250_000;

interface Owners {
  readonly areas: readonly string[];
  readonly enterprises: readonly string[];
  readonly gases: readonly string[];
}

/** Three enterprises in each county, one kind of gas each. */
function ownersOf(counties: readonly string[]): Owners {
  const count = counties.length * IN_A_COUNTY;
  const at = (i: number) => String(i).padStart(4, "0");
  const places = Array.from({ length: count }, (_, i) => i);
  return {
    areas: places.map((i) => counties[i % counties.length] as string),
    enterprises: places.map((i) => `E-${at((i * 7) % ENTERPRISES)}`),
    gases: places.map((i) => (i % 3 === 1 ? "rural_ng" : i % 9 === 2 ? "lpg" : "urban_ng")),
  };
}

const POINT = "st_setsrid(st_makepoint(114 + (r % 4000) / 1000.0, 37 + (r / 4000 % 3000) / 1000.0), 4490)";
const LINE = `st_makeline(${POINT}, st_translate(${POINT}, 0.0005, 0.0005))`;
const BACK = (days: string) =>
  `timestamptz '${TODAY} 00:00:00+08' - ${days} * interval '1 day' + (r % 86400) * interval '1 second'`;

/** Ten inspectors for each owner in each county. */
const AUTHOR = "'i' || p.i || '-' || r % 10";

interface Table {
  readonly name: string;
  readonly columns: string;
  /** Of `g` (number), `r` (as good as random), `p.area`, `p.enterprise`, `p.gas`. */
  readonly values: string;
  readonly rows: number;
}

const tablesOf = (size: Sizes): readonly Table[] => [
  {
    name: "pipe",
    columns:
      "id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, laid_year, status, source_crs, from_node, to_node, geom",
    values: `'P' || g, 'pipes', p.area, p.enterprise, p.gas, ${LEVEL}, ${MATERIAL}, 63, 20 + r % 160, 1990 + (r / 7) % 36, ${STATUS}, 'EPSG:4490', 'a', 'b', ${LINE}`,
    rows: size.pipes,
  },
  {
    name: "station",
    columns:
      "id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, built_year, status, geom",
    values: `'S' || g, 'stations', 'S' || g, ${STATION}, p.area, p.enterprise, p.gas, ${LEVEL}, 1995 + (r / 7) % 31, ${STATUS}, ${POINT}`,
    rows: size.stations,
  },
  {
    name: "node",
    columns: "id, dataset_name, kind, area_code, enterprise_id, pressure_level, condition, geom",
    values: `'N' || g, 'nodes', ${word(
      [
        ["valve", 700],
        ["regulator", 300],
      ],
      "r",
    )}, p.area, p.enterprise, ${LEVEL}, 'operable', ${POINT}`,
    rows: size.nodes,
  },
  {
    name: "tag",
    columns: "id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, sampling_s, stale_after_s",
    values: `'T' || g, 'tags', 'T' || g, ${TAG}, 'S' || (g * 3 + 1), p.area, p.enterprise, 'kPa', 60, 180`,
    rows: size.tags,
  },
  {
    name: "customer",
    columns: "id, dataset_name, area_code, enterprise_id, gas_kind, class, annual_m3, geom",
    values: `'C' || g, 'customers', p.area, p.enterprise, p.gas, ${CLASS}, 50 + r % 400, ${POINT}`,
    rows: size.customers,
  },
  {
    name: "field_door",
    columns: "customer_id, area_code, enterprise_id, gas_kind, class, due_on",
    values: `'C' || g, p.area, p.enterprise, p.gas, ${CLASS}, date '${TODAY}' - 120 + ((r / 1000) % 365)::int`,
    rows: size.customers,
  },
  {
    name: "alarm",
    columns: "id, tag_id, area_code, enterprise_id, level, raised_at, acked_at, cleared_at, is_first_out",
    values: `'A' || g, 'T' || (1 + r % ${size.tags}), p.area, p.enterprise, ${WARNING}, ${BACK("((r / 1000) % 700)")}, ${BACK("((r / 1000) % 700)")} + (r % 900) * interval '1 second', now(), r % 3 = 0`,
    rows: size.alarms,
  },
  {
    name: "hazard",
    columns: "id, dataset_name, area_code, enterprise_id, grade, state, found_at, due_at, geom",
    values: `'H' || g, 'hazards', p.area, p.enterprise, ${GRADE}, ${STATE}, ${BACK("((r / 1000) % 700)")}, ${BACK("((r / 1000) % 700 - 15)")}, ${POINT}`,
    rows: size.hazards,
  },
  {
    name: "field_walk",
    columns: "pipe_id, record_id, area_code, enterprise_id, author, at, from_m, to_m, is_doubted",
    values: `'P' || g, 'W' || (g / 20), p.area, p.enterprise, ${AUTHOR}, ${BACK("((r / 1000) % 700)")}, 0, 20 + r % 160, r % 50 = 0`,
    rows: size.walks,
  },
];

const source = (from: string) =>
  `from ${from} cross join lateral (select abs(hashint8(g)::bigint) as r) h
   join unnest($1::text[], $2::text[], $3::text[]) with ordinality p (area, enterprise, gas, i) on p.i = 1 + g % cardinality($1::text[])`;

const valuesOf = ({ areas, enterprises, gases }: Owners) => [areas, enterprises, gases];

async function fill(db: Db, { name, columns, values, rows }: Table, owners: Owners): Promise<void> {
  for (let first = 1; first <= rows; first += BATCH) {
    const last = Math.min(rows, first + BATCH - 1);
    await db.asSystem(async (tx) => {
      await tx.query("select set_config('app.known_at', '2026-01-05T00:00:00Z', true)");
      await tx.query(
        `insert into ${name} (${columns}) select ${values} ${source("generate_series($4::bigint, $5::bigint) g")}`,
        [...valuesOf(owners), first, last],
      );
    });
  }
}

/** Visits of two years, known half a month by half a month; each record's own transaction would make more entries of the same sums. */
async function fillVisits(db: Db, size: Sizes, owners: Owners): Promise<void> {
  const spans = Math.ceil(size.days / 15);
  const each = Math.ceil(size.visits / spans);
  for (let span = 0; span < spans; span += 1) {
    const back = size.days - span * 15;
    await db.asSystem(async (tx) => {
      await tx.query(`select set_config('app.known_at', (date '${TODAY}' - ${Math.max(0, back - 15)})::text, true)`);
      await tx.query(
        `insert into field_visit (record_id, customer_id, area_code, enterprise_id, author, author_name, outcome, at, form_id, form_version, answers, gas_kind, class)
         select 'V' || g, 'C' || (1 + r % ${size.customers}), p.area, p.enterprise, ${AUTHOR}, ${AUTHOR}, ${OUTCOME},
                ${BACK(`(${Math.max(1, back - 15)} + (r / 1000) % 15)`)}, 'check', 1, '{}', p.gas, ${CLASS}
           ${source("generate_series($4::bigint, $5::bigint) g")}`,
        [...valuesOf(owners), span * each + 1, (span + 1) * each],
      );
    });
  }
}

async function fillSupply(tx: Tx, size: Sizes, owners: Owners): Promise<void> {
  await tx.query(
    `insert into supply_report (enterprise_id, area_code, gas_kind, day, m3, dataset_name)
     select distinct on (p.enterprise, p.area, p.gas, d) p.enterprise, p.area, p.gas, date '${TODAY}' - d, 1000 + abs(hashint8(d * 7 + p.i)::bigint) % 90000, 'supply'
       from unnest($1::text[], $2::text[], $3::text[]) with ordinality p (area, enterprise, gas, i), generate_series(1, $4::int) d`,
    [...valuesOf(owners), size.days],
  );
}

async function fillEnterprises(tx: Tx, owners: Owners): Promise<void> {
  await tx.query(
    `insert into enterprise (id, dataset_name, name, area_code, credit_code)
     select distinct on (p.enterprise) p.enterprise, 'enterprises', p.enterprise, p.area, '91130000000000000X'
       from unnest($1::text[], $2::text[]) p (area, enterprise)`,
    [owners.areas, owners.enterprises],
  );
  await tx.query(
    `insert into enterprise_licence (enterprise_id, area_code, kind, number, expires)
     select id, area_code, 'piped', '1', date '2027-06-01' from enterprise`,
  );
}

/**
 * Fills an empty database by SQL alone, the ledger's triggers at work; indexes of places are dropped first, since no figure asks by place.
 * `say` hears how long each table took.
 */
export async function plant(db: Db, size: Sizes, say: (text: string) => void): Promise<void> {
  const counties = await db.asSystem((tx) =>
    tx.query<{ code: string }>("select county_code as code from unit_county order by 1"),
  );
  const owners = ownersOf(counties.map(({ code }) => code));
  const step = async (name: string, work: () => Promise<void>) => {
    const began = performance.now();
    await work();
    say(`${name} ${((performance.now() - began) / 1000).toFixed(0)} s`);
  };
  await db.asOwner(async (tx) => {
    const places = await tx.query<{ name: string }>(
      "select indexname as name from pg_indexes where schemaname = 'public' and indexdef like '%USING gist%' and tablename <> 'outline'",
    );
    for (const { name } of places) await tx.exec(`drop index ${name}`);
  });
  await step("enterprises", () => db.asSystem((tx) => fillEnterprises(tx, owners)));
  await step("supply", () => db.asSystem((tx) => fillSupply(tx, size, owners)));
  for (const table of tablesOf(size)) await step(table.name, () => fill(db, table, owners));
  await step("field_visit", () => fillVisits(db, size, owners));
}
