import type { Dataset, RejectedRow } from "#contract/dataset.ts";
import type { Tx } from "./db.ts";

/** Datasets in sight, newest import first. */
export async function listDatasets(tx: Tx): Promise<Dataset[]> {
  return await tx.query<Dataset>(
    `select name, kind, area_code as "areaCode", enterprise_id as "enterpriseId", version, rows, rejected,
            source_crs as "sourceCrs", to_char(imported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "importedAt"
       from dataset
      order by imported_at desc, name`,
  );
}

/**
 * The version of the dataset that a row came in. For the system: a county may see the row and not the dataset of the whole city.
 */
export async function datasetVersion(tx: Tx, name: string): Promise<number> {
  return (await findDatasetVersion(tx, name)) ?? 0;
}

/** Null when no such dataset is in sight. */
export async function findDatasetVersion(tx: Tx, name: string): Promise<number | null> {
  const [row] = await tx.query<{ version: number }>("select version from dataset where name = $1", [name]);
  return row?.version ?? null;
}

/** A page of what an import refused, in the order of the file. */
export async function listRejected(
  tx: Tx,
  name: string,
  version: number,
  after: number,
  limit: number,
): Promise<(RejectedRow & { ordinal: number })[]> {
  return await tx.query<RejectedRow & { ordinal: number }>(
    `select ordinal, line, field, rule, expected, received
       from dataset_reject
      where dataset_name = $1 and version = $2 and ordinal > $3
      order by ordinal
      limit $4`,
    [name, version, after, limit],
  );
}
