import { getSeries, SERIES_LONGEST_MS } from "#contract/series.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { readSeries } from "#server/telemetry/series.ts";
import { serve } from "./serve.ts";

export const seriesRoutes: Routes = (app, { db }) => {
  serve(app, getSeries, async ({ scope, params: { id }, query: { points, method, ...query } }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    if (!(from < to) || to - from > SERIES_LONGEST_MS) {
      throw new ProblemError("bad_request", "`from` lies before `to`, by eleven years at most.");
    }
    const series = await db.as(scope, (tx) => readSeries(tx, id, { from, to, points, method }));
    if (series === null) throw notFound("tag");
    return series;
  });
};
