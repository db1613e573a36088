import { dueOn, ruleFor, dayIn } from "#model/field/due.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner } from "./sight.ts";
import { visitRules } from "./rules.ts";

/** A door to be settled. */
export interface Door extends Owner {
  readonly id: string;
  readonly gasKind: string;
  readonly class: string;
}

const ENTERED = "outcome = 'entered'";
/** Outcomes after which a door is not planned any more until somebody puts it back. */
const OFF_PLAN = "('demolished', 'not_in_use', 'vacant')";

interface Past {
  readonly enteredAt: Date | null;
  readonly triedAt: Date | null;
  readonly tries: number;
  readonly outcome: string | null;
}

/** All that visits tell of a door, whatever order they came in. */
async function pastOf(tx: Tx, customerId: string): Promise<Past> {
  const [past] = await tx.query<Past>(
    `with v as (select outcome, at from field_visit where customer_id = $1 and not is_superseded),
          e as (select max(at) as at from v where ${ENTERED})
     select (select at from e) as "enteredAt", (select max(at) from v) as "triedAt",
            (select count(*)::int from v where at > coalesce((select at from e), '-infinity') and outcome in ('nobody_home', 'refused')) as tries,
            (select outcome from v order by at desc limit 1) as outcome`,
    [customerId],
  );
  return past ?? { enteredAt: null, triedAt: null, tries: 0, outcome: null };
}

/**
 * Makes a door say what its visits tell: when it was entered, how often it was tried since, when it is due by the rules. What comes late or
 * twice changes nothing, for all of it is read anew.
 * @param today day of Shanghai, for a door that nobody ever entered
 */
export async function settleDoor(
  tx: Tx,
  door: Door,
  today: string,
  appointment: { readonly from: string; readonly to: string } | null,
): Promise<void> {
  const { enteredAt, triedAt, tries, outcome } = await pastOf(tx, door.id);
  const rule = ruleFor(await visitRules(tx, today), door.gasKind, door.class);
  const entered = enteredAt === null ? null : dayIn(enteredAt.getTime());
  await tx.query(
    `insert into field_door as d (customer_id, area_code, enterprise_id, gas_kind, class, entered_at, tried_at, tries, last_outcome,
                                  is_off_plan, due_on, rule_id, appointment_from, appointment_to)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($9 in ${OFF_PLAN}, false), $10, $11, $12, $13)
     on conflict (customer_id) do update
        set entered_at = greatest(d.entered_at, excluded.entered_at), tried_at = greatest(d.tried_at, excluded.tried_at),
            tries = excluded.tries, last_outcome = excluded.last_outcome, is_off_plan = excluded.is_off_plan,
            due_on = case when d.entered_at > coalesce(excluded.entered_at, '-infinity') then d.due_on else excluded.due_on end,
            rule_id = excluded.rule_id, appointment_from = excluded.appointment_from, appointment_to = excluded.appointment_to`,
    [
      door.id,
      door.areaCode,
      door.enterpriseId,
      door.gasKind,
      door.class,
      enteredAt,
      triedAt,
      tries,
      outcome,
      rule === null ? null : dueOn(rule, entered, today),
      rule?.id ?? null,
      appointment?.from ?? null,
      appointment?.to ?? null,
    ],
  );
}
