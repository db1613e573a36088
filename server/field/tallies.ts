import { addDays } from "#model/field/due.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";

/** First day of the month of a day, and of the one after. */
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
const monthAfter = (day: string): string => monthOf(addDays(monthOf(day), 31));

/** Days `from` … `to`, both included, that are added (1) or taken away (-1); none, where `to` is before `from`. */
export interface Edge {
  readonly sign: 1 | -1;
  readonly from: string;
  readonly to: string;
}

/** All before a day, as whole months before `month` and the days between, on the side where fewer have anything. */
export interface Before {
  readonly month: string;
  readonly edge: Edge;
}

/**
 * `day` itself is left out. Days after `last` have nothing or next to nothing, and may be many: sums of a month to this day are those of the
 * month. Right whatever they have.
 */
export function before(day: string, last = "9999-12-31"): Before {
  const [own, next] = [monthOf(day), monthAfter(day)];
  const within = Number(day.slice(8)) - 1;
  const end = addDays(next, -1);
  const behind = day > last ? 0 : Number((end < last ? end : last).slice(8)) - within;
  return within <= behind
    ? { month: own, edge: { sign: 1, from: own, to: addDays(day, -1) } }
    : { month: next, edge: { sign: -1, from: day, to: end } };
}

export interface TallyWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
}

const AMONG = `($1::text is null or area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or enterprise_id = $2)`;
const CHECKS = `kind = 'check' and outcome <> '' and ${AMONG}`;

/** Visits by outcome from one day to another, both included, from the sums of what was counted; outcomes of none are left out. */
export async function visitsByOutcome(
  tx: Tx,
  { area, enterprise }: TallyWhere,
  [from, to]: readonly [from: string, to: string],
  today: string,
): Promise<Readonly<Record<string, number>>> {
  const [start, end] = [before(from, today), before(addDays(to, 1), today)];
  const rows = await tx.query<{ outcome: string; n: number }>(
    `select outcome, sum(n)::int as n from (
       select outcome, records as n from field_tally_month where month >= $3::date and month < $4::date and ${CHECKS}
       union all
       select outcome, -$5::int * records from field_tally where day between $6::date and $7::date and ${CHECKS}
       union all
       select outcome, $8::int * records from field_tally where day between $9::date and $10::date and ${CHECKS}
     ) counted
      group by 1 having sum(n) <> 0 order by 1`,
    [
      area,
      enterprise,
      start.month,
      end.month,
      start.edge.sign,
      start.edge.from,
      start.edge.to,
      end.edge.sign,
      end.edge.from,
      end.edge.to,
    ],
  );
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
}
