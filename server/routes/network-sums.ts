import { countNetwork, selectPipes } from "#contract/network.ts";
import type { Scope } from "#contract/scope.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { type Reading, todayAt } from "#server/tiles/classes.ts";
import { countPipes, selectPipes as select } from "#server/tiles/count.ts";
import { TooIntricate } from "#server/tiles/found-pipes.ts";
import { ownersOf } from "#server/tiles/owners.ts";
import { PolygonRegion } from "#server/tiles/region.ts";
import { packSteps } from "#server/tiles/steps.ts";
import { serve } from "./serve.ts";
import { currentSnapshot } from "./stations.ts";

/** Newest values, or null while they are being read: what the files say stands meanwhile. */
export function liveOrNull({ live }: Pick<Deps, "live">): LatestColumns | null {
  try {
    return live.columns();
  } catch {
    return null;
  }
}

/** What the caller reads classes with: the newest snapshot, within their sight. */
function readingFor(deps: Deps, scope: Scope): Reading {
  const snapshot = currentSnapshot(deps);
  return {
    snapshot,
    sight: deps.snapshots.sight(scope),
    today: todayAt((deps.now ?? Date.now)()),
    live: liveOrNull(deps),
  };
}

export const networkSumRoutes: Routes = (app, deps) => {
  serve(app, countNetwork, async ({ scope, body }) => {
    const reading = readingFor(deps, scope);
    const { snapshot, sight } = reading;
    const counts = await countPipes(reading, body);
    const owners = ownersOf(snapshot, sight).named.map((i, k) => ({
      class: k,
      id: snapshot.enterprises[i] as string,
      name: snapshot.enterpriseNames[i] as string,
    }));
    return { snapshot: snapshot.version, ...counts, owners };
  });

  serve(app, selectPipes, async ({ scope, body }) => {
    const reading = readingFor(deps, scope);
    try {
      const found = await select(reading, new PolygonRegion(body.polygon), body.filter);
      return {
        snapshot: reading.snapshot.version,
        ...found,
        seqs: Buffer.from(packSteps(found.seqs)).toString("base64"),
      };
    } catch (cause) {
      if (!(cause instanceof TooIntricate)) throw cause;
      throw new ProblemError("bad_request", "The polygon has too many edges where the pipes are; draw it simpler.", {
        cause,
      });
    }
  });
};
