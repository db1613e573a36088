import type { Tx } from "./db.ts";

/**
 * Lets PostgreSQL use spatial indexes under row-level security, by declaring the two bounding-box operators free of leaks:
 * docs/decisions/2026-11-22-spatial-index-under-rls.md. Done at each open, because neither a dump nor an update of PostGIS keeps it.
 * False when the owner is no superuser: everything works, bounding boxes then filter what the index on area_code has found.
 */
export async function allowSpatialIndex(tx: Tx): Promise<boolean> {
  const [state] = await tx.query<{ may: boolean; done: boolean }>(
    `select (select rolsuper from pg_roles where rolname = current_user) as may,
            (select bool_and(proleakproof) from pg_proc where oid = 'geometry_overlaps(geometry, geometry)'::regprocedure) as done`,
  );
  if (state?.done) return true;
  if (!state?.may) return false;
  await tx.exec("alter function geometry_overlaps(geometry, geometry) leakproof");
  return true;
}
