import { byUrgency, clockOf } from "#contract/field/work-clock.ts";
import type { FieldWork, WorkRule } from "#contract/field/works.ts";
import { dayIn } from "#model/field/due.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { termsOf } from "#server/field/rule-terms.ts";
import { rulesInForce } from "#server/field/rules.ts";

const MOST = 500;

/** The province's rule about notices in force; null where there is none that can be read. */
export async function workRule(tx: Tx, nowMs: number): Promise<WorkRule | null> {
  const rules = await rulesInForce(tx, "work", dayIn(nowMs));
  const rule = rules.find(({ enterpriseId, areaCode }) => enterpriseId === null && areaCode.endsWith("0000"));
  const terms = rule && termsOf(rule);
  if (rule === undefined || terms?.kind !== "work") return null;
  const { noticeDays, needsPlan, needsGuard } = terms;
  return {
    id: rule.id,
    version: rule.version,
    noticeDays,
    needsPlan,
    needsGuard,
    clause: rule.clause,
    source: rule.source,
  };
}

interface WorkWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly isAny: boolean;
}

type Row = Omit<FieldWork, "noticedAt" | "from" | "to" | "toldAt" | "lngLat" | "clock" | "noticeBy" | "lacks"> & {
  readonly noticedAt: Date | null;
  readonly from: Date;
  readonly to: Date | null;
  readonly toldAt: Date;
  readonly lng: number;
  readonly lat: number;
};

/** Works in the transaction's sight, the most pressing first; those that are over, or begin first, fall out where there are too many. */
export async function listWorks(
  tx: Tx,
  { area, enterprise, isAny }: WorkWhere,
  rule: WorkRule | null,
  nowMs: number,
): Promise<FieldWork[]> {
  const rows = await tx.query<Row>(
    `select id, area_code as "areaCode", enterprise_id as "enterpriseId", name, contractor, how, noticed_at as "noticedAt", begins_at as "from",
            ends_at as "to", plan, guard, is_over as "isOver", record_id as "recordId", told_at as "toldAt", st_x(geom) as lng, st_y(geom) as lat
       from field_work w
      where ($1::text is null or area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or enterprise_id = $2) and ($3 or not is_over)
      order by is_over, begins_at desc, id limit ${MOST}`,
    [area, enterprise, isAny],
  );
  return rows
    .map(({ noticedAt, from, to, toldAt, lng, lat, ...row }): FieldWork => {
      const told = { noticedAt: noticedAt?.toISOString() ?? null, from: from.toISOString() };
      const work = { ...row, ...told, to: to?.toISOString() ?? null, toldAt: toldAt.toISOString() };
      return { ...work, lngLat: [lng, lat], ...clockOf(work, rule, nowMs) };
    })
    .toSorted(byUrgency);
}
