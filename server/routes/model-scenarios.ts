import { getScenario, listScenarios, removeScenario, saveScenario } from "#contract/model.ts";
import { appendAudit } from "#server/db/audit.ts";
import {
  removeScenario as dropScenario,
  findScenario,
  hasNetwork,
  putScenario,
  listScenarios as readScenarios,
} from "#server/db/model-scenarios.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

export const modelScenarioRoutes: Routes = (app, { db }) => {
  serve(app, listScenarios, async ({ scope, query: { area } }) => ({
    scenarios: await db.as(scope, (tx) => readScenarios(tx, area ?? null)),
  }));

  serve(app, getScenario, async ({ scope, params: { id } }) => {
    const found = await db.as(scope, (tx) => findScenario(tx, id));
    if (found === null) throw notFound("scenario");
    return found;
  });

  serve(app, saveScenario, async ({ scope, session: { account, name }, params: { id }, body, request }) => {
    if (!(await db.as(scope, (tx) => hasNetwork(tx, body.area)))) throw notFound("network of that area");
    const enterpriseId = scope.enterpriseId ?? "";
    const stored = await db.asSystem(async (tx) => {
      const isWritten = await putScenario(tx, { ...body, id, owner: account, ownerName: name, enterpriseId });
      if (!isWritten) return null;
      await appendAudit(tx, {
        action: "scenario.written",
        account,
        subject: id,
        areaCode: body.area,
        enterpriseId,
        ip: request.ip,
        detail: { name: body.name, changes: body.changes.length },
      });
      return await findScenario(tx, id);
    });
    // Whose it is, is not told: it may be out of sight.
    if (stored === null) throw new ProblemError("conflict", "A different scenario has this id.");
    return stored;
  });

  serve(app, removeScenario, async ({ scope, session: { account }, params: { id }, request }) => {
    const found = await db.as(scope, (tx) => findScenario(tx, id));
    if (found === null) throw notFound("scenario");
    if (found.owner !== account) throw new ProblemError("forbidden", "Only its owner may remove a scenario.");
    await db.asSystem(async (tx) => {
      if (!(await dropScenario(tx, id, account))) return;
      const entry = { action: "scenario.removed", account, subject: id, ip: request.ip, detail: { name: found.name } };
      await appendAudit(tx, { ...entry, areaCode: found.area, enterpriseId: scope.enterpriseId ?? "" });
    });
    return { removed: true as const };
  });
};
