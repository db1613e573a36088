import { WorkNoticeBody } from "#contract/field/bodies.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner } from "#server/field/sight.ts";

/** Which record tells of a work, whose it is, and the right time of it. */
export interface Told {
  readonly recordId: string;
  readonly owner: Owner;
  readonly at: Date;
}

/** Makes a work say what a record tells of it, unless a newer one has. False, and nothing done, where the work is another enterprise's. */
export async function tellWork(tx: Tx, { recordId, owner, at }: Told, body: WorkNoticeBody): Promise<boolean> {
  const [old] = await tx.query<Owner>(
    `select area_code as "areaCode", enterprise_id as "enterpriseId" from field_work where id = $1`,
    [body.workId],
  );
  if (old !== undefined && old.enterpriseId !== owner.enterpriseId) return false;
  await tx.query(
    `insert into field_work as w (id, area_code, enterprise_id, record_id, how, name, contractor, noticed_at, begins_at, ends_at, plan, guard,
                                  is_over, told_at, geom)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, st_setsrid(st_makepoint($15, $16), 4490))
     on conflict (id) do update
        set record_id = excluded.record_id, how = excluded.how, name = excluded.name, contractor = excluded.contractor,
            noticed_at = coalesce(excluded.noticed_at, w.noticed_at), begins_at = excluded.begins_at, ends_at = excluded.ends_at,
            plan = excluded.plan, guard = excluded.guard, is_over = excluded.is_over, told_at = excluded.told_at, geom = excluded.geom
      where w.told_at <= excluded.told_at`,
    [
      body.workId,
      owner.areaCode,
      owner.enterpriseId,
      recordId,
      body.how,
      body.name,
      body.contractor,
      body.noticedAt,
      body.from,
      body.to,
      body.plan,
      body.guard,
      body.isOver,
      at,
      body.lngLat[0],
      body.lngLat[1],
    ],
  );
  return true;
}

interface Teller extends Owner {
  readonly recordId: string;
  readonly at: Date;
  readonly envelope: string | null;
}

function bodyOf(envelope: string | null): WorkNoticeBody | null {
  if (envelope === null) return null;
  const read = WorkNoticeBody.safeParse((JSON.parse(envelope) as { body?: unknown }).body);
  return read.success ? read.data : null;
}

/**
 * Makes a work say anew what the records about it tell that count, in the order in which they came; without any the work is gone. False, and
 * nothing done, where the content of one of them was given up.
 */
export async function retellWork(tx: Tx, workId: string): Promise<boolean> {
  // Whoever tells of it meanwhile waits, or has told and is read.
  await tx.query("select 1 from field_work where id = $1 for update", [workId]);
  const tellers = await tx.query<Teller>(
    `select r.id as "recordId", r.finished_at as at, r.area_code as "areaCode", r.enterprise_id as "enterpriseId",
            (select e.body from field_envelope e where e.record_id = r.id and e.hash = r.hash) as envelope
       from field_record r
      where r.kind = 'work_notice' and r.subject = $1 and r.replaced_by is null and r.state <> 'held'
      order by r.received_at, r.id`,
    [workId],
  );
  const told = tellers.map((teller) => ({ teller, body: bodyOf(teller.envelope) }));
  if (told.some(({ body }) => body === null)) return false;
  await tx.query("delete from field_work where id = $1", [workId]);
  for (const { teller, body } of told) if (body !== null) await tellWork(tx, { ...teller, owner: teller }, body);
  return true;
}
