import fc from "fast-check";
import { CUSTOMER_CLASSES, GAS_KINDS, MATERIALS, PIPE_STATUSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import { HAZARD_STATES } from "#contract/field/hazard-words.ts";
import type { Tx } from "#server/db/db.ts";

/** Counties with the city and the supervision unit they lie in, written down by hand; the province's own has neither. */
export const COUNTIES: Readonly<Record<string, { readonly city: string; readonly unit: string }>> = {
  "130102": { city: "130100", unit: "130100" },
  "130104": { city: "130100", unit: "130100" },
  "130602": { city: "130600", unit: "130600" },
  "130629": { city: "130600", unit: "133100" },
  "130682": { city: "130600", unit: "130682" },
};
export const AREAS = [...Object.keys(COUNTIES), "130000"];
export const ENTERPRISES = ["E-1", "E-2", "T-1"];

interface Owned {
  readonly area: string;
  readonly enterprise: string;
}
export interface PipeFact extends Owned {
  readonly gas: string;
  readonly level: string;
  readonly material: string;
  readonly status: string;
  readonly laidYear: number | null;
  readonly lengthM: number;
}
export interface CustomerFact extends Owned {
  readonly gas: string;
  readonly class: string;
  readonly annualM3: number;
}
export interface SupplyFact extends Owned {
  readonly gas: string;
  readonly day: string;
  readonly m3: number;
}
export interface HazardFact extends Owned {
  readonly grade: string;
  readonly state: string;
  readonly foundAt: string;
  readonly dueAt: string | null;
}

/** All rows that there are at one time. */
export interface Rows {
  readonly pipes: readonly PipeFact[];
  readonly customers: readonly CustomerFact[];
  readonly supply: readonly SupplyFact[];
  readonly hazards: readonly HazardFact[];
}

const owned = { area: fc.constantFrom(...AREAS), enterprise: fc.constantFrom(...ENTERPRISES) };
const gas = fc.constantFrom(...GAS_KINDS);
const instant = fc
  .date({ min: new Date("2025-01-01T00:00:00Z"), max: new Date("2026-06-30T00:00:00Z"), noInvalidDate: true })
  .map((at) => at.toISOString());
const metres = fc.integer({ min: 1, max: 9_999_999 }).map((mm) => mm / 1000);

const pipe = fc.record({
  ...owned,
  gas,
  level: fc.constantFrom(...PRESSURE_LEVELS),
  material: fc.constantFrom(...MATERIALS),
  status: fc.constantFrom(...PIPE_STATUSES),
  laidYear: fc.option(fc.integer({ min: 1995, max: 2027 })),
  lengthM: metres,
});
const customer = fc.record({ ...owned, gas, class: fc.constantFrom(...CUSTOMER_CLASSES), annualM3: fc.nat(9_000) });
const supply = fc.record({
  ...owned,
  gas,
  day: instant.map((at) => at.slice(0, 10)),
  m3: fc.nat(1_000_000).map((n) => n / 1000),
});
const hazard = fc.record({
  ...owned,
  grade: fc.constantFrom("major", "general", "minor"),
  state: fc.constantFrom(...HAZARD_STATES),
  foundAt: instant,
  dueAt: fc.option(instant),
});

/** Some rows; of supply, one report a day of each enterprise, county and gas. */
export function makeRows(seed: number, count: number): Rows {
  const sample = <T>(arbitrary: fc.Arbitrary<T>, n: number) => fc.sample(arbitrary, { seed: seed + n, numRuns: n });
  const reports = new Map(
    sample(supply, count * 2).map((row) => [`${row.area} ${row.enterprise} ${row.gas} ${row.day}`, row]),
  );
  return {
    pipes: sample(pipe, count * 2),
    customers: sample(customer, count * 3),
    supply: [...reports.values()],
    hazards: sample(hazard, count),
  };
}

const POINT = "st_geomfromtext('POINT(115 38)', 4490)";
const LINE = "st_geomfromtext('LINESTRING(115 38, 115.1 38)', 4490)";
const OWN = "r->>'area', r->>'enterprise'";

async function insert(tx: Tx, into: string, select: string, rows: readonly object[]): Promise<void> {
  await tx.query(
    `insert into ${into} select ${select} from jsonb_array_elements($1::jsonb) with ordinality as t (r, i)`,
    [JSON.stringify(rows)],
  );
}

/** Makes the tables hold these rows and no others, as an import does: out with the old, in with the new, in one transaction. */
export async function replaceRows(tx: Tx, rows: Rows, dataset = "d"): Promise<void> {
  for (const table of ["pipe", "customer", "supply_report", "hazard"]) await tx.query(`delete from ${table}`);
  await insert(
    tx,
    `pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, status, laid_year, length_m, dn_mm, source_crs, from_node, to_node, geom)`,
    `'p' || i, '${dataset}', ${OWN}, r->>'gas', r->>'level', r->>'material', r->>'status', (r->>'laidYear')::int, (r->>'lengthM')::float8, 63, 'EPSG:4490', 'a', 'b', ${LINE}`,
    rows.pipes,
  );
  await insert(
    tx,
    "customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, annual_m3, geom)",
    `'c' || i, '${dataset}', ${OWN}, r->>'gas', r->>'class', (r->>'annualM3')::float8, ${POINT}`,
    rows.customers,
  );
  await insert(
    tx,
    "supply_report (dataset_name, area_code, enterprise_id, gas_kind, day, m3)",
    `'${dataset}', ${OWN}, r->>'gas', (r->>'day')::date, (r->>'m3')::float8`,
    rows.supply,
  );
  await insert(
    tx,
    "hazard (id, dataset_name, area_code, enterprise_id, grade, state, found_at, due_at, geom)",
    `'h' || i, '${dataset}', ${OWN}, r->>'grade', r->>'state', (r->>'foundAt')::timestamptz, (r->>'dueAt')::timestamptz, ${POINT}`,
    rows.hazards,
  );
}
