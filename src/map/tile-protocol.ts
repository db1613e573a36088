import type { SourceSpecification } from "@maplibre/maplibre-gl-style-spec";
import { addProtocol } from "maplibre-gl";
import type { TileStore } from "#api/tiles.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM, type TileSet } from "#contract/tiles.ts";

/**
 * The base map asks for tiles in the same words as our own layers do and gets the same bytes: one fetch for both, one place that
 * knows the session and tries again.
 */
const SCHEME = "gom";
const stores = new Map<string, TileStore>();
let count = 0;
let isRegistered = false;

const SETS: readonly string[] = ["network", "area"] satisfies readonly TileSet[];

function register() {
  if (isRegistered) return;
  isRegistered = true;
  addProtocol(SCHEME, async ({ url }, controller) => {
    const [store, set, z, x, y] = url.slice(SCHEME.length + 3).split("/");
    const tiles = stores.get(store ?? "");
    if (!tiles || !SETS.includes(set ?? "")) throw new Error(`no tiles at ${url}`);
    const bytes = await tiles.raw(set as TileSet, Number(z), Number(x), Number(y), controller.signal);
    return { data: bytes ?? new ArrayBuffer(0) };
  });
}

/** Makes a tile store reachable for MapLibre. Call `close` when its map has gone. */
export function openTiles(store: TileStore): { sources: Record<TileSet, SourceSpecification>; close(): void } {
  register();
  const name = `s${count++}`;
  stores.set(name, store);
  const source = (set: TileSet): SourceSpecification => ({
    type: "vector",
    tiles: [`${SCHEME}://${name}/${set}/{z}/{x}/{y}`],
    minzoom: TILE_MIN_ZOOM,
    maxzoom: TILE_MAX_ZOOM,
    ...(set === "area" ? { promoteId: "code" } : {}),
  });
  return { sources: { area: source("area"), network: source("network") }, close: () => void stores.delete(name) };
}
