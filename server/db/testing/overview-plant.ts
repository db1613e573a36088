import type { Tx } from "../db.ts";
import { ENTERPRISES, HOMES, type OverviewWorld, tagOwner } from "./overview-world.ts";

const OWN = "r->>'area', r->>'enterprise'";
const POINT = "st_geomfromtext('POINT(115 38)', 4490)";

async function insertRows(tx: Tx, into: string, rows: readonly object[], select: string): Promise<void> {
  await tx.query(
    `insert into ${into} select ${select} from jsonb_array_elements($1::jsonb) with ordinality as t (r, i)`,
    [JSON.stringify(rows)],
  );
}

async function plantTags(tx: Tx, world: OverviewWorld, at: (seconds: number) => string): Promise<void> {
  const tags = world.tags.map((tag, i) => ({ ...tag, ...tagOwner(world, i), t: at(-tag.ageS) }));
  await insertRows(
    tx,
    "tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, low_alarm, low_warning, high_warning, high_alarm, sampling_s, stale_after_s)",
    tags.map((tag, i) => ({ ...tag, of: world.tags[i]?.station })),
    `'g' || i - 1, 'd', 'n', 'pressure', 's' || (r->>'of'), ${OWN}, 'kPa', 10, 20, 80, 90, 60, 600`,
  );
  const reported = tags.map((tag, i) => ({ ...tag, i })).filter((tag) => tag.v !== null);
  await insertRows(
    tx,
    "latest (tag_id, area_code, enterprise_id, t, v, q)",
    reported,
    `'g' || (r->>'i'), ${OWN}, (r->>'t')::timestamptz, (r->>'v')::float8, (r->>'q')::int2`,
  );
  const alarms = world.alarms.map((alarm) => ({
    ...alarm,
    area: tagOwner(world, alarm.tag).area,
    enterprise: tagOwner(world, alarm.tag).enterprise,
  }));
  await insertRows(
    tx,
    "alarm (id, tag_id, area_code, enterprise_id, level, raised_at, cleared_at)",
    alarms,
    `'a' || i, 'g' || (r->>'tag'), ${OWN}, r->>'level', now(), case when not (r->>'isOpen')::boolean then now() end`,
  );
}

/** Writes the world into a database, in a system transaction. */
export async function plantOverviewWorld(tx: Tx, world: OverviewWorld, now: Date): Promise<void> {
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  await insertRows(
    tx,
    "enterprise (id, dataset_name, name, area_code, credit_code)",
    ENTERPRISES.map((id) => ({ id, area: HOMES[id] })),
    "r->>'id', 'd', '公司' || (r->>'id'), r->>'area', 'x'",
  );
  await insertRows(tx, "enterprise_area (area_code, enterprise_id)", world.works, OWN);
  await insertRows(
    tx,
    "enterprise_licence (enterprise_id, area_code, kind, number, expires)",
    world.licences.map((row) => ({ ...row, area: HOMES[row.enterprise] })),
    "r->>'enterprise', r->>'area', r->>'kind', r->>'number', (r->>'expires')::date",
  );
  await insertRows(
    tx,
    "pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status, source_crs, from_node, to_node, geom)",
    world.pipes,
    `'p' || i, 'd', ${OWN}, r->>'gas', r->>'level', r->>'material', 63, (r->>'lengthM')::float8, r->>'status', 'EPSG:4490', 'a', 'b', st_geomfromtext('LINESTRING(115 38, 115.01 38)', 4490)`,
  );
  await insertRows(
    tx,
    "station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)",
    world.stations,
    `'s' || i - 1, 'd', 'n', r->>'kind', ${OWN}, r->>'gas', r->>'level', r->>'status', ${POINT}`,
  );
  await plantTags(tx, world, at);
  await insertRows(
    tx,
    "customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)",
    world.customers,
    `'c' || i, 'd', ${OWN}, r->>'gas', r->>'class', ${POINT}`,
  );
  await insertRows(
    tx,
    "supply_report (area_code, enterprise_id, gas_kind, day, m3, dataset_name)",
    world.supply,
    `${OWN}, r->>'gas', (r->>'day')::date, (r->>'m3')::float8, 'd'`,
  );
  const hazards = world.hazards.map((hazard) => ({
    ...hazard,
    due: hazard.dueInH === null ? null : at(hazard.dueInH * 3600),
  }));
  await insertRows(
    tx,
    "hazard (id, area_code, enterprise_id, grade, state, found_at, due_at, geom)",
    hazards,
    `'h' || i, ${OWN}, r->>'grade', r->>'state', now(), (r->>'due')::timestamptz, ${POINT}`,
  );
}
