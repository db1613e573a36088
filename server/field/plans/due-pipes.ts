import type { PlanAsk, PlanKind } from "#contract/field/patrol-plans.ts";
import { PIPES_MOST } from "#contract/field/patrol-plans.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { leakRuleOf, termsOf } from "#server/field/rule-terms.ts";
import { type RuleRow, rulesInForce } from "#server/field/rules.ts";
import { patrolPaces } from "#server/field/walks/coverage.ts";
import type { DuePipe } from "./rounds.ts";

/** How often pipes of one pressure level, or material, are walked, and by which rule. */
export interface PlanPace {
  /** Pressure level of a patrol; material of a leak survey. */
  readonly key: string;
  readonly ruleId: string;
  readonly everyDays: number;
  readonly agedDays: number;
  /** Laid before this year: past half of the design life. */
  readonly agedBefore: number | null;
}

export interface PlanRules {
  readonly paces: readonly PlanPace[];
  readonly rules: ReadonlyMap<string, RuleRow>;
}

async function patrolRules(tx: Tx, today: string): Promise<PlanPace[]> {
  const paces = await patrolPaces(tx, today);
  return paces.map(({ level, ruleId, everyDays }) => ({
    key: level,
    ruleId,
    everyDays,
    agedDays: everyDays,
    agedBefore: null,
  }));
}

function leakPaces(rules: readonly RuleRow[], today: string): PlanPace[] {
  const year = Number(today.slice(0, 4));
  const paces = rules.flatMap((rule) => {
    const terms = termsOf(rule);
    if (terms?.kind !== "leak") return [];
    const { id, materials, everyDays, agedFactor, designLifeY } = leakRuleOf(rule.id, terms);
    const agedDays = Math.max(1, Math.floor(everyDays * agedFactor));
    return materials.map(
      (key): PlanPace => ({
        key,
        ruleId: id,
        everyDays,
        agedDays,
        agedBefore: Math.ceil(year - designLifeY / 2),
      }),
    );
  });
  // Of several rules for one material the first holds, as in every sum of rules.
  return paces.filter(({ key }, i) => paces.findIndex((one) => one.key === key) === i);
}

/** The province's rules in force for a kind of walk, in the transaction's sight. */
export async function planRules(tx: Tx, kind: PlanKind, today: string): Promise<PlanRules> {
  const rules = (await rulesInForce(tx, kind === "patrol" ? "patrol" : "leak", today)).filter(
    ({ enterpriseId, areaCode }) => enterpriseId === null && areaCode.endsWith("0000"),
  );
  const paces = kind === "patrol" ? await patrolRules(tx, today) : leakPaces(rules, today);
  return { paces, rules: new Map(rules.map((rule) => [rule.id, rule])) };
}

/** When a pipe was last walked, or surveyed: a patrol as tracks prove it, or as its file tells where that is later. */
const LAST: Readonly<Record<PlanKind, string>> = {
  patrol: "greatest(p.last_patrolled, (select w.day from field_walked w where w.pipe_id = p.id))",
  leak_survey: "(select s.day from field_surveyed s where s.pipe_id = p.id)",
};
const KEY: Readonly<Record<PlanKind, string>> = { patrol: "p.pressure_level", leak_survey: "p.material" };

interface Row extends Omit<DuePipe, "at"> {
  readonly lng: number;
  readonly lat: number;
  readonly isBusy: boolean;
}

/**
 * Pipes in sight that are due by a day, and how many metres of such are in open tasks already. One more than `PIPES_MOST` at most, for the caller
 * to refuse. A pipe that was never walked is due today.
 */
export async function duePipes(
  tx: Tx,
  { kind, area, enterprise, dueBy }: Pick<PlanAsk, "kind" | "area" | "enterprise" | "dueBy">,
  paces: readonly PlanPace[],
  today: string,
): Promise<{ due: DuePipe[]; busyM: number }> {
  const rows = await tx.query<Row>(
    `with pace as (
            select * from jsonb_to_recordset($5::jsonb) r (key text, "ruleId" text, "everyDays" float8, "agedDays" float8, "agedBefore" int)
          ),
          pace_of as (
            select p.id, p.area_code, p.enterprise_id, p.length_m, p.geom, pace."ruleId" as rule, ${LAST[kind]} as last,
                   pace."agedBefore" is not null and (p.laid_year is null or p.laid_year < pace."agedBefore") as aged,
                   pace."everyDays" as every, pace."agedDays" as aged_days
              from pipe p join pace on pace.key = ${KEY[kind]}
             where p.status <> 'planned' and p.area_code in ${COUNTIES_OF("$1")} and ($2::text is null or p.enterprise_id = $2)
          ),
          due as (
            select *, coalesce(last + (case when aged then aged_days else every end)::int, $4::date) as due_on from pace_of
          ),
          busy as (
            select distinct unnest(pipes) as id from field_task where state = 'open' and kind = $6 and area_code in ${COUNTIES_OF("$1")}
          )
     select d.id, d.area_code as "areaCode", d.enterprise_id as "enterpriseId", d.rule as "ruleId", d.due_on::text as "dueOn",
            d.last is null as "isNever", d.aged as "isAged", d.length_m as "lengthM", b.id is not null as "isBusy",
            st_x(st_lineinterpolatepoint(d.geom, 0.5)) as lng, st_y(st_lineinterpolatepoint(d.geom, 0.5)) as lat
       from due d left join busy b on b.id = d.id
      where d.due_on <= $3::date order by d.id limit ${PIPES_MOST + 1}`,
    [area, enterprise, dueBy, today, JSON.stringify(paces), kind],
  );
  const due: DuePipe[] = [];
  let busyM = 0;
  for (const { lng, lat, isBusy, ...pipe } of rows) {
    if (isBusy) busyM += pipe.lengthM;
    else due.push({ ...pipe, at: [lng, lat] });
  }
  return { due, busyM };
}
