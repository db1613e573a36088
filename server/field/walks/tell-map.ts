import type { Db } from "#server/db/db.ts";

/** Under this name the map's snapshot hears which pipes were walked, as it hears of an import. */
export const WALKS_DATASET = "field walks";
const AT_ONCE = 5000;
/** What is told longer ago is read with all other pipes. */
const KEPT = 50;

/**
 * Tells the map of pipes whose last walk is on another day than it has. Done seldom: each time the map's data are a new version, and pages
 * ask for them again. Returns how many pipes.
 */
export async function tellMapOfWalks(db: Pick<Db, "asSystem">): Promise<number> {
  return await db.asSystem(async (tx) => {
    const walked = await tx.query<{ id: string }>(
      `update field_walked set is_told = true
        where pipe_id in (select pipe_id from field_walked where not is_told order by pipe_id limit ${AT_ONCE} for update skip locked)
        returning pipe_id as id`,
    );
    if (walked.length === 0) return 0;
    await tx.query(
      `insert into dataset_change (dataset_name, version, is_whole, added, changed, removed)
       select $1, coalesce(max(version), 0) + 1, false, '{}', $2, '{}' from dataset_change where dataset_name = $1`,
      [WALKS_DATASET, walked.map(({ id }) => id)],
    );
    await tx.query(
      `delete from dataset_change
        where dataset_name = $1 and version < (select max(version) - ${KEPT} from dataset_change where dataset_name = $1)`,
      [WALKS_DATASET],
    );
    return walked.length;
  });
}
