import type { FieldTask } from "#contract/field/tasks.ts";
import { BUILT_IN_CHECKLISTS } from "#contract/field/household-check.ts";
import type { LngLat } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { addDays, dayIn, daysBetween, type VisitRule } from "#model/field/due.ts";
import { type Candidate, type Ordered, orderTasks } from "#model/field/order.ts";
import type { Db } from "#server/db/db.ts";
import { allChecklists } from "#server/field/checklists.ts";
import { customerOf, type Person, personsShown, placesOf } from "#server/field/customers.ts";
import { visitRules } from "#server/field/rules.ts";
import { lastEntered } from "#server/field/visits.ts";
import { countTasks, likelyAtHome, listTaskRows, type TaskRow, type TaskWhere } from "./rows.ts";

const LIST = BUILT_IN_CHECKLISTS[0]?.id ?? "household-check";
const MIN_MS = 60_000;

export interface TaskAsk {
  readonly where: TaskWhere;
  readonly near: LngLat | null;
  readonly limit: number;
  readonly nowMs: number;
}

/** Days to the end of the window before the heating season, where nobody has entered since it began; null = not asked of this door. */
function heatingDays(row: TaskRow, rules: readonly VisitRule[], today: string): number | null {
  const heating = rules.find(({ id }) => id === row.ruleId)?.heating;
  if (!heating) return null;
  const year = today.slice(0, 4);
  const [from, until] = [`${year}-${heating.from}`, `${year}-${heating.until}`];
  if (today < from || today > until) return null;
  return row.enteredAt !== null && dayIn(row.enteredAt.getTime()) >= from ? null : daysBetween(today, until);
}

/** Day and hour in Shanghai. */
const hourOf = (ms: number) => ({ day: dayIn(ms), hour: new Date(ms + 8 * 3_600_000).getUTCHours() });

interface Around {
  readonly rules: readonly VisitRule[];
  readonly atHome: ReadonlyMap<string, number>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly nowMs: number;
}

function candidateOf(row: TaskRow, { rules, atHome, persons, nowMs }: Around): Candidate {
  const today = dayIn(nowMs);
  const { street, building } = placesOf(
    row.customerId === null ? null : (persons.get(row.customerId)?.address ?? null),
  );
  const hasAppointment = row.from !== null && row.to !== null;
  return {
    id: row.id,
    lngLat: [row.lng, row.lat],
    daysLeft: daysBetween(today, row.dueOn),
    tries: row.tries ?? 0,
    isCritical: row.isCritical ?? false,
    worstHazard: row.worst,
    openHazards: row.openHazards,
    appointment: hasAppointment
      ? { fromMin: (row.from.getTime() - nowMs) / MIN_MS, toMin: (row.to.getTime() - nowMs) / MIN_MS }
      : null,
    likelyHome: row.customerId === null ? null : (atHome.get(row.enterpriseId) ?? null),
    heatingDays: heatingDays(row, rules, today),
    place: street === null ? null : `${street}${building ?? ""}`,
  };
}

function taskOf(
  row: TaskRow,
  { points, why }: Ordered,
  order: number,
  extra: Pick<FieldTask, "customer" | "previous" | "checklist" | "street" | "building">,
): FieldTask {
  const { lng, lat, tries, triedAt, from, to } = row;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    areaCode: row.areaCode,
    enterpriseId: row.enterpriseId,
    assignee: row.assignee,
    assigneeName: row.assigneeName,
    title: row.title,
    dueOn: row.dueOn,
    ruleId: row.ruleId,
    lngLat: [lng, lat],
    hazardId: row.hazardId,
    pipes: row.pipes,
    line: Array.isArray(row.line) ? row.line : [],
    attempts: tries ?? 0,
    lastTriedAt: triedAt?.toISOString() ?? null,
    appointment: from === null || to === null ? null : { from: from.toISOString(), to: to.toISOString() },
    order,
    points,
    why: [...why],
    ...extra,
  };
}

/** Tasks in a scope's sight, the next best first, each with its reasons and the last visit at its door. */
export async function listTasks(
  db: Pick<Db, "as" | "asSystem">,
  scope: Scope,
  { where, near, limit, nowMs }: TaskAsk,
): Promise<{ tasks: FieldTask[]; total: number }> {
  const found = await db.as(scope, async (tx) => {
    const rows = await listTaskRows(tx, where, near, Math.max(limit * 2, 100));
    const customers = rows.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]));
    return {
      rows,
      customers,
      total: await countTasks(tx, where),
      rules: await visitRules(tx, dayIn(nowMs)),
      atHome: await likelyAtHome(tx, [...new Set(rows.map(({ enterpriseId }) => enterpriseId))], hourOf(nowMs)),
      lists: await allChecklists(tx),
      previous: await lastEntered(tx, customers),
    };
  });
  const { persons, isMasked } = await personsShown(db, scope, found.customers);
  const around: Around = { rules: found.rules, atHome: found.atHome, persons, nowMs };
  const byId = new Map(found.rows.map((row) => [row.id, row]));
  const ordered = orderTasks(
    found.rows.map((row) => candidateOf(row, around)),
    near,
  ).slice(0, limit);
  const list = found.lists.filter(({ id, from }) => id === LIST && from <= dayIn(nowMs)).at(-1);
  const tasks = ordered.flatMap((one, i) => {
    const row = byId.get(one.id);
    if (row === undefined) return [];
    const { customerId, gasKind, class: klass, isCritical } = row;
    const person = customerId === null ? undefined : persons.get(customerId);
    const isDoor = customerId !== null && gasKind !== null && klass !== null;
    const facts = isDoor ? { id: customerId, gasKind, class: klass, isCritical: isCritical ?? false } : null;
    return [
      taskOf(row, one, i + 1, {
        ...placesOf(person?.address ?? null),
        customer: facts === null ? null : customerOf(facts, person, isMasked),
        previous: customerId === null ? null : (found.previous.get(customerId) ?? null),
        checklist: isDoor && list !== undefined ? { id: list.id, version: list.version } : null,
      }),
    ];
  });
  return { tasks, total: found.total };
}

/** The last day that a list without its own shows. */
export const defaultDueBy = (nowMs: number): string => addDays(dayIn(nowMs), 30);
