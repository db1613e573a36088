import { getHazard, type Hazard, type HazardEvent, listHazards, stepHazard } from "#contract/field/hazards.ts";
import { dayIn } from "#model/field/due.ts";
import { type LoopState, mayTake, nextSteps } from "#model/field/hazard-loop.ts";
import type { App, Deps } from "#server/deps.ts";
import {
  countHazards,
  findHazard,
  type HazardKey,
  type HazardWhere,
  listEvents,
  listHazards as readHazards,
} from "#server/field/hazards/list.ts";
import { stepAtDesk } from "#server/field/hazards/step.ts";
import { deadlineDays, rulesInForce } from "#server/field/rules.ts";
import type { FieldSide } from "#server/field/side.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { fromCursor, toCursor } from "#server/routes/cursor.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

function keyOf(cursor: string | undefined): HazardKey | null {
  const text = fromCursor(cursor);
  if (text === undefined) return null;
  const [rank = "", id, ...rest] = text.split("\n");
  if (id === undefined || rest.length > 0) throw new ProblemError("bad_request", "The cursor is not one of ours.");
  return [rank, id];
}

const loopOf = (hazard: Hazard): LoopState => ({
  state: hazard.state,
  grade: hazard.grade,
  foundAt: Date.parse(hazard.foundAt),
  dueAt: hazard.dueAt === null ? null : Date.parse(hazard.dueAt),
  isCut: hazard.isCut,
  isExtended: hazard.isExtended,
  pressed: hazard.pressed,
  assignee: hazard.assignee,
  closedAt: hazard.closedAt === null ? null : Date.parse(hazard.closedAt),
});

/** The board of hazards, one with its history, and the steps that are taken at a desk. */
export function hazardRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, listHazards, async ({ scope, query }) => {
    const {
      area = null,
      enterprise = null,
      grade = null,
      customer = null,
      pipe = null,
      age = null,
      climbed = null,
      ...rest
    } = query;
    const { state, due, dueFrom, dueBefore, cursor, limit } = rest;
    const [from, before] = [dueFrom, dueBefore].map((at) => (at === undefined ? null : new Date(at)));
    const where: HazardWhere = {
      ...{ area, enterprise, grade, customer, pipe, state, due, age, climbedTo: climbed },
      ...{ dueFrom: from ?? null, dueBefore: before ?? null, now: new Date(now()) },
    };
    const after = keyOf(cursor);
    return await db.as(scope, async (tx) => {
      const { hazards, next } = await readHazards(tx, where, after, limit);
      return { hazards, next: next === null ? null : toCursor(next.join("\n")), ...(await countHazards(tx, where)) };
    });
  });

  serve(app, getHazard, async ({ session, scope, params: { id } }) => {
    const nowMs = now();
    const found = await db.as(scope, async (tx) => {
      const hazard = await findHazard(tx, id, new Date(nowMs));
      if (hazard === null) return null;
      const day = dayIn(Date.parse(hazard.foundAt));
      const [rule] = await rulesInForce(tx, "hazard", dayIn(nowMs));
      return { hazard, events: await listEvents(tx, id), days: await deadlineDays(tx, day), rule };
    });
    if (found === null) throw notFound("hazard");
    const { hazard, events, days, rule } = found;
    const clause = { text: rule?.clause ?? "", source: rule?.source ?? "", certainty: rule?.certainty ?? "default" };
    return {
      hazard,
      events,
      rule: { grade: hazard.grade, days: days[hazard.grade], clause },
      next: nextSteps(loopOf(hazard), session.role),
    };
  });

  serve(app, stepHazard, async ({ session, scope, request, params: { id }, body }) => {
    const seen = await db.as(scope, (tx) => findHazard(tx, id, new Date(now())));
    if (seen === null) throw notFound("hazard");
    if (!mayTake(body.step, session.role))
      throw new ProblemError("forbidden", `The role ${session.role} does not take the step ${body.step}.`);
    await db.asSystem(async (tx) => {
      const stepped = await stepAtDesk(tx, session, id, body, now());
      if (stepped.is === "gone") throw notFound("hazard");
      if (stepped.is === "nobody") {
        const issues = [
          { at: "body.assignee", expected: "somebody who goes out there", received: String(body.assignee) },
        ];
        throw new ProblemError("bad_request", "Nobody of that name can be sent.", { issues });
      }
      if (stepped.is === "refused") {
        const issues = [{ at: "body.step", expected: stepped.expected, received: stepped.received }];
        throw new ProblemError("conflict", `The hazard does not take the step ${body.step} now.`, { issues });
      }
      await noteDeed(tx, session, request.ip, "hazard.step", id, { step: body.step, event: body.id });
    });
    const after = await db.as(scope, async (tx) => ({
      hazard: await findHazard(tx, id, new Date(now())),
      events: await listEvents(tx, id),
    }));
    const event: HazardEvent | undefined = after.events.find((one) => one.id === body.id);
    if (after.hazard === null || event === undefined) throw notFound("hazard");
    return { hazard: after.hazard, event };
  });
}
