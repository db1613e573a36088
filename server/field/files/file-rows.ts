import type { Tx } from "#server/db/db.ts";

/** A file as the database knows it. */
export interface FileRow {
  readonly id: string;
  readonly account: string;
  readonly mime: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly touchedAt: Date;
  readonly wholeAt: Date | null;
}

const ROW = `id, account, mime, bytes, sha256, touched_at as "touchedAt", whole_at as "wholeAt"`;

export async function findFile(tx: Tx, id: string): Promise<FileRow | null> {
  const [row] = await tx.query<FileRow>(`select ${ROW} from field_file where id = $1`, [id]);
  return row ?? null;
}

export type NewFile = Pick<FileRow, "id" | "account" | "mime" | "bytes" | "sha256">;

/** Writes down that a file begins; gives what is there under the id, whoever began it. */
export async function beginFile(tx: Tx, file: NewFile): Promise<FileRow> {
  await tx.query(
    "insert into field_file (id, account, mime, bytes, sha256) values ($1, $2, $3, $4, $5) on conflict do nothing",
    [file.id, file.account, file.mime, file.bytes, file.sha256],
  );
  const row = await findFile(tx, file.id);
  if (row === null) throw new Error(`the file ${file.id} was not written down`);
  return row;
}

export async function markWhole(tx: Tx, id: string): Promise<void> {
  await tx.query("update field_file set whole_at = now(), touched_at = now() where id = $1 and whole_at is null", [id]);
}

/** Written at most once a minute for each file: it only has to keep an upload that goes on from expiring. */
export async function touchFile(tx: Tx, id: string): Promise<void> {
  await tx.query(
    "update field_file set touched_at = now() where id = $1 and touched_at < now() - interval '1 minute'",
    [id],
  );
}

export async function dropFile(tx: Tx, id: string): Promise<void> {
  await tx.query("delete from field_file where id = $1", [id]);
}

/** Uploads that nobody has gone on with since. */
export async function expiredFiles(tx: Tx, before: Date, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    "select id from field_file where whole_at is null and touched_at < $1 order by touched_at limit $2",
    [before, limit],
  );
  return rows.map(({ id }) => id);
}

/** A file that a record in the transaction's sight names, or a content that came under its id, with what it says of it. */
export async function findShown(
  tx: Tx,
  id: string,
): Promise<{ readonly mime: string; readonly sha256: string } | null> {
  const [row] = await tx.query<{ mime: string; sha256: string }>(
    `select mime, sha256 from field_manifest where file_id = $1
     union all select mime, sha256 from field_content_file where file_id = $1 limit 1`,
    [id],
  );
  return row ?? null;
}
