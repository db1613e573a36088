import { dayIn } from "#model/field/due.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner } from "#server/field/sight.ts";

export interface Survey {
  readonly recordId: string;
  readonly taskId: string | null;
  /** Whom the surveyor stands for. */
  readonly owner: Owner;
  /** Named by the record itself; those of its task come besides. */
  readonly pipes: readonly string[];
  readonly at: Date;
}

/** Notes the day on which pipes were surveyed for leaks: of the surveyor's own enterprise, or area. A survey that comes late takes nothing from a newer one. */
export async function tellSurveyed(tx: Tx, { recordId, taskId, owner, pipes, at }: Survey): Promise<void> {
  await tx.query(
    `insert into field_surveyed as s (pipe_id, area_code, enterprise_id, day, record_id)
     select p.id, p.area_code, p.enterprise_id, $4::date, $5 from pipe p
      where p.id in (select unnest($1::text[]) union select unnest(t.pipes) from field_task t where t.id = $2 and t.kind = 'leak_survey')
        and case when $3 = '' then p.area_code = $6 else p.enterprise_id = $3 end
     on conflict (pipe_id) do update set day = excluded.day, record_id = excluded.record_id, area_code = excluded.area_code,
       enterprise_id = excluded.enterprise_id where s.day <= excluded.day`,
    [[...pipes], taskId, owner.enterpriseId, dayIn(at.getTime()), recordId, owner.areaCode],
  );
}
