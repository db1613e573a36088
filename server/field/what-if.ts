import type { PaceTerms, RuleTerms } from "#contract/field/rules.ts";
import { dayIn, ruleFor } from "#model/field/due.ts";
import { isAged, type Portion, surveysAYear, visitsAYear, walksAYear, withRule } from "#model/field/pace.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { leakRuleOf, patrolRuleOf, termsOf, visitRuleOf } from "./rule-terms.ts";
import { type RuleRow, rulesInForce } from "./rules.ts";

const AMONG = `($1::text is null or area_code in ${COUNTIES_OF("$1")})`;

/** Rules of one kind in force that can be read. */
function termsList<K extends PaceTerms["kind"]>(rules: readonly RuleRow[], kind: K) {
  return rules.flatMap((rule) => {
    const terms = termsOf(rule);
    return terms?.kind === kind ? [{ id: rule.id, terms: terms as Extract<RuleTerms, { kind: K }> }] : [];
  });
}

async function doorPortions(tx: Tx, id: string, terms: Extract<PaceTerms, { kind: "visit" }>, at: Around) {
  const rules = termsList(at.rules, "visit").map((one) => visitRuleOf(one.id, one.terms));
  const changed = withRule(rules, visitRuleOf(id, terms));
  const rows = await tx.query<{ areaCode: string; gasKind: string; class: string; size: number }>(
    `select area_code as "areaCode", gas_kind as "gasKind", class, sum(doors)::int as size
       from field_due where ${AMONG} group by 1, 2, 3 having sum(doors) <> 0`,
    [at.area],
  );
  const isReached = ({ gasKind, class: klass }: (typeof rows)[number]) =>
    [rules, changed].some((list) => ruleFor(list, gasKind, klass)?.id === id);
  return rows.filter(isReached).map(
    ({ areaCode, gasKind, class: klass, size }): Portion => ({
      areaCode,
      key: [gasKind, klass],
      size,
      before: visitsAYear(rules, gasKind, klass),
      after: visitsAYear(changed, gasKind, klass),
    }),
  );
}

async function patrolPortions(tx: Tx, id: string, terms: Extract<PaceTerms, { kind: "patrol" }>, at: Around) {
  const rules = termsList(at.rules, "patrol").map((one) => patrolRuleOf(one.id, one.terms));
  const changed = withRule(rules, patrolRuleOf(id, terms));
  const rows = await tx.query<{ areaCode: string; level: string; size: number }>(
    `select area_code as "areaCode", pressure_level as level, sum(length_m) as size
       from pipe where status = 'in_service' and ${AMONG} group by 1, 2`,
    [at.area],
  );
  const isReached = ({ level }: (typeof rows)[number]) =>
    [rules, changed].some((list) => list.find(({ levels }) => levels.includes(level))?.id === id);
  return rows.filter(isReached).map(
    ({ areaCode, level, size }): Portion => ({
      areaCode,
      key: [level],
      size,
      before: walksAYear(rules, level),
      after: walksAYear(changed, level),
    }),
  );
}

async function leakPortions(tx: Tx, id: string, terms: Extract<PaceTerms, { kind: "leak" }>, at: Around) {
  const rules = termsList(at.rules, "leak").map((one) => leakRuleOf(one.id, one.terms));
  const changed = withRule(rules, leakRuleOf(id, terms));
  const year = Number(at.today.slice(0, 4));
  const rows = await tx.query<{ areaCode: string; material: string; laidYear: number | null; size: number }>(
    `select area_code as "areaCode", material, laid_year as "laidYear", sum(length_m) as size
       from pipe where status = 'in_service' and ${AMONG} group by 1, 2, 3`,
    [at.area],
  );
  const isReached = ({ material }: (typeof rows)[number]) =>
    [rules, changed].some((list) => list.find(({ materials }) => materials.includes(material))?.id === id);
  return rows.filter(isReached).map(
    ({ areaCode, size, ...pipe }): Portion => ({
      areaCode,
      key: [pipe.material, isAged(terms, pipe.laidYear, year) ? "aged" : "sound"],
      size,
      before: surveysAYear(rules, pipe, year),
      after: surveysAYear(changed, pipe, year),
    }),
  );
}

interface Around {
  readonly rules: readonly RuleRow[];
  readonly area: string | null;
  readonly today: string;
}

/**
 * Things in the transaction's sight that a change of a rule reaches, with their pace before and after. null where no rule of this id and kind is in
 * force.
 */
export async function portionsOf(
  tx: Tx,
  {
    id,
    terms,
    area,
    nowMs,
  }: { readonly id: string; readonly terms: PaceTerms; readonly area: string | null; readonly nowMs: number },
): Promise<Portion[] | null> {
  const today = dayIn(nowMs);
  const rules = (await rulesInForce(tx, terms.kind, today)).filter(
    ({ enterpriseId, areaCode }) => enterpriseId === null && areaCode.endsWith("0000"),
  );
  if (!rules.some((rule) => rule.id === id)) return null;
  return await readPortions(tx, id, terms, { rules, area, today });
}

function readPortions(tx: Tx, id: string, terms: PaceTerms, around: Around): Promise<Portion[]> {
  if (terms.kind === "visit") return doorPortions(tx, id, terms, around);
  if (terms.kind === "patrol") return patrolPortions(tx, id, terms, around);
  return leakPortions(tx, id, terms, around);
}
