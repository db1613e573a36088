import type { FieldRecord, Flag } from "#contract/field/records.ts";
import type { Tx } from "#server/db/db.ts";

/**
 * Files that other records named before, byte for byte. A record that puts another right brings its files along, and so does a content that
 * stands beside the one under whose id it came (decide.ts).
 */
export async function reusedPhotos(tx: Tx, { id, replaces, attachments, cameUnder }: FieldRecord): Promise<Flag[]> {
  const photos = attachments.filter(({ kind }) => kind === "photo" || kind === "notice");
  if (photos.length === 0) return [];
  const met = await tx.query<{ file: string; record: string }>(
    `select distinct on (sha256) sha256 as file, record_id as record from field_manifest
      where sha256 = any ($1) and record_id <> $2 and record_id is distinct from $3 and record_id is distinct from $4 order by sha256, record_id limit 20`,
    [photos.map(({ sha256 }) => sha256), id, replaces, typeof cameUnder === "string" ? cameUnder : null],
  );
  return met.length === 0 ? [] : [{ kind: "photo_reused", evidence: { files: met } }];
}
