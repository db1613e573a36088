import { listDatasets, listRejected } from "#contract/dataset.ts";
import { findDatasetVersion, listDatasets as readDatasets, listRejected as readRejected } from "#server/db/datasets.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

function ordinal(cursor: string | undefined): number {
  const place = fromCursor(cursor) ?? "-1";
  if (!/^(-1|\d{1,9})$/.test(place)) throw new ProblemError("bad_request", "The cursor is not one of ours.");
  return Number(place);
}

export const datasetRoutes: Routes = (app, { db }) => {
  serve(app, listDatasets, async ({ scope }) => ({ datasets: await db.as(scope, readDatasets) }));

  serve(app, listRejected, async ({ scope, params: { name }, query: { cursor, limit } }) => {
    const after = ordinal(cursor);
    const rows = await db.as(scope, async (tx) => {
      const version = await findDatasetVersion(tx, name);
      if (version === null) throw notFound("dataset");
      return readRejected(tx, name, version, after, limit);
    });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { rows, next: last ? toCursor(String(last.ordinal)) : null };
  });
};
