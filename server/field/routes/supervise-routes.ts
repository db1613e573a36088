import { randomUUID } from "node:crypto";
import { getFieldKpis } from "#contract/field/kpis.ts";
import { listFieldRules, whatIfRule } from "#contract/field/rules.ts";
import { drawSampling, getSampling, listSamplings } from "#contract/field/samplings.ts";
import type { Scope } from "#contract/scope.ts";
import { addDays, dayIn } from "#model/field/due.ts";
import { sumPortions } from "#model/field/pace.ts";
import type { Tx } from "#server/db/db.ts";
import type { App, Deps } from "#server/deps.ts";
import { readKpis } from "#server/field/kpis.ts";
import { allRules } from "#server/field/rule-terms.ts";
import { drawVisits, keepDraw } from "#server/field/sampling/draw.ts";
import { countSamplings, listSamples, listSamplings as readSamplings } from "#server/field/sampling/list.ts";
import type { FieldSide } from "#server/field/side.ts";
import { type Owner, seesOwner } from "#server/field/sight.ts";
import { portionsOf } from "#server/field/what-if.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

/** Days in order, and not so many that a sum over them is no figure any more. */
const MOST_DAYS = 3660;
function inOrder(from: string, to: string, at: string): void {
  if (from <= to && to <= addDays(from, MOST_DAYS)) return;
  const issues = [{ at, expected: `a last day from ${from} on, within ten years`, received: to }];
  throw new ProblemError("bad_request", "The last day does not fit the first.", { issues });
}

const ownerOfDraw = (scope: Scope, area: string | null): Owner => ({
  areaCode: area ?? scope.areaCode,
  enterpriseId: scope.enterpriseId ?? "",
});

async function namesOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ code: string; name: string }>("select code, name from division where code = any ($1)", [
    [...codes],
  ]);
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** What supervisors ask of field work beside single records: figures, rules and what a change of them costs, second looks. */
export function superviseRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, getFieldKpis, async ({ scope, query: { area = null, enterprise = null, from, to } }) => {
    inOrder(from, to, "query.to");
    const asOf = new Date(now());
    const figures = await db.as(scope, (tx) => readKpis(tx, { area, enterprise, from, to, now: asOf }));
    return { ...figures, asOf: asOf.toISOString() };
  });

  serve(app, listFieldRules, async ({ scope, query: { kind = null } }) => ({
    rules: await db.as(scope, (tx) => allRules(tx, kind, dayIn(now()))),
  }));

  serve(app, whatIfRule, async ({ scope, params: { id }, body: { terms, area } }) =>
    db.as(scope, async (tx) => {
      const portions = await portionsOf(tx, { id, terms, area, nowMs: now() });
      if (portions === null) throw notFound("rule");
      const { total, areas, parts } = sumPortions(portions);
      const names = await namesOf(
        tx,
        areas.map(({ areaCode }) => areaCode),
      );
      const unit = terms.kind === "visit" ? ("visits" as const) : ("metres" as const);
      const named = areas.map((one) => ({ ...one, areaName: names.get(one.areaCode) ?? one.areaCode }));
      return { unit, total, areas: named, parts };
    }),
  );

  serve(app, listSamplings, async ({ scope, query: { area = null } }) =>
    db.as(scope, async (tx) => ({
      total: await countSamplings(tx, area),
      samplings: await readSamplings(tx, area),
    })),
  );

  serve(app, getSampling, async ({ scope, params: { id } }) =>
    db.as(scope, async (tx) => {
      const [sampling] = await readSamplings(tx, null, id);
      if (sampling === undefined) throw notFound("sampling");
      return { sampling, samples: await listSamples(tx, id) };
    }),
  );

  serve(app, drawSampling, async ({ session, scope, request, body: { id, area, withinDays, ...ask } }) => {
    inOrder(ask.from, ask.to, "body.to");
    const owner = ownerOfDraw(scope, area);
    const where = { area, ...ask, seed: randomUUID() };
    const { before, visits, drawn } = await db.as(scope, async (tx) => ({
      before: await readSamplings(tx, null, id),
      ...(await drawVisits(tx, where)),
    }));
    // Sent twice: the first draw stands.
    if (before[0] !== undefined) return before[0];
    await db.asSystem(async (tx) => {
      if (!(await seesOwner(tx, scope, owner))) throw notFound("area");
      if (drawn.length === 0)
        throw new ProblemError("conflict", "There is no visit within these days that could be drawn.");
      const draw = { id, owner, ...where, visits, dueOn: addDays(dayIn(now()), withinDays) };
      await keepDraw(tx, session, draw, drawn);
      await noteDeed(tx, session, request.ip, "field.sampling_drawn", id, {
        ...ask,
        area,
        visits,
        drawn: drawn.length,
      });
    });
    const [sampling] = await db.as(scope, (tx) => readSamplings(tx, null, id));
    if (sampling === undefined) throw notFound("sampling");
    return sampling;
  });
}
