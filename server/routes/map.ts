import { getMapConfig } from "#contract/service.ts";
import { territory } from "#server/db/areas.ts";
import { creditOutlines } from "#server/db/outlines.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { boundsFor } from "#server/tiles/bounds.ts";
import { type Owners, type Sight, type Snapshot, sees } from "#server/tiles/snapshot.ts";
import { serve } from "./serve.ts";
import { currentSnapshot } from "./stations.ts";
import { readUnits } from "./units.ts";

interface Sums {
  readonly pipes: number;
  readonly stations: number;
  readonly tags: number;
}

interface Seen {
  readonly counts: Sums;
  readonly numbers: Sums;
}

/** How many of a kind are in sight, and one beyond the last that is. */
function seenOf(sight: Sight, columns: Owners & { readonly count: number }): readonly [count: number, end: number] {
  let [count, end] = [0, 0];
  for (let i = 0; i < columns.count; i += 1) {
    if (!sees(sight, columns, i)) continue;
    count += 1;
    end = i + 1;
  }
  return [count, end];
}

/** Counts by sight, kept as long as the snapshot lives: a million pipes are walked once for each sight. */
function createCounter() {
  const kept = new WeakMap<Snapshot, Map<string, Seen>>();
  return (snapshot: Snapshot, sight: Sight): Seen => {
    const bySight = kept.get(snapshot) ?? new Map<string, Seen>();
    kept.set(snapshot, bySight);
    const known = bySight.get(sight.key);
    if (known) return known;
    const [pipes, stations, tags] = [snapshot.pipes, snapshot.stations, snapshot.tags].map((c) => seenOf(sight, c)) as [
      readonly [number, number],
      readonly [number, number],
      readonly [number, number],
    ];
    const seen = {
      counts: { pipes: pipes[0], stations: stations[0], tags: tags[0] },
      numbers: { pipes: pipes[1], stations: stations[1], tags: tags[1] },
    };
    bySight.set(sight.key, seen);
    return seen;
  };
}

/** Which base map lies under the network. The key of 天地图 never leaves the server: its tiles come through our own proxy. */
function baseMap({ BASEMAP_STYLE, TIANDITU_KEY }: Deps["config"]) {
  if (BASEMAP_STYLE === undefined) {
    return TIANDITU_KEY === undefined
      ? { kind: "plain" as const, url: null }
      : { kind: "tianditu" as const, url: "/tiles/tianditu/{layer}/{z}/{x}/{y}" };
  }
  const kind = BASEMAP_STYLE.endsWith(".pmtiles") ? ("pmtiles" as const) : ("style" as const);
  return { kind, url: BASEMAP_STYLE };
}

export const mapRoutes: Routes = (app, deps) => {
  const { db, snapshots, config } = deps;
  const countIn = createCounter();

  serve(app, getMapConfig, async ({ scope }) => {
    const snapshot = currentSnapshot(deps);
    const units = await readUnits(deps, snapshot, scope);
    const credit = await db.as(scope, creditOutlines);
    const own = territory(units, scope).areas[0];
    const sight = snapshots.sight(scope);
    return {
      snapshot: snapshot.version,
      ...countIn(snapshot, sight),
      bounds: own?.bbox ?? boundsFor(snapshot, sight, scope),
      base: { ...baseMap(config), ...credit },
    };
  });
};
