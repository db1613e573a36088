import type { Kpi, PlanLine } from "#contract/field/kpis.ts";
import { addDays, dayIn, ruleFor, visitsPerYear } from "#model/field/due.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { CHECKED, REPAIRED } from "./hazards/buckets.ts";
import { rulesInForce, visitRules } from "./rules.ts";
import { before, visitsByOutcome } from "./tallies.ts";

export interface KpiWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
  /** First and last day, YYYY-MM-DD of Asia/Shanghai. */
  readonly from: string;
  readonly to: string;
  readonly now: Date;
}

const AMONG = `($1::text is null or area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or enterprise_id = $2)`;
const instantOf = (day: string) => `(${day}::date::timestamp at time zone 'Asia/Shanghai')`;

interface DoorRow {
  readonly gasKind: string;
  readonly class: string;
  readonly doors: number;
}

/** Doors on the plan by what rules tell apart. */
async function doorsOnPlan(tx: Tx, { area, enterprise }: KpiWhere): Promise<DoorRow[]> {
  return await tx.query<DoorRow>(
    `select gas_kind as "gasKind", class, sum(doors)::int as doors from field_plan where ${AMONG} group by 1, 2 order by 1, 2`,
    [area, enterprise],
  );
}

/** Doors on the plan whose day has come by the last day. */
async function doorsDue(tx: Tx, { area, enterprise, to }: KpiWhere): Promise<number> {
  const { month, edge } = before(addDays(to, 1));
  const [row] = await tx.query<{ due: number }>(
    `select coalesce(sum(doors), 0)::int as due from (
       select doors from field_due_month where month < $3::date and ${AMONG}
       union all
       select $4::int * doors from field_due where due_on between $5::date and $6::date and ${AMONG}
     ) planned`,
    [area, enterprise, month, edge.sign, edge.from, edge.to],
  );
  return row?.due ?? 0;
}

interface HazardSums {
  readonly due: number;
  readonly repaired: number;
  readonly checked: number;
}

/** Hazards whose deadline fell within the days and is over, and how far the work with them has come. */
async function hazardSums(tx: Tx, { area, enterprise, from, to, now }: KpiWhere): Promise<HazardSums> {
  const [row] = await tx.query<HazardSums>(
    `select count(*)::int as due, (count(*) filter (where state in ${REPAIRED}))::int as repaired,
            (count(*) filter (where state in ${CHECKED}))::int as checked
       from hazard
      where due_at >= ${instantOf("$3")} and due_at < least(${instantOf("($4::date + 1)")}, $5::timestamptz) and ${AMONG}`,
    [area, enterprise, from, to, now],
  );
  return row ?? { due: 0, repaired: 0, checked: 0 };
}

interface SampleSums {
  readonly drawn: number;
  readonly taken: number;
  readonly agreeing: number;
}

/** Second looks at visits of the days. */
async function sampleSums(tx: Tx, { area, enterprise, from, to }: KpiWhere): Promise<SampleSums> {
  const [row] = await tx.query<SampleSums>(
    `select count(distinct record_id)::int as drawn, (count(*) filter (where second_id is not null))::int as taken,
            (count(*) filter (where second_id is not null and differences = '[]'))::int as agreeing
       from field_sample
      where at >= ${instantOf("$3")} and at < ${instantOf("($4::date + 1)")} and ${AMONG}`,
    [area, enterprise, from, to],
  );
  return row ?? { drawn: 0, taken: 0, agreeing: 0 };
}

/** Doors times visits a year, by rule. */
async function planOf(tx: Tx, doors: readonly DoorRow[], day: string) {
  const rules = await visitRules(tx, day);
  const names = new Map((await rulesInForce(tx, "visit", day)).map(({ id, name }) => [id, name]));
  const lines = new Map<string, PlanLine>();
  let without = 0;
  for (const { gasKind, class: klass, doors: count } of doors) {
    const rule = ruleFor(rules, gasKind, klass);
    if (rule === null) {
      without += count;
      continue;
    }
    const before = lines.get(rule.id)?.doors ?? 0;
    const perYear = visitsPerYear(rule);
    const all = before + count;
    lines.set(rule.id, {
      ruleId: rule.id,
      name: names.get(rule.id) ?? rule.id,
      doors: all,
      visitsPerYear: perYear,
      visits: Math.round(all * perYear),
    });
  }
  return { lines: [...lines.values()].filter(({ doors: n }) => n > 0), without };
}

export interface Kpis {
  readonly kpis: Kpi[];
  readonly outcomes: Record<string, number>;
  readonly plan: PlanLine[];
  readonly doorsWithoutRule: number;
}

/** The figures of domain §4 in the transaction's sight: what each counts stands in contract/field/kpis.ts. */
export async function readKpis(tx: Tx, where: KpiWhere): Promise<Kpis> {
  const { from, to } = where;
  const today = dayIn(where.now.getTime());
  const outcomes = await visitsByOutcome(tx, where, [from, to], today);
  const ofYear = await visitsByOutcome(tx, where, [`${to.slice(0, 4)}-01-01`, to], today);
  const doors = await doorsOnPlan(tx, where);
  const hazards = await hazardSums(tx, where);
  const samples = await sampleSums(tx, where);
  const plan = await planOf(tx, doors, to);
  const entered = outcomes.entered ?? 0;
  const due = await doorsDue(tx, where);
  const kpis: Kpi[] = [
    { id: "entry", part: entered, whole: entered + due },
    { id: "completion", part: ofYear.entered ?? 0, whole: plan.lines.reduce((sum, { visits }) => sum + visits, 0) },
    { id: "repair", part: hazards.repaired, whole: hazards.due },
    { id: "recheck", part: hazards.checked, whole: hazards.repaired },
    { id: "sampling", part: samples.drawn, whole: entered },
    { id: "agreement", part: samples.agreeing, whole: samples.taken },
  ];
  return { kpis, outcomes: { ...outcomes }, plan: plan.lines, doorsWithoutRule: plan.without };
}
