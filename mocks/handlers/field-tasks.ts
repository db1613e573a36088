import type { HttpHandler } from "msw";
import { listChecklists } from "#contract/field/checklists.ts";
import { BUILT_IN_CHECKLISTS, HOUSEHOLD_CHECK } from "#contract/field/household-check.ts";
import {
  assignFieldTask,
  type FieldTask,
  listFieldTasks,
  listVisits,
  revealCustomer,
  type TaskCustomer,
} from "#contract/field/tasks.ts";
import type { Me } from "#contract/session.ts";
import type { CustomerRow } from "#mocks/world/rows.ts";
import { addDays, dayIn, daysBetween } from "#model/field/due.ts";
import { type Candidate, ORDER_RULE, orderTasks } from "#model/field/order.ts";
import { answer, type MockContext } from "./answer.ts";
import { type MockHouse, sightOf } from "./house.ts";

const MOST_TASKS = 40;

/** Households of the made-up province. */
export const householdsOf = (house: MockHouse): CustomerRow[] =>
  house.parts.flatMap((part) => part.customers).filter(({ class: klass }) => klass === "residential");

const customerOf = (row: CustomerRow): TaskCustomer => ({
  id: row.id,
  gasKind: row.gas_kind,
  class: row.class,
  isCritical: row.is_critical,
  name: row.person_name,
  phone: row.phone,
  address: row.address,
  isMasked: false,
});

/** Streets as an address tells them: all before the building or house number. */
const streetOf = (address: string) => address.replace(/\d+(?:号楼|号).*$/, "");

function tasksOf(
  customers: readonly CustomerRow[],
  done: ReadonlySet<string>,
  near: [number, number] | null,
  now: number,
): FieldTask[] {
  const today = dayIn(now);
  const rows = customers.slice(0, MOST_TASKS);
  const dueOf = (i: number) => addDays(today, (i % 12) - 5);
  const candidates = rows.map(
    (row, i): Candidate => ({
      id: `V-${row.id}`,
      lngLat: row.lngLat,
      daysLeft: daysBetween(today, dueOf(i)),
      tries: i % 9 === 0 ? 1 : 0,
      isCritical: row.is_critical,
      worstHazard: null,
      openHazards: 0,
      appointment: null,
      likelyHome: null,
      heatingDays: null,
      place: streetOf(row.address),
    }),
  );
  return orderTasks(candidates, near).flatMap(({ id, points, why }, order): FieldTask[] => {
    const i = rows.findIndex((row) => `V-${row.id}` === id);
    const row = rows[i];
    if (row === undefined) return [];
    return [
      {
        id,
        kind: "check",
        state: done.has(row.id) ? "done" : "open",
        areaCode: row.area_code,
        enterpriseId: row.enterprise_id,
        assignee: null,
        assigneeName: null,
        title: "入户安检",
        dueOn: dueOf(i),
        ruleId: "visit-urban",
        lngLat: row.lngLat,
        street: streetOf(row.address),
        building: /\d+号楼/.exec(row.address)?.[0] ?? null,
        customer: customerOf(row),
        hazardId: null,
        pipes: [],
        line: [],
        checklist: { id: HOUSEHOLD_CHECK.id, version: HOUSEHOLD_CHECK.version },
        attempts: i % 9 === 0 ? 1 : 0,
        lastTriedAt: null,
        appointment: null,
        previous: null,
        order: order + 1,
        points,
        why: [...why],
      },
    ];
  });
}

/** Tasks and checklists. `done` names the doors that a record of this page has visited. */
export function fieldTaskHandlers(
  { house, now }: MockContext,
  who: () => Me | null,
  done: () => ReadonlySet<string>,
): HttpHandler[] {
  const customers = householdsOf(house);
  const mine = (me: Me) => customers.filter(sightOf(house.areas, me.scope));
  return [
    answer(listChecklists, who, () => ({ checklists: [...BUILT_IN_CHECKLISTS] })),
    answer(listFieldTasks, who, ({ query, me }) => {
      const near = query.near?.split(",").map(Number) as [number, number] | undefined;
      const tasks = tasksOf(mine(me), done(), near ?? null, now()).filter(
        ({ state, enterpriseId }) =>
          (query.state === "any" || state === query.state) && (query.enterprise ?? enterpriseId) === enterpriseId,
      );
      return {
        tasks: tasks.slice(0, query.limit),
        total: tasks.length,
        now: new Date(now()).toISOString(),
        rule: ORDER_RULE,
      };
    }),
    answer(assignFieldTask, who, ({ params: { id }, body: { assignee } }) => ({ id, assignee })),
    answer(listVisits, who, ({ params: { id } }) => {
      const row = customers.find((customer) => customer.id === id);
      return row === undefined ? null : { customer: customerOf(row), visits: [] };
    }),
    answer(revealCustomer, who, ({ params: { id }, me }) => {
      const row = customers.find((customer) => customer.id === id);
      return row === undefined
        ? null
        : { customer: customerOf(row), watermark: `${me.name} ${new Date(now()).toISOString()}` };
    }),
  ];
}
