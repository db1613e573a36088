import fc from "fast-check";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  LICENCE_KINDS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
  WARNING_LEVELS,
} from "#contract/gas.ts";
import { VISIT_OUTCOMES } from "#contract/field/words.ts";
import { CONDITIONS } from "#contract/statistics-dimensions.ts";
import { QualityReason } from "#contract/telemetry.ts";
import type { Tx } from "#server/db/db.ts";
import { AREAS, ENTERPRISES } from "./rows.ts";

const owned = { area: fc.constantFrom(...AREAS), enterprise: fc.constantFrom(...ENTERPRISES) };
const instant = fc
  .date({ min: new Date("2025-01-01T00:00:00Z"), max: new Date("2026-06-30T00:00:00Z"), noInvalidDate: true })
  .map((at) => `${at.toISOString().slice(0, 19)}Z`);
const gas = fc.constantFrom(...GAS_KINDS);
const level = fc.constantFrom(...PRESSURE_LEVELS);
const customerClass = fc.constantFrom(...CUSTOMER_CLASSES);
const year = fc.option(fc.integer({ min: 1985, max: 2026 }));

const MADE = {
  licences: fc.record({
    ...owned,
    kind: fc.constantFrom(...LICENCE_KINDS),
    expires: instant.map((at) => at.slice(0, 10)),
  }),
  stations: fc.record({
    ...owned,
    gas,
    level,
    kind: fc.constantFrom(...STATION_KINDS),
    status: fc.constantFrom(...PIPE_STATUSES),
    builtYear: year,
  }),
  nodes: fc.record({
    ...owned,
    level,
    kind: fc.constantFrom("valve", "regulator", "tee"),
    condition: fc.option(fc.constantFrom(...CONDITIONS)),
  }),
  tags: fc.record({
    ...owned,
    kind: fc.constantFrom(...TAG_KINDS),
    station: fc.nat(39),
    reasons: fc.option(fc.subarray([...QualityReason.options], { minLength: 1 })),
    since: instant,
  }),
  days: fc.record({ ...owned, tag: fc.nat(199), day: instant.map((at) => at.slice(0, 10)), n: fc.nat(1440) }),
  alarms: fc.record({
    ...owned,
    level: fc.constantFrom(...WARNING_LEVELS),
    tag: fc.nat(99),
    raisedAt: instant,
    answerS: fc.option(fc.nat(5000)),
    isFirst: fc.boolean(),
  }),
  visits: fc.record({
    ...owned,
    gas,
    class: customerClass,
    outcome: fc.constantFrom(...VISIT_OUTCOMES),
    at: instant,
    isSuperseded: fc.boolean(),
  }),
  doors: fc.record({
    ...owned,
    gas,
    class: customerClass,
    dueOn: fc.option(instant.map((at) => at.slice(0, 10))),
    isOffPlan: fc.boolean(),
  }),
  walks: fc.record({
    ...owned,
    at: instant,
    fromM: fc.nat(500),
    lengthM: fc.integer({ min: 1, max: 900_000 }).map((mm) => mm / 1000),
    isDoubted: fc.boolean(),
  }),
} as const;

type Made = typeof MADE;
/** All other rows that figures are made of, at one time. */
export type MoreRows = { readonly [K in keyof Made]: readonly (Made[K] extends fc.Arbitrary<infer T> ? T : never)[] };

export function makeMoreRows(seed: number, count: number): MoreRows {
  const made = Object.entries(MADE).map(([name, arbitrary], i) => [
    name,
    fc.sample(arbitrary as fc.Arbitrary<unknown>, { seed: seed + i, numRuns: count }),
  ]);
  return Object.fromEntries(made) as MoreRows;
}

