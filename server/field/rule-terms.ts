import type { z } from "zod";
import type { FieldRule, RuleTerms } from "#contract/field/rules.ts";
import { ClimbTerms, HazardTerms, LeakTerms, PatrolTerms, WorkTerms } from "#contract/field/rules.ts";
import type { VisitRule } from "#model/field/due.ts";
import type { LeakRule, PatrolRule } from "#model/field/pace.ts";
import type { Tx } from "#server/db/db.ts";
import { type RuleRow, VisitBody } from "./rules.ts";

const TERMS = {
  hazard: HazardTerms,
  climb: ClimbTerms,
  patrol: PatrolTerms,
  leak: LeakTerms,
  work: WorkTerms,
} as const;

/** What a rule says, read from its body; null where it cannot be read. */
export function termsOf({ kind, body }: Pick<RuleRow, "kind" | "body">): RuleTerms | null {
  if (kind === "visit") {
    const read = VisitBody.safeParse(body);
    if (!read.success) return null;
    const { heating, ...terms } = read.data;
    return { kind: "visit", ...terms, season: heating };
  }
  const schema: z.ZodType<RuleTerms> | undefined = TERMS[kind as keyof typeof TERMS];
  return schema?.safeParse({ kind, ...Object(body) }).data ?? null;
}

export const visitRuleOf = (id: string, terms: Extract<RuleTerms, { kind: "visit" }>): VisitRule => ({
  id,
  gasKinds: terms.gasKinds,
  classes: terms.classes,
  perYear: terms.perYear,
  heating: terms.season,
});
export const patrolRuleOf = (
  id: string,
  { levels, everyDays }: Extract<RuleTerms, { kind: "patrol" }>,
): PatrolRule => ({
  id,
  levels,
  everyDays,
});
export const leakRuleOf = (id: string, { kind: _, ...terms }: Extract<RuleTerms, { kind: "leak" }>): LeakRule => ({
  id,
  ...terms,
});

interface VersionRow extends RuleRow {
  readonly kind: FieldRule["kind"];
  readonly status: string;
}

/** Rules in all their versions as far as the transaction sees them, by kind and id, the newest version first. */
export async function allRules(tx: Tx, kind: string | null, day: string): Promise<FieldRule[]> {
  const rows = await tx.query<VersionRow>(
    `select id, version, area_code as "areaCode", enterprise_id as "enterpriseId", kind, status, name, body, clause, source, certainty,
            valid_from as "validFrom", valid_to as "validTo"
       from field_rule where $1::text is null or kind = $1
      order by array_position(array['visit', 'hazard', 'climb', 'patrol', 'leak', 'work'], kind), id, area_code, version desc`,
    [kind],
  );
  return rows.map(({ body, status, enterpriseId: _, ...row }) => ({
    ...row,
    terms: termsOf({ kind: row.kind, body }),
    isInForce: status === "active" && row.validFrom <= day && (row.validTo === null || row.validTo >= day),
  }));
}
