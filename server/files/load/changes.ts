import type { Tx } from "#server/db/db.ts";
import { STAGING } from "./staging.ts";

/** Which rows an import adds, changes and removes: a temporary table of the import's transaction. */
export const CHANGES = "import_change";
/** More changed rows than this are not told one by one: everything is read anew. */
export const MOST_TOLD = 20_000;
/** How many versions of a dataset are told; who is further behind reads everything. */
const VERSIONS_TOLD = 32;

/** One column of a table and what an import puts there, an expression over the staged row. */
export interface Assigned {
  readonly column: string;
  readonly value: string;
}

/** PostGIS's own equality, of boxes in old versions, is no proof that two lines are the same. */
const comparable = (column: string, expression: string) =>
  column === "geom" ? `st_asbinary(${expression})` : expression;

/**
 * Compares staged rows with the dataset's. Gives how many differ, after writing them to `CHANGES`; null when the dataset has no rows yet.
 * `parameters` are those of the expressions, from $2 on.
 */
export async function findChanges(
  tx: Tx,
  table: string,
  assigned: readonly Assigned[],
  dataset: string,
  parameters: readonly string[],
): Promise<number | null> {
  const [old] = await tx.query(`select 1 as one from ${table} where dataset_name = $1 limit 1`, [dataset]);
  if (!old) return null;
  const facts = assigned.filter(({ column }) => column !== "id");
  const news = facts.map(({ column, value }) => `${comparable(column, value)} as ${column}`);
  const olds = facts.map(({ column }) => `${comparable(column, column)} as ${column}`);
  const row = (alias: string) => `(${facts.map(({ column }) => `${alias}.${column}`).join(", ")})`;
  await tx.exec(`create temporary table ${CHANGES} (id text primary key, change text not null) on commit drop`);
  await tx.query(
    `insert into ${CHANGES} (id, change)
     select coalesce(n.id, o.id), case when o.id is null then 'added' when n.id is null then 'removed' else 'changed' end
       from (select id, ${news.join(", ")} from ${STAGING}) n
       full join (select id, ${olds.join(", ")} from ${table} where dataset_name = $1) o on n.id = o.id
      where o.id is null or n.id is null or ${row("n")} is distinct from ${row("o")}`,
    [dataset, ...parameters],
  );
  const [counted] = await tx.query<{ rows: number }>(`select count(*)::int as rows from ${CHANGES}`);
  return counted?.rows ?? 0;
}

/** Writes down what an import changed, row by row or as the whole dataset. */
export async function tellChanges(tx: Tx, dataset: string, version: number, isWhole: boolean): Promise<void> {
  const ids = (change: string) =>
    isWhole ? "'{}'::text[]" : `array(select id from ${CHANGES} where change = '${change}' order by id)`;
  await tx.query(
    "delete from dataset_change where dataset_name = $1 and (version <= $2::int - $3::int or version >= $2::int)",
    [dataset, version, VERSIONS_TOLD],
  );
  await tx.query(
    `insert into dataset_change (dataset_name, version, is_whole, added, changed, removed)
     values ($1, $2, $3, ${ids("added")}, ${ids("changed")}, ${ids("removed")})`,
    [dataset, version, isWhole],
  );
}
