import type { PreviousVisit } from "#contract/field/tasks.ts";
import { VISIT_OUTCOMES } from "#contract/field/words.ts";
import type { Tx } from "#server/db/db.ts";

interface VisitRow extends Omit<PreviousVisit, "at" | "form" | "hazards" | "outcome"> {
  readonly customerId: string;
  readonly at: Date;
  readonly outcome: string;
  readonly formId: string;
  readonly formVersion: number;
  readonly hazards: PreviousVisit["hazards"];
}

const ROW = `v.customer_id as "customerId", v.record_id as "recordId", v.at, v.author_name as author, v.outcome, v.form_id as "formId",
  v.form_version as "formVersion", v.answers, v.meter_code as "meterCode",
  (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'item', h.code, 'grade', h.grade, 'state', h.state, 'note', coalesce(h.note, ''))
                             order by h.id), '[]')
     from hazard h where h.record_id = v.record_id) as hazards`;

const visitOf = ({ customerId: _, formId, formVersion, ...row }: VisitRow): PreviousVisit => ({
  ...row,
  at: row.at.toISOString(),
  outcome: VISIT_OUTCOMES.find((known) => known === row.outcome) ?? "entered",
  form: { id: formId, version: formVersion },
});

/** Past visits at a door, newest first, as far as the transaction sees them. */
export async function listVisits(tx: Tx, customerId: string, limit: number): Promise<PreviousVisit[]> {
  const rows = await tx.query<VisitRow>(
    `select ${ROW} from field_visit v where v.customer_id = $1 and not v.is_superseded order by v.at desc, v.record_id limit $2`,
    [customerId, limit],
  );
  return rows.map(visitOf);
}

/** The last visit that was let in at each of some doors. */
export async function lastEntered(tx: Tx, customers: readonly string[]): Promise<ReadonlyMap<string, PreviousVisit>> {
  if (customers.length === 0) return new Map();
  const rows = await tx.query<VisitRow>(
    `select ${ROW} from unnest($1::text[]) c (id)
       cross join lateral (
         select * from field_visit f where f.customer_id = c.id and f.outcome = 'entered' and not f.is_superseded
          order by f.at desc, f.record_id limit 1
       ) v`,
    [[...customers]],
  );
  return new Map(rows.map((row) => [row.customerId, visitOf(row)]));
}
