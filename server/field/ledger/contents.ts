import type { FieldRecord } from "#contract/field/records.ts";
import type { Tx } from "#server/db/db.ts";
import type { Times } from "#server/field/times.ts";
import { readEnvelope, recordOf } from "./conflicts.ts";

/** Writes down which files each content under an id names. */
export async function keepContentFiles(tx: Tx, recordId: string): Promise<void> {
  const contents = await tx.query<{ hash: string; body: string; areaCode: string; enterpriseId: string }>(
    `select hash, body, area_code as "areaCode", enterprise_id as "enterpriseId" from field_envelope where record_id = $1`,
    [recordId],
  );
  for (const { hash, body, areaCode, enterpriseId } of contents) {
    const rows = (recordOf(readEnvelope(body)).attachments ?? []).map((file, n) => ({ ...file, n }));
    if (rows.length === 0) continue;
    await tx.query(
      `insert into field_content_file (record_id, hash, file_id, area_code, enterprise_id, n, kind, mime, bytes, sha256, item)
       select $1, $2, f.id, $3, $4, f.n, f.kind, f.mime, f.bytes, f.sha256, f.item
         from jsonb_to_recordset($5::jsonb) f (id text, n int, kind text, mime text, bytes bigint, sha256 text, item text)
       on conflict do nothing`,
      [recordId, hash, areaCode, enterpriseId, JSON.stringify(rows)],
    );
  }
}

/** A door does not say of a visit any more that it was the last one; the next settling (doors.ts) finds which was. */
export async function forgetVisit(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `update field_door d set entered_at = nullif(d.entered_at, v.at), tried_at = nullif(d.tried_at, v.at)
       from field_visit v where v.record_id = $1 and d.customer_id = v.customer_id`,
    [id],
  );
}

/** Takes away what only the content that stood until now has put beside its record, where another one comes in its place. */
export async function forgetContent(tx: Tx, id: string, hash: string): Promise<void> {
  const [other] = await tx.query("select 1 from field_record where id = $1 and hash <> $2", [id, hash]);
  if (other === undefined) return;
  await tx.query("delete from field_leak where record_id = $1", [id]);
  await tx.query("delete from field_near_pipe where record_id = $1", [id]);
  await forgetVisit(tx, id);
}

/** Makes a record say what another content of it says of itself. The same content again changes nothing. */
export async function putContent(tx: Tx, record: FieldRecord, hash: string, times: Times): Promise<void> {
  await tx.query(
    `update field_record
        set hash = $2, form_id = $3, form_version = $4, started_at = $5, finished_at = $6, lng = $7, lat = $8, task_id = $9,
            device = $10, app = $11, files = $12
      where id = $1 and hash <> $2`,
    [
      record.id,
      hash,
      record.form.id,
      record.form.version,
      times.startedAt,
      times.finishedAt,
      record.place?.lngLat[0] ?? null,
      record.place?.lngLat[1] ?? null,
      record.taskId,
      record.device.id,
      record.device.app,
      record.attachments.length,
    ],
  );
}
