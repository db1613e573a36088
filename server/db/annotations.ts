import type { Annotation } from "#contract/history.ts";
import type { Tx } from "./db.ts";

const ISO = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const ROW = `id, tag_id as "tagId", ${ISO("at")} as at, ${ISO("until")} as until, note, author, author_name as "authorName",
             ${ISO("written_at")} as "writtenAt"`;

/** Notes on some tags that lie within a span or reach into it, by time; as far as the transaction sees them. */
export async function listAnnotations(tx: Tx, tags: readonly string[], from: Date, to: Date): Promise<Annotation[]> {
  return await tx.query<Annotation>(
    `select ${ROW}
       from annotation
      where tag_id = any ($1) and at <= $3 and coalesce(until, at) >= $2
      order by annotation.at, id
      limit 2000`,
    [tags, from, to],
  );
}

export async function findAnnotation(tx: Tx, id: string): Promise<Annotation | null> {
  const [row] = await tx.query<Annotation>(`select ${ROW} from annotation where id = $1`, [id]);
  return row ?? null;
}

/** Whose a tag is; null when the transaction does not see it. */
export interface TagOwner {
  readonly areaCode: string;
  readonly enterpriseId: string;
}

export async function findTagOwner(tx: Tx, id: string): Promise<TagOwner | null> {
  const [row] = await tx.query<TagOwner>(
    `select area_code as "areaCode", enterprise_id as "enterpriseId" from tag where id = $1`,
    [id],
  );
  return row ?? null;
}

export type NewAnnotation = Omit<Annotation, "writtenAt">;

/** Stores a note; false when its id is taken. */
export async function insertAnnotation(tx: Tx, a: NewAnnotation, owner: TagOwner): Promise<boolean> {
  const rows = await tx.query(
    `insert into annotation (id, tag_id, area_code, enterprise_id, at, until, note, author, author_name)
     values ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8, $9)
     on conflict do nothing
     returning id`,
    [a.id, a.tagId, owner.areaCode, owner.enterpriseId, a.at, a.until, a.note, a.author, a.authorName],
  );
  return rows.length > 0;
}

/** Removes a note of this author's; false when there is none. */
export async function removeAnnotation(tx: Tx, id: string, author: string): Promise<boolean> {
  const rows = await tx.query("delete from annotation where id = $1 and author = $2 returning id", [id, author]);
  return rows.length > 0;
}
