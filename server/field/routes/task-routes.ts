import { listChecklists } from "#contract/field/checklists.ts";
import { assignFieldTask, listFieldTasks, listVisits, revealCustomer } from "#contract/field/tasks.ts";
import type { LngLat } from "#contract/route.ts";
import { ORDER_RULE } from "#model/field/order.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { App, Deps } from "#server/deps.ts";
import { allChecklists } from "#server/field/checklists.ts";
import { customerOf, findCustomerFacts, personsShown, readPersons } from "#server/field/customers.ts";
import type { FieldSide } from "#server/field/side.ts";
import { assignTask, findTaskOwner } from "#server/field/tasks/assign.ts";
import { defaultDueBy, listTasks } from "#server/field/tasks/list.ts";
import { listVisits as readVisits } from "#server/field/visits.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

function placeOf(near: string | undefined): LngLat | null {
  if (near === undefined) return null;
  const [lng = 0, lat = 0] = near.split(",").map(Number);
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 90) return [lng, lat];
  const issues = [{ at: "query.near", expected: "lng,lat in degrees", received: near }];
  throw new ProblemError("bad_request", "That is no place on the earth.", { issues });
}

/** What is to be done in the field, on what form, and what was found there before. */
export function taskRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, listChecklists, async ({ scope }) => ({ checklists: await db.as(scope, allChecklists) }));

  serve(app, listFieldTasks, async ({ session, scope, query }) => {
    const nowMs = now();
    const where = {
      whose: query.whose === "mine" ? session.account : null,
      area: query.area ?? null,
      enterprise: query.enterprise ?? null,
      kind: query.kind ?? null,
      state: query.state,
      dueBy: query.dueBy ?? defaultDueBy(nowMs),
    };
    const asked = { where, near: placeOf(query.near), limit: query.limit, nowMs };
    const { tasks, total } = await listTasks(db, scope, asked);
    return { tasks, total, now: new Date(nowMs).toISOString(), rule: ORDER_RULE };
  });

  serve(app, assignFieldTask, async ({ session, scope, request, params: { id }, body: { assignee } }) => {
    const owner = await db.as(scope, (tx) => findTaskOwner(tx, id));
    if (owner === null) throw notFound("task");
    await db.asSystem(async (tx) => {
      if (!(await assignTask(tx, id, assignee, owner, scope.level))) {
        const issues = [{ at: "body.assignee", expected: "somebody who goes out there", received: String(assignee) }];
        throw new ProblemError("bad_request", "Nobody of that name can be sent.", { issues });
      }
      await noteDeed(tx, session, request.ip, "field.task_assigned", id, { assignee });
    });
    return { id, assignee };
  });

  serve(app, listVisits, async ({ scope, params: { id }, query: { limit } }) => {
    const found = await db.as(scope, async (tx) => {
      const facts = await findCustomerFacts(tx, id);
      return facts === null ? null : { facts, visits: await readVisits(tx, id, limit) };
    });
    if (found === null) throw notFound("customer");
    const { persons, isMasked } = await personsShown(db, scope, [id]);
    return { customer: customerOf(found.facts, persons.get(id), isMasked), visits: found.visits };
  });

  serve(app, revealCustomer, async ({ session, scope, request, params: { id }, body: { purpose, note } }) => {
    const found = await db.as(
      scope,
      async (tx) => {
        const facts = await findCustomerFacts(tx, id);
        return facts === null ? null : { facts, person: (await readPersons(tx, [id])).get(id) };
      },
      { purpose },
    );
    if (found === null) throw notFound("customer");
    const { areaCode, enterpriseId, ...facts } = found.facts;
    // Written down before it is told: a reading without its line does not exist.
    await db.asSystem((tx) =>
      appendAudit(tx, {
        action: "customer.revealed",
        account: session.account,
        subject: id,
        areaCode,
        enterpriseId,
        ip: request.ip,
        detail: { purpose, note },
      }),
    );
    const watermark = `${session.name} ${session.account} ${new Date(now()).toISOString()}`;
    return { customer: customerOf(facts, found.person, false), watermark };
  });
}
