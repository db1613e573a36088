import type { Scope } from "#contract/scope.ts";
import { writeNetworkFile } from "#model/network/file.ts";
import type { Db } from "#server/db/db.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import { TileCache } from "#server/tiles/tile-cache.ts";
import { readNetworkRows } from "./read-network.ts";

/** Bytes of files that are kept: a large county has some ten millions. */
const KEPT = 96 * 1024 * 1024;

export interface NetworkService {
  /**
   * The network of an area as a scope sees it, as a file (contract/model-network.ts); null when there is nothing of it in sight, and
   * `"gone"` when the version asked for is not the newest any more.
   */
  file(
    scope: Scope,
    area: string,
    version?: string,
  ): Promise<{ readonly length: number; readonly bytes: Uint8Array } | null | "gone">;
}

interface Kept {
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** Reads areas' networks from the database, once for each snapshot, sight and area, and shares the work of those who ask meanwhile. */
export function createNetworkService({
  db,
  snapshots,
}: {
  readonly db: Db;
  readonly snapshots: SnapshotStore;
}): NetworkService {
  const kept = new TileCache<Kept>(KEPT);
  const underWay = new Map<string, Promise<Kept | null>>();
  return {
    async file(scope, area, version) {
      const snapshot = snapshots.current();
      if (version !== undefined && version !== snapshot.version) return "gone";
      const key = `${snapshot.version} ${snapshots.sight(scope).key} ${area}`;
      const found = kept.get(key);
      if (found) return found;
      const work =
        underWay.get(key) ??
        db
          .as(scope, (tx) => readNetworkRows(tx, area, snapshot))
          .then((rows) => {
            if (rows.pipes.ids.length === 0) return null;
            const bytes = writeNetworkFile(rows);
            const file = { bytes, length: bytes.length };
            kept.set(key, file);
            return file;
          })
          .finally(() => underWay.delete(key));
      underWay.set(key, work);
      return work;
    },
  };
}
