import type { Climb, HazardAge, HazardDue } from "#contract/field/hazard-buckets.ts";
import type { Hazard, HazardEvent } from "#contract/field/hazards.ts";
import type { HazardGrade } from "#contract/gas.ts";
import { HAZARD_REACH_M } from "#contract/pipe-classes.ts";
import { isOverdue } from "#model/field/hazard-loop.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { stateOf } from "#server/field/hazard-rows.ts";
import { AGE_OF, CHECKED, DUE_OF, REPAIRED } from "./buckets.ts";

export interface HazardWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
  /** A state, `open`, `any`, or the states of a repair that is done (`repaired`) or was found good (`checked`). */
  readonly state: string;
  readonly grade: HazardGrade | null;
  readonly due: HazardDue | "overdue" | "any";
  readonly age: HazardAge | null;
  /** `none`: has not climbed. */
  readonly climbedTo: Climb | "none" | null;
  /** Deadline from here, and before there. */
  readonly dueFrom: Date | null;
  readonly dueBefore: Date | null;
  readonly customer: string | null;
  /** Those that name this pipe, and those beside it that name nothing; none where the pipe is out of sight. */
  readonly pipe: string | null;
  readonly now: Date;
}

/** The place of a row in the list: sort text and id. */
export type HazardKey = readonly [rank: string, id: string];

interface Row extends Omit<Hazard, "state" | "lngLat" | "foundAt" | "dueAt" | "closedAt" | "isOverdue"> {
  readonly state: string;
  readonly lng: number;
  readonly lat: number;
  readonly foundAt: Date;
  readonly dueAt: Date | null;
  readonly closedAt: Date | null;
  readonly rank: string;
}

/** HAZARD_REACH_M in degrees of longitude as far north as 60°: more than it is anywhere in the country. */
const REACH_DEGREES = HAZARD_REACH_M / 55_000;
/** What presses most: open ones by deadline, those without one behind, closed ones last, the newest first. */
const RANK = `case when h.state = 'closed' then '2' || lpad((32503680000 - extract(epoch from h.found_at)::bigint)::text, 12, '0')
  when h.due_at is null then '1' || lpad(extract(epoch from h.found_at)::bigint::text, 12, '0')
  else '0' || lpad(extract(epoch from h.due_at)::bigint::text, 12, '0') end`;
const ROW = `h.id, h.area_code as "areaCode", coalesce(a.name, u.name, h.area_code) as "areaName", h.enterprise_id as "enterpriseId",
  coalesce(e.name, '') as "enterpriseName", h.grade, h.state, h.code, h.note, st_x(h.geom) as lng, st_y(h.geom) as lat,
  h.found_at as "foundAt", h.due_at as "dueAt", h.is_cut as "isCut", h.is_extended as "isExtended", h.pressed,
  h.climbed_to as "climbedTo", h.customer_id as "customerId", n.pipe as "pipeId", case when n.pipe is not null then h.pipe_distance_m end as "pipeDistanceM", h.assignee, h.assignee_name as "assigneeName",
  h.closed_at as "closedAt", h.record_id as "recordId", ${RANK} as rank`;
const FROM = `hazard h left join division a on a.code = h.area_code left join supervision_unit u on u.code = h.area_code
  left join enterprise e on e.id = h.enterprise_id
  cross join lateral (
    select case when h.pipe_distance_m is null then h.pipe_id else (select p.id from pipe p where p.id = h.pipe_id) end as pipe
  ) n`;
/**
 * Hazards of one pipe in sight: those that name it (a pipe that was found nearest is told to whoever sees the pipe), and of those that name
 * neither pipe nor customer, as files bring them, what the map counts beside it: of its enterprise and county within HAZARD_REACH_M.
 */
const OF_PIPE = (pipe: string) => `h.id in (
  select x.id from pipe p join hazard x on x.pipe_id = p.id where p.id = ${pipe}
  union all
  select x.id from pipe p join hazard x on x.geom && st_expand(p.geom, ${REACH_DEGREES})
   where p.id = ${pipe} and x.pipe_id is null and x.customer_id is null and x.enterprise_id = p.enterprise_id
     and (x.area_code = p.area_code or p.area_code like '%0000')
     and st_dwithin(x.geom::geography, p.geom::geography, ${HAZARD_REACH_M}))`;
const AMONG = (
  pipe: string,
) => `($1::text is null or h.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or h.enterprise_id = $2)
  and ($3::text is null or h.grade = $3) and ($4::text is null or h.customer_id = $4)
  and (${pipe}::text is null or ${OF_PIPE(pipe)})`;
