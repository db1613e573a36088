import type { Scope } from "#contract/scope.ts";
import type { TileSet } from "#contract/tiles.ts";
import { type Encoding, type PackedBytes, packBytes } from "#server/http/packed-bytes.ts";
import { encodeAreaTile } from "./area-tile.ts";
import { encodeNetworkTile } from "./network-tile.ts";
import type { SnapshotStore } from "./snapshot.ts";
import { TileCache } from "./tile-cache.ts";
import type { TileAddress } from "./world.ts";

const CACHE_BYTES = 96 * 1024 * 1024;

export interface TileService {
  /**
   * One tile within a scope. Without `version` the newest; with one, of exactly that numbering, or null when it is no longer (or was
   * never) held. A tile with nothing in it has no bytes.
   */
  tile(
    set: TileSet,
    address: TileAddress,
    scope: Scope,
    encoding: Encoding,
    version?: string,
  ): Promise<PackedBytes | null>;
}

/** Encodes tiles on demand from the snapshot; keeps answers by what they depend on: set, place, sight, version and encoding. */
export function createTileService(snapshots: SnapshotStore, cacheBytes = CACHE_BYTES): TileService {
  const cache = new TileCache<PackedBytes>(cacheBytes);
  const underWay = new Map<string, Promise<PackedBytes>>();

  return {
    async tile(set, address, scope, encoding, version) {
      const source =
        version === undefined
          ? snapshots
          : (snapshots.at?.(version) ?? (snapshots.current().version === version ? snapshots : null));
      if (!source) return null;
      const snapshot = source.current();
      const sight = source.sight(scope);
      const { z, x, y } = address;
      // Outlines are the same for everybody.
      const sightKey = set === "area" ? "" : sight.key;
      const key = `${set}/${z}/${x}/${y} ${snapshot.version} ${encoding} ${sightKey}`;
      const found = cache.get(key) ?? (await underWay.get(key));
      if (found) return found;
      const making = packBytes(
        set === "area" ? encodeAreaTile(snapshot, address) : encodeNetworkTile(snapshot, sight, address),
        encoding,
      );
      underWay.set(key, making);
      try {
        const tile = await making;
        cache.set(key, tile);
        return tile;
      } finally {
        underWay.delete(key);
      }
    },
  };
}