const POINT = "st_geomfromtext('POINT(115 38)', 4490)";
const OWN = "r->>'area', r->>'enterprise'";
const INSERTS: Readonly<Record<keyof Made, readonly string[]>> = {
  licences: [
    "insert into enterprise_licence (enterprise_id, area_code, kind, number, expires)",
    "r->>'enterprise', r->>'area', r->>'kind', 'L' || i, (r->>'expires')::date",
  ],
  stations: [
    "insert into station (id, dataset_name, name, area_code, enterprise_id, gas_kind, pressure_level, kind, status, built_year, geom)",
    `'S' || i, 'd', 's', ${OWN}, r->>'gas', r->>'level', r->>'kind', r->>'status', (r->>'builtYear')::int, ${POINT}`,
  ],
  nodes: [
    "insert into node (id, dataset_name, area_code, enterprise_id, pressure_level, kind, condition, geom)",
    `'N' || i, 'd', ${OWN}, r->>'level', r->>'kind', r->>'condition', ${POINT}`,
  ],
  tags: [
    "insert into tag (id, dataset_name, name, area_code, enterprise_id, kind, station_id, unit, sampling_s, stale_after_s)",
    `'T' || i, 'd', 't', ${OWN}, r->>'kind', 'S' || (1 + (r->>'station')::int), 'kPa', 60, 180`,
    "insert into tag_quality (tag_id, area_code, enterprise_id, reasons, since, seen_at)",
    `'T' || i, ${OWN}, array(select jsonb_array_elements_text(r->'reasons')), (r->>'since')::timestamptz, now()`,
  ],
  days: [
    "insert into reading_day (tag_id, t, area_code, enterprise_id, low, high, mean, n, n_suspect, n_bad)",
    // A day of the province begins at 16:00 UTC of the day before.
    `'T' || i, (r->>'day')::date::timestamp at time zone 'Asia/Shanghai', ${OWN}, 1, 1, 1, (r->>'n')::int, 0, 0`,
  ],
  alarms: [
    "insert into alarm (id, tag_id, area_code, enterprise_id, level, raised_at, acked_at, is_first_out)",
    `'A' || i, 'T' || (1 + (r->>'tag')::int), ${OWN}, r->>'level', (r->>'raisedAt')::timestamptz, (r->>'raisedAt')::timestamptz + (r->>'answerS')::int * interval '1 second', (r->>'isFirst')::boolean`,
  ],
  visits: [
    "insert into field_visit (record_id, customer_id, area_code, enterprise_id, author, author_name, gas_kind, class, outcome, at, is_superseded, form_id, form_version, answers)",
    `'V' || i, 'none', ${OWN}, 'a', 'a', r->>'gas', r->>'class', r->>'outcome', (r->>'at')::timestamptz, (r->>'isSuperseded')::boolean, 'f', 1, '{}'`,
  ],
  doors: [
    "insert into field_door (customer_id, area_code, enterprise_id, gas_kind, class, due_on, is_off_plan)",
    `'D' || i, ${OWN}, r->>'gas', r->>'class', (r->>'dueOn')::date, (r->>'isOffPlan')::boolean`,
  ],
  walks: [
    "insert into field_walk (pipe_id, record_id, area_code, enterprise_id, author, at, from_m, to_m, is_doubted)",
    `'P' || i, 'W', ${OWN}, 'a', (r->>'at')::timestamptz, (r->>'fromM')::float8, (r->>'fromM')::float8 + (r->>'lengthM')::float8, (r->>'isDoubted')::boolean`,
  ],
};

/** Puts all these rows into their tables. */
export async function insertMoreRows(tx: Tx, rows: MoreRows): Promise<void> {
  for (const [name, texts] of Object.entries(INSERTS)) {
    const json = JSON.stringify(rows[name as keyof Made]);
    for (let i = 0; i < texts.length; i += 2) {
      const and = texts[i]?.includes("tag_quality") ? " where jsonb_typeof(r->'reasons') = 'array'" : "";
      await tx.query(
        `${texts[i]} select ${texts[i + 1]} from jsonb_array_elements($1::jsonb) with ordinality as t (r, i)${and}`,
        [json],
      );
    }
  }
}
