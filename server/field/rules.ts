import { z } from "zod";
import type { DeadlineDays } from "#model/field/hazard-loop.ts";
import type { VisitRule } from "#model/field/due.ts";
import type { Tx } from "#server/db/db.ts";

const Days = z.object({ major: z.number().nullable(), general: z.number().nullable(), minor: z.number().nullable() });
const HazardBody = z.object({ days: Days });
const ClimbBody = z.object({ days: z.object({ county: z.number(), city: z.number(), province: z.number() }) });
export const VisitBody = z.object({
  gasKinds: z.array(z.string()).nullable().default(null),
  classes: z.array(z.string()).nullable().default(null),
  perYear: z.number().min(0.1).max(52),
  heating: z.object({ from: z.string(), until: z.string() }).nullable().default(null),
});
export const PatrolBody = z.object({ levels: z.array(z.string()), everyDays: z.number().min(1) });

/** A rule in force, with where it comes from. */
export interface RuleRow {
  readonly id: string;
  readonly version: number;
  readonly areaCode: string;
  readonly enterpriseId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly body: unknown;
  readonly clause: string;
  readonly source: string;
  readonly certainty: "source" | "field" | "default";
  readonly validFrom: string;
  readonly validTo: string | null;
}

const ROW = `id, version, area_code as "areaCode", enterprise_id as "enterpriseId", kind, name, body, clause, source, certainty,
  valid_from as "validFrom", valid_to as "validTo"`;

/** Rules in force on a day, as far as the transaction sees them; of one id the newest version. */
export async function rulesInForce(tx: Tx, kind: string | null, day: string): Promise<RuleRow[]> {
  return await tx.query<RuleRow>(
    `select distinct on (id, area_code) ${ROW} from field_rule
      where status = 'active' and ($1::text is null or kind = $1) and valid_from <= $2::date and (valid_to is null or valid_to >= $2::date)
      order by id, area_code, version desc`,
    [kind, day],
  );
}

/** The province's own rules: those that name no enterprise and stand at the top. */
const provincial = (rules: readonly RuleRow[]): readonly RuleRow[] =>
  rules.filter(({ enterpriseId, areaCode }) => enterpriseId === null && areaCode.endsWith("0000"));

/** Deadlines by grade. Without a rule nothing has a deadline. */
export async function deadlineDays(tx: Tx, day: string): Promise<DeadlineDays> {
  const [rule] = provincial(await rulesInForce(tx, "hazard", day));
  const read = HazardBody.safeParse(rule?.body);
  return read.success ? read.data.days : { major: null, general: null, minor: null };
}

export async function climbDays(tx: Tx, day: string): Promise<z.infer<typeof ClimbBody>["days"] | null> {
  const [rule] = provincial(await rulesInForce(tx, "climb", day));
  const read = ClimbBody.safeParse(rule?.body);
  return read.success ? read.data.days : null;
}

/** How often doors are visited. A rule that cannot be read is left out: its doors get no due day, and a board says so. */
export async function visitRules(tx: Tx, day: string): Promise<VisitRule[]> {
  return provincial(await rulesInForce(tx, "visit", day)).flatMap(({ id, body }) => {
    const read = VisitBody.safeParse(body);
    return read.success ? [{ id, ...read.data }] : [];
  });
}
