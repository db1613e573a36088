import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const STAGE = "gas_one_map_copy";

async function copyInto(
  client: PoolClient,
  table: string,
  names: string,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<number> {
  const stream = client.query(copyFrom(`copy ${quoted(table)} (${names}) from stdin`));
  await pipeline(Readable.from(chunks, { objectMode: true }), stream);
  return stream.rowCount;
}

/**
 * COPY. PostgreSQL refuses it into a table whose row security applies to the role, so there the rows take a temporary table on the way:
 * the policies then hold for the INSERT.
 */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<number> {
  const names = columns.map(quoted).join(", ");
  const answer = await client.query<{ active: boolean }>("select row_security_active(to_regclass($1)) as active", [
    quoted(table),
  ]);
  if (!answer.rows[0]?.active) return await copyInto(client, table, names, chunks);
  await client.query(
    `create temporary table ${STAGE} on commit drop as select ${names} from ${quoted(table)} with no data`,
  );
  const rows = await copyInto(client, STAGE, names, chunks);
  await client.query(`insert into ${quoted(table)} (${names}) select ${names} from ${STAGE}`);
  await client.query(`drop table ${STAGE}`);
  return rows;
}