const LATE = "h.state not in ('closed', 'rechecked') and h.due_at < $5::timestamptz";
const STATE = `case $6 when 'any' then true when 'open' then h.state <> 'closed' when 'repaired' then h.state in ${REPAIRED}
  when 'checked' then h.state in ${CHECKED} else h.state = $6 end`;
const NOW = "$5::timestamptz";
const PLACE = `case $10 when 'any' then true when 'overdue' then ${LATE} else ${DUE_OF(NOW)} = $10 end
  and ($11::text is null or ${AGE_OF(NOW)} = $11) and ($12::text is null or coalesce(h.climbed_to, 'none') = $12)
  and ($13::timestamptz is null or h.due_at >= $13::timestamptz) and ($14::timestamptz is null or h.due_at < $14::timestamptz)`;

function hazardOf({ lng, lat, rank: _, ...row }: Row, now: Date): Hazard {
  const state = stateOf(row.state);
  return {
    ...row,
    state,
    lngLat: [lng, lat],
    foundAt: row.foundAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    isOverdue: isOverdue({ state, dueAt: row.dueAt?.getTime() ?? null }, now.getTime()),
  };
}

const valuesOf = (w: HazardWhere) => [w.area, w.enterprise, w.grade, w.customer, w.now];

/** A page of hazards in the transaction's sight, the most pressing first. */
export async function listHazards(
  tx: Tx,
  w: HazardWhere,
  after: HazardKey | null,
  limit: number,
): Promise<{ hazards: Hazard[]; next: HazardKey | null }> {
  const rows = await tx.query<Row>(
    `select ${ROW} from ${FROM}
      where ${AMONG("$15")} and ${STATE} and ${PLACE} and ($7::text is null or (${RANK}, h.id) > ($7, $8::text))
      order by ${RANK}, h.id limit $9`,
    [
      ...valuesOf(w),
      w.state,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
      w.due,
      w.age,
      w.climbedTo,
      w.dueFrom,
      w.dueBefore,
      w.pipe,
    ],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    hazards: page.map((row) => hazardOf(row, w.now)),
    next: rows.length > limit && last !== undefined ? [last.rank, last.id] : null,
  };
}

interface Counts {
  readonly open: Record<HazardGrade, number>;
  readonly overdue: Record<HazardGrade, number>;
  readonly states: Record<string, number>;
}

/** Counts of a filter without its state and deadline. */
export async function countHazards(tx: Tx, w: HazardWhere): Promise<Counts> {
  const rows = await tx.query<{ grade: HazardGrade; state: string; n: number; late: number }>(
    `select h.grade, h.state, count(*)::int as n, (count(*) filter (where ${LATE}))::int as late from hazard h where ${AMONG("$6")} group by 1, 2`,
    [...valuesOf(w), w.pipe],
  );
  const counts: Counts = {
    open: { major: 0, general: 0, minor: 0 },
    overdue: { major: 0, general: 0, minor: 0 },
    states: {},
  };
  for (const { grade, state, n, late } of rows) {
    const known = stateOf(state);
    counts.states[known] = (counts.states[known] ?? 0) + n;
    if (known !== "closed") counts.open[grade] += n;
    counts.overdue[grade] += late;
  }
  return counts;
}

export async function findHazard(tx: Tx, id: string, now: Date): Promise<Hazard | null> {
  const [row] = await tx.query<Row>(`select ${ROW} from ${FROM} where h.id = $1`, [id]);
  return row === undefined ? null : hazardOf(row, now);
}

interface EventRow extends Omit<HazardEvent, "at" | "knownAt" | "lngLat" | "from" | "to"> {
  readonly at: Date;
  readonly knownAt: Date;
  readonly from: string | null;
  readonly to: string;
  readonly lng: number | null;
  readonly lat: number | null;
}

const MOST_EVENTS = 500;

/** Everything that was done with a hazard, oldest first. */
export async function listEvents(tx: Tx, hazardId: string): Promise<HazardEvent[]> {
  const rows = await tx.query<EventRow>(
    `select id, n, step, from_state as "from", to_state as "to", at, known_at as "knownAt", by_account as by, by_name as "byName", lng, lat,
            note, files, record_id as "recordId"
       from hazard_event where hazard_id = $1 order by n limit ${MOST_EVENTS}`,
    [hazardId],
  );
  return rows.map(({ lng, lat, from, to, ...row }) => ({
    ...row,
    from: from === null ? null : stateOf(from),
    to: stateOf(to),
    at: row.at.toISOString(),
    knownAt: row.knownAt.toISOString(),
    lngLat: lng === null || lat === null ? null : [lng, lat],
  }));
}
