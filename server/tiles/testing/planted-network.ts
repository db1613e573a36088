import { GAS_KINDS, MATERIALS, PIPE_STATUSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import type { Db } from "#server/db/db.ts";

/*
 * Some thousands of pipes with hazards and tags beside them, the same each time, for what is held against queries.
 */

/** The day that the network is looked at. */
export const TODAY = "2026-11-25";

/** mulberry32 */
export function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const next = random(7);
const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
const perhaps = <T>(value: T): T | null => (next() < 0.8 ? value : null);
const place = (): LngLat => [114.4 + 0.3 * next(), 38 + 0.25 * next()];
const COUNTIES = ["130102", "130104", "130123", "130602", "130000"];
export const OWNERS = Array.from({ length: 14 }, (_, i) => `E-${String(i).padStart(2, "0")}`);

const line = (): string => {
  const [x, y] = place();
  const far = next() < 0.05 ? 0.05 : 0.004;
  const points = Array.from(
    { length: 2 + Math.floor(3 * next()) },
    (_, i) => `${x + i * far * (next() - 0.3)} ${y + i * far * (next() - 0.5)}`,
  );
  return `LINESTRING(${points.join(",")})`;
};
export const dayBefore = (days: number) => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);

export const pipes = Array.from({ length: 2500 }, (_, i) => ({
  id: `P-${i}`,
  area_code: pick(COUNTIES),
  enterprise_id: pick(OWNERS),
  gas_kind: pick(GAS_KINDS),
  pressure_level: pick(PRESSURE_LEVELS),
  material: pick(MATERIALS),
  status: pick(PIPE_STATUSES),
  dn_mm: pick([20, 63, 99.6, 110, 300, 500, 800]),
  wall_mm: perhaps(6.3),
  length_m: Math.round(100_000 * next()) / 100,
  laid_year: perhaps(1950 + Math.floor(80 * next())),
  depth_m: perhaps(1.2),
  design_kpa: perhaps(400),
  operating_kpa: perhaps(pick([0, 1.99, 2, 2.8, 5, 10, 99.9, 100, 400, 1600, 4000, 6300])),
  flow_m3h: perhaps(pick([-12.5, 0, 3, 1e-9])),
  survey_accuracy_m: perhaps(pick([0.1, 0.5, 0.50001, 2])),
  last_patrolled: perhaps(dayBefore(Math.floor(500 * next()))),
  from_node: `N-${Math.floor(400 * next())}`,
  to_node: `N-${Math.floor(400 * next())}`,
  wkt: line(),
}));
/** Within some fifty metres of where a pipe begins. */
function besidePipe(): LngLat {
  const [x = 0, y = 0] = (/[\d.]+ [\d.]+/.exec(pick(pipes.slice(0, 300)).wkt)?.[0] ?? "").split(" ").map(Number);
  return [x + 0.0006 * (next() - 0.5), y + 0.0005 * (next() - 0.5)];
}

/** Beside pipes, some within reach. */
export const hazards = Array.from({ length: 1500 }, (_, i) => ({
  id: `H-${i}`,
  area_code: pick(COUNTIES),
  enterprise_id: pick(OWNERS.slice(0, 3)),
  state: pick(["found", "dispatched", "closed"]),
  wkt: `POINT(${besidePipe().join(" ")})`,
}));
export const tags = Array.from({ length: 120 }, (_, i) => ({
  id: `T-${i}`,
  area_code: pick(COUNTIES),
  enterprise_id: pick(OWNERS),
  kind: pick(["pressure", "pressure", "flow"]),
  unit: pick(["kPa", "kpa ", "MPa"]),
  node_id: perhaps(`N-${Math.floor(400 * next())}`),
}));

export async function plant(db: Db): Promise<void> {
  await db.asSystem(async (tx) => {
    await tx.query(
      `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, wall_mm, length_m, laid_year,
         depth_m, design_kpa, operating_kpa, flow_m3h, status, survey_accuracy_m, last_patrolled, source_crs, from_node, to_node, geom)
       select id, 'd', area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, wall_mm, length_m, laid_year,
         depth_m, design_kpa, operating_kpa, flow_m3h, status, survey_accuracy_m, last_patrolled, 'EPSG:4490', from_node, to_node,
         st_geomfromtext(wkt, 4490)
       from jsonb_to_recordset($1::text::jsonb) as t (id text, area_code text, enterprise_id text, gas_kind text, pressure_level text,
         material text, dn_mm float8, wall_mm float8, length_m float8, laid_year int, depth_m float8, design_kpa float8, operating_kpa float8,
         flow_m3h float8, status text, survey_accuracy_m float8, last_patrolled date, from_node text, to_node text, wkt text)`,
      [JSON.stringify(pipes)],
    );
    await tx.query(
      `insert into hazard (id, area_code, enterprise_id, grade, state, found_at, geom)
       select id, area_code, enterprise_id, 'minor', state, now(), st_geomfromtext(wkt, 4490)
       from jsonb_to_recordset($1::text::jsonb) as t (id text, area_code text, enterprise_id text, state text, wkt text)`,
      [JSON.stringify(hazards)],
    );
    await tx.query(
      `insert into tag (id, dataset_name, name, kind, station_id, node_id, area_code, enterprise_id, unit, sampling_s, stale_after_s)
       select id, 'd', id, kind, 'S', node_id, area_code, enterprise_id, unit, 5, 60
       from jsonb_to_recordset($1::text::jsonb) as t (id text, area_code text, enterprise_id text, kind text, unit text, node_id text)`,
      [JSON.stringify(tags)],
    );
    await tx.query(
      "insert into enterprise (id, dataset_name, name, area_code, credit_code) select id, 'd', '燃气 ' || id, '130102', id from unnest($1::text[]) as t (id)",
      [OWNERS.slice(1)],
    );
  });
}
