import type { Tx } from "./db.ts";

const JOB = "demo";

/** Whether nothing has been imported yet, and whether the made-up province is there whole, in part, or not at all. */
export async function readDemoState(tx: Tx): Promise<{ isEmpty: boolean; demo: "none" | "begun" | "whole" }> {
  const [row] = await tx.query<{ isEmpty: boolean; state: string | null }>(
    `select not exists (select 1 from dataset) as "isEmpty", (select state from job where id = $1) as state`,
    [JOB],
  );
  const demo = row?.state === "done" ? "whole" : row?.state ? "begun" : "none";
  return { isEmpty: row?.isEmpty ?? true, demo };
}

/** Written before the first file of the made-up province, so that a killed start goes on instead of taking a part for the whole. */
export async function markDemoBegun(tx: Tx): Promise<void> {
  await tx.query(
    `insert into job (id, kind, state) values ($1, 'seed', 'running')
     on conflict (id) do update set state = 'running', started_at = now(), ended_at = null`,
    [JOB],
  );
}

/** Written after the last file: from now on this is a demonstration, with demo accounts. */
export async function markDemoWhole(tx: Tx): Promise<void> {
  await tx.query(
    `insert into job (id, kind, state, progress, ended_at) values ($1, 'seed', 'done', 1, now())
     on conflict (id) do update set state = 'done', progress = 1, ended_at = now()`,
    [JOB],
  );
}

/** The enterprise of a county with the most stations, and the unit the county answers to; null when there is none. */
export async function findDemoPlaces(
  tx: Tx,
  county: string,
): Promise<{ province: string; city: string; county: string; enterprise: { id: string; areaCode: string } } | null> {
  const [row] = await tx.query<{ province: string; city: string; id: string }>(
    `select (select code from division where level = 'province') as province, m.unit_code as city, e.id
       from enterprise e
       join unit_county m on m.county_code = e.area_code
      where e.area_code = $1
      order by (select count(*) from station s where s.enterprise_id = e.id) desc, e.id
      limit 1`,
    [county],
  );
  return row ? { province: row.province, city: row.city, county, enterprise: { id: row.id, areaCode: county } } : null;
}
