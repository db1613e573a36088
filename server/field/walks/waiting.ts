import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import type { CoverageWhere } from "./coverage.ts";

/** How many tracks in sight wait to be laid upon the network, those of people who are not shown among them. */
export async function countWaiting(tx: Tx, { area, enterprise }: CoverageWhere): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from field_track_waiting t
      where ($1::text is null or t.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or t.enterprise_id = $2)`,
    [area, enterprise],
  );
  return row?.n ?? 0;
}
