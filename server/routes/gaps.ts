import { listAreaGaps } from "#contract/gaps.ts";
import { GAPS_LONGEST_MS } from "#contract/telemetry.ts";
import type { Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { readAreaGaps } from "#server/telemetry/gaps.ts";
import { tagsInPart } from "#server/telemetry/in-part.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";
import { currentValues } from "./stations.ts";

/** Which sensors of an area were silent, and when. */
export const gapRoutes: Routes = (app, deps) => {
  const { db, snapshots, now = Date.now } = deps;

  serve(app, listAreaGaps, async ({ scope, query }) => {
    const [from, to] = [Date.parse(query.from), Math.min(Date.parse(query.to), now())];
    if (!(from < to) || to - from > GAPS_LONGEST_MS)
      throw new ProblemError("bad_request", "`from` lies before `to` and before now, by 35 days at most.");
    const columns = currentValues(deps);
    const { snapshot, at } = columns;
    const tags = [...tagsInPart(columns, snapshots, scope, { area: query.area })].flatMap((seq) => {
      const id = snapshot.tagId(seq);
      return id === undefined ? [] : [{ id, heardAt: at[seq] ?? 0 }];
    });
    const ask = { from, to, after: fromCursor(query.cursor), limit: query.limit };
    const { next, ...page } = await db.as(scope, (tx) => readAreaGaps(tx, tags, ask));
    return { ...page, next: next === null ? null : toCursor(next) };
  });
};
