import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Scope } from "#contract/scope.ts";
import type { TileSet } from "#contract/tiles.ts";
import { encodeAreaTile } from "./area-tile.ts";
import { encodeNetworkTile } from "./network-tile.ts";
import type { SnapshotStore } from "./snapshot.ts";
import { TileCache } from "./tile-cache.ts";
import type { TileAddress } from "./world.ts";

export const TILE_ENCODINGS = ["br", "gzip", "identity"] as const;
export type TileEncoding = (typeof TILE_ENCODINGS)[number];

const deflate = { br: promisify(brotliCompress), gzip: promisify(gzip) };
/** Fast enough to do while somebody waits; quality 11 takes seconds for the last tenth. */
const OPTIONS = { br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, gzip: { level: 5 } };
const CACHE_BYTES = 96 * 1024 * 1024;

/** One answer, ready to send. */
export interface CachedTile {
  /** Empty when there is nothing in the tile. */
  readonly bytes: Uint8Array;
  /** Quoted, as in the header. */
  readonly etag: string;
}

export interface TileService {
  /**
   * One tile within a scope. Without `version` the newest; with one, of exactly that numbering, or null when it is no longer (or was
   * never) held. A tile with nothing in it has no bytes.
   */
  tile(
    set: TileSet,
    address: TileAddress,
    scope: Scope,
    encoding: TileEncoding,
    version?: string,
  ): Promise<CachedTile | null>;
}

/** Encodes tiles on demand from the snapshot; keeps answers by what they depend on: set, place, sight, version and encoding. */
export function createTileService(snapshots: SnapshotStore, cacheBytes = CACHE_BYTES): TileService {
  const cache = new TileCache<CachedTile>(cacheBytes);
  const underWay = new Map<string, Promise<CachedTile>>();

  const made = async (raw: Uint8Array, encoding: TileEncoding): Promise<CachedTile> => {
    const bytes =
      encoding === "identity" || raw.length === 0 ? raw : await deflate[encoding](raw, OPTIONS[encoding] as object);
    // Of the content, so that a tile that a new import did not touch is not sent again; with the encoding, as RFC 9110 wants.
    const etag = `"${createHash("sha256").update(raw).digest("base64url").slice(0, 20)}-${encoding}"`;
    return { bytes, etag };
  };

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
      const making = made(
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
