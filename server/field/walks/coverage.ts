import type { CoverageLevel, CoveragePlace, Doors } from "#contract/field/coverage.ts";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { addDays } from "#model/field/due.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { PatrolBody, rulesInForce } from "#server/field/rules.ts";
import { visitsByOutcome } from "#server/field/tallies.ts";
import { countWaiting } from "./waiting.ts";

/** Whose figures are asked for; null = all in sight. */
export interface CoverageWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
}

/** How often pipes of a level are walked. */
export interface Pace {
  readonly level: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly everyDays: number;
}

/** The province's patrol rules by level; of several for one level the strictest. */
export async function patrolPaces(tx: Tx, day: string): Promise<Pace[]> {
  const rules = await rulesInForce(tx, "patrol", day);
  const paces = rules
    .filter(({ enterpriseId, areaCode }) => enterpriseId === null && areaCode.endsWith("0000"))
    .flatMap(({ id, name, body }) => {
      const read = PatrolBody.safeParse(body);
      if (!read.success) return [];
      const { levels, everyDays } = read.data;
      return levels.map((level): Pace => ({ level, ruleId: id, ruleName: name, everyDays }));
    });
  return PRESSURE_LEVELS.flatMap((level) =>
    paces
      .filter((pace) => pace.level === level)
      .sort((a, b) => a.everyDays - b.everyDays)
      .slice(0, 1),
  );
}

/** The rules as rows: a walk of `everyDays` days ago is the last that is within the window. */
export const PACES = (n: number) => `jsonb_to_recordset($${n}::jsonb) pace (level text, "everyDays" float8)`;
const AMONG = (t: string) =>
  `($1::text is null or ${t}.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or ${t}.enterprise_id = $2)`;

interface SumRow {
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly level: string;
  readonly lengthM: number;
  readonly walkedM: number;
  readonly doubtedM: number;
}

/** Metres by county, enterprise and level: of the network's roll-up, and of walks by day. */
async function sumsOf(
  tx: Tx,
  { area, enterprise }: CoverageWhere,
  day: string,
  paces: readonly Pace[],
): Promise<SumRow[]> {
  return await tx.query<SumRow>(
    `with pace as (select * from ${PACES(4)}),
          net as (
            select area_code, enterprise_id, pressure_level, sum(length_mm)::float8 / 1000 as m from pipe_rollup p
             where status <> 'planned' and ${AMONG("p")} group by 1, 2, 3
          ),
          walked as (
            select area_code, enterprise_id, pressure_level, sum(metres) as m, sum(doubted_m) as doubted
              from field_cover_day d join pace on pace.level = d.pressure_level
             where d.day > $3::date - pace."everyDays"::int and ${AMONG("d")} group by 1, 2, 3
          )
     select n.area_code as "areaCode", n.enterprise_id as "enterpriseId", n.pressure_level as level, n.m as "lengthM",
            least(n.m, greatest(0, coalesce(w.m, 0))) as "walkedM", least(n.m, greatest(0, coalesce(w.doubted, 0))) as "doubtedM"
       from net n left join walked w using (area_code, enterprise_id, pressure_level)`,
    [area, enterprise, day, JSON.stringify(paces)],
  );
}

const NO_METRES = { lengthM: 0, walkedM: 0, doubtedM: 0 };
const add = (a: typeof NO_METRES, b: typeof NO_METRES) => ({
  lengthM: a.lengthM + b.lengthM,
  walkedM: a.walkedM + b.walkedM,
  doubtedM: a.doubtedM + b.doubtedM,
});
const sumOf = (rows: readonly SumRow[]) => rows.reduce(add, NO_METRES);

async function placesOf(tx: Tx, rows: readonly SumRow[], kind: CoveragePlace["kind"]): Promise<CoveragePlace[]> {
  const byId = Map.groupBy(rows, ({ areaCode, enterpriseId }) => (kind === "area" ? areaCode : enterpriseId));
  const named = await tx.query<{ id: string; name: string }>(
    kind === "area"
      ? `select code as id, name from division where code = any ($1)
          union select code, name from supervision_unit where code = any ($1)`
      : "select id, name from enterprise where id = any ($1)",
    [[...byId.keys()]],
  );
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return [...byId]
    .map(([id, of]) => ({ kind, id, name: names.get(id) ?? id, ...sumOf(of) }))
    .sort((a, b) => b.lengthM - b.walkedM - (a.lengthM - a.walkedM) || (a.id < b.id ? -1 : 1));
}

/** How much of the network was walked within its rules' windows, as far as the transaction sees it. */
export async function readCoverage(tx: Tx, where: CoverageWhere, day: string) {
  const paces = await patrolPaces(tx, day);
  const all = await sumsOf(tx, where, day, paces);
  const byLevel = new Map(paces.map((pace) => [pace.level, pace]));
  const asked = all.filter(({ level }) => byLevel.has(level));
  const levels = PRESSURE_LEVELS.flatMap((level): CoverageLevel[] => {
    const of = all.filter((row) => row.level === level);
    const pace = byLevel.get(level);
    if (of.length === 0) return [];
    const { ruleId = null, ruleName = null, everyDays = null } = pace ?? {};
    return [{ level, ruleId, ruleName, everyDays, ...sumOf(of) }];
  });
  return {
    total: sumOf(asked),
    levels,
    areas: await placesOf(tx, asked, "area"),
    enterprises: await placesOf(tx, asked, "enterprise"),
    doors: await doorsOf(tx, where, day),
    waiting: await countWaiting(tx, where),
  };
}

export const DAYS_BACK = 30;

async function doorsOf(tx: Tx, where: CoverageWhere, day: string): Promise<Doors> {
  const byOutcome = await visitsByOutcome(tx, where, [addDays(day, 1 - DAYS_BACK), day], day);
  const { entered = 0, refused = 0, nobody_home: nobodyHome = 0 } = byOutcome;
  const visited = Object.values(byOutcome).reduce((sum, n) => sum + n, 0);
  return { visited, entered, refused, nobodyHome, other: visited - entered - refused - nobodyHome };
}
