import { TAG_KINDS } from "#contract/gas.ts";
import type { Reply } from "#contract/route.ts";
import { GAPS_LONGEST_MS, getLatest, listGaps, listTagQuality } from "#contract/telemetry.ts";
import { findGaps } from "#server/db/quality.ts";
import { findSeriesTag } from "#server/db/series.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { tagsInPart } from "#server/telemetry/in-part.ts";
import { latestBody } from "#server/telemetry/latest-body.ts";
import { readQualities } from "#server/telemetry/tag-qualities.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";
import { currentValues } from "./stations.ts";

/** Newest values, their quality, and when there were none. */
export const telemetryRoutes: Routes = (app, deps) => {
  const { db, snapshots } = deps;

  serve(app, getLatest, ({ scope, query: { area, bbox, kind }, reply }) => {
    const columns = currentValues(deps);
    const { snapshot } = columns;
    const wanted = kind === undefined ? -1 : TAG_KINDS.indexOf(kind);
    const all = tagsInPart(columns, snapshots, scope, { area, bbox });
    const seqs = wanted === -1 ? all : all.filter((seq) => snapshot.tags.kind[seq] === wanted);
    // Written here, because holding some hundred thousand numbers against the contract one by one takes longer than all the rest; a test does it.
    void reply.type("application/json; charset=utf-8");
    return latestBody(columns, seqs, Date.now()) as unknown as Reply<typeof getLatest>;
  });

  serve(app, listTagQuality, async ({ scope, query: { area, station, quality, cursor, limit } }) => {
    const columns = currentValues(deps);
    const { snapshot } = columns;
    const all = tagsInPart(columns, snapshots, scope, { area });
    const at = station === undefined ? undefined : snapshot.stationSeq(station);
    const seqs =
      station === undefined ? all : all.filter((seq) => at !== undefined && snapshot.tags.station[seq] === at);
    const ask = { quality, after: fromCursor(cursor), limit };
    const { next, ...page } = await readQualities(db, scope, columns, seqs, ask);
    return { ...page, next: next === null ? null : toCursor(next) };
  });

  serve(app, listGaps, async ({ scope, params: { id }, query }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    if (!(from < to) || to - from > GAPS_LONGEST_MS)
      throw new ProblemError("bad_request", "`from` lies before `to`, by 35 days at most.");
    return await db.as(scope, async (tx) => {
      const tag = await findSeriesTag(tx, id);
      if (tag === null) throw notFound("tag");
      const longerThanS = query.longerThanS ?? tag.staleAfterS;
      const gaps = await findGaps(tx, id, from, to, 1000 * longerThanS);
      return {
        id,
        longerThanS,
        from: gaps.map((gap) => gap.from),
        to: gaps.map((gap) => gap.to),
        silentMs: gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
      };
    });
  });
};
