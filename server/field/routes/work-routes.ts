import { listFieldWorks } from "#contract/field/works.ts";
import type { App, Deps } from "#server/deps.ts";
import type { FieldSide } from "#server/field/side.ts";
import { listWorks, workRule } from "#server/field/works/list.ts";
import { serve } from "#server/routes/serve.ts";

/** Third-party works near pipes, with the clock of their notice. */
export function workRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, listFieldWorks, async ({ scope, query: { area = null, enterprise = null, state } }) => {
    const nowMs = now();
    return await db.as(scope, async (tx) => {
      const rule = await workRule(tx, nowMs);
      const works = await listWorks(tx, { area, enterprise, isAny: state === "any" }, rule, nowMs);
      return { asOf: new Date(nowMs).toISOString(), rule, works };
    });
  });
}
