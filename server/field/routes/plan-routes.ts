import { cancelPatrolPlan, listPatrolPlans, makePatrolPlan, previewPatrolPlan } from "#contract/field/patrol-plans.ts";
import { dayIn } from "#model/field/due.ts";
import type { App, Deps } from "#server/deps.ts";
import { cancelRounds, isTaken, keepPlan, listPlans } from "#server/field/plans/keep-plan.ts";
import { planFromRules } from "#server/field/plans/preview.ts";
import type { FieldSide } from "#server/field/side.ts";
import { seesOwner } from "#server/field/sight.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

const CHANGED = "What is due has changed since it was shown: look at it again.";

/** Patrols and leak surveys planned from the rules. */
export function planRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, previewPatrolPlan, async ({ scope, body }) => {
    const { preview } = await db.as(scope, (tx) => planFromRules(tx, body, dayIn(now())));
    return preview;
  });

  serve(app, listPatrolPlans, async ({ scope, query: { area = null } }) => ({
    plans: await db.as(scope, (tx) => listPlans(tx, area)),
  }));

  serve(app, makePatrolPlan, async ({ session, scope, request, body: { pipes, ...ask } }) => {
    const { before, planned } = await db.as(scope, async (tx) => ({
      before: await listPlans(tx, null, ask.id),
      planned: await planFromRules(tx, ask, dayIn(now())),
    }));
    // Sent twice: the first plan stands.
    if (before[0] !== undefined) return before[0];
    const owner = { areaCode: ask.area, enterpriseId: scope.enterpriseId ?? "" };
    await db.asSystem(async (tx) => {
      if (scope.level !== "enterprise" && !(await seesOwner(tx, scope, owner))) throw notFound("area");
      const ids = planned.rounds.flatMap((round) => round.pipes.map(({ id }) => id));
      if (ids.length !== pipes || (await isTaken(tx, ask.kind, ids))) throw new ProblemError("conflict", CHANGED);
      await keepPlan(tx, session, owner, ask, planned);
      const { rounds, lengthM } = planned.preview;
      await noteDeed(tx, session, request.ip, "field.plan_made", ask.id, { ...ask, rounds, lengthM });
    });
    const [plan] = await db.as(scope, (tx) => listPlans(tx, null, ask.id));
    if (plan === undefined) throw notFound("plan");
    return plan;
  });

  serve(app, cancelPatrolPlan, async ({ session, scope, request, params: { id }, body: { reason } }) => {
    const read = () => db.as(scope, (tx) => listPlans(tx, null, id));
    if ((await read())[0] === undefined) throw notFound("plan");
    await db.asSystem(async (tx) => {
      const rounds = await cancelRounds(tx, id, session.account);
      await noteDeed(tx, session, request.ip, "field.plan_cancelled", id, { reason, rounds });
    });
    const [plan] = await read();
    if (plan === undefined) throw notFound("plan");
    return plan;
  });
}
