import { getOverview } from "#contract/overview.ts";
import type { Scope } from "#contract/scope.ts";
import type { Tx } from "#server/db/db.ts";
import type { Filter } from "#server/db/overview/filter.ts";
import { findPlace } from "#server/db/overview/place.ts";
import { liveTagCells, storedTagCells, type TagCell } from "#server/db/overview/tags.ts";
import { readOverview } from "#server/db/overview.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

type Live = Pick<Deps, "live" | "snapshots">;

/** The state of tags as the map shows it now; from the tables until values and network are in memory. */
async function tagCells(
  { live, snapshots }: Live,
  tx: Tx,
  scope: Scope,
  filter: Filter,
  now: Date,
): Promise<readonly TagCell[]> {
  const columns = (() => {
    try {
      return snapshots.current() && live.columns();
    } catch {
      return null;
    }
  })();
  // The columns and the sight must number alike: while a new snapshot is being taken over they do not.
  if (columns === null || columns.snapshot !== snapshots.current()) return await storedTagCells(tx, filter, now);
  return liveTagCells(columns, snapshots.sight(scope), filter);
}

export const overviewRoutes: Routes = (app, { db, live, snapshots }) => {
  serve(app, getOverview, async ({ scope, query: { area, ...choices } }) =>
    db.as(scope, async (tx) => {
      const place = await findPlace(tx, scope, area);
      if (place === null) throw notFound("area");
      const enterprise = choices.enterprise ?? scope.enterpriseId ?? undefined;
      if (enterprise !== undefined && enterprise !== scope.enterpriseId) {
        const [found] = await tx.query("select 1 from enterprise where id = $1", [enterprise]);
        if (!found) throw notFound("enterprise");
      }
      const now = new Date();
      const filter: Filter = { ...choices, enterprise, place };
      return await readOverview(tx, filter, await tagCells({ live, snapshots }, tx, scope, filter, now), now);
    }),
  );
};
