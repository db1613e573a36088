import { TileCache } from "./tile-cache.ts";
import type { TileAddress } from "./world.ts";

/** Layers of 天地图 in web Mercator: streets, imagery, terrain, and the names over streets and imagery. */
export const TIANDITU_LAYERS = ["vec_w", "cva_w", "img_w", "cia_w", "ter_w"] as const;
export type TiandituLayer = (typeof TIANDITU_LAYERS)[number];

export interface BaseTile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** Gets one address; `fetch` but for tests. */
export type FetchTile = (url: URL, signal: AbortSignal) => Promise<Response>;

const TYPES = ["image/png", "image/jpeg", "image/webp"];
const MOST_BYTES = 1024 * 1024;
const WITHIN_MS = 8_000;
const CACHE_BYTES = 64 * 1024 * 1024;
const HOSTS = 8;

/**
 * Fetches tiles of 天地图 with a key that stays on the server; each is kept in memory. Rejects when the service does not answer within
 * 8 s, answers with an error or anything but a picture of at most 1 MiB. Messages of errors hold no key.
 */
export function createTianditu(
  key: string,
  fetchTile: FetchTile = (url, signal) => fetch(url, { signal, redirect: "error" }),
): (layer: TiandituLayer, address: TileAddress) => Promise<BaseTile> {
  const cache = new TileCache<BaseTile>(CACHE_BYTES);
  const underWay = new Map<string, Promise<BaseTile>>();

  const load = async (layer: TiandituLayer, { z, x, y }: TileAddress): Promise<BaseTile> => {
    const reply = await fetchTile(addressOf(layer, { z, x, y }, key), AbortSignal.timeout(WITHIN_MS)).catch(
      (cause: unknown) => {
        throw new Error(
          cause instanceof Error && cause.name === "TimeoutError" ? "no answer in time" : "no connection",
        );
      },
    );
    const type = reply.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
    if (!reply.ok || !TYPES.includes(type)) {
      await reply.body?.cancel();
      throw new Error(`answered ${reply.status} with ${type || "no type"}`);
    }
    return { bytes: await readAtMost(reply, MOST_BYTES), type };
  };

  return async (layer, address) => {
    const name = `${layer}/${address.z}/${address.x}/${address.y}`;
    const found = cache.get(name);
    if (found) return found;
    const same = underWay.get(name);
    if (same) return same;
    const loading = load(layer, address).finally(() => underWay.delete(name));
    underWay.set(name, loading);
    const tile = await loading;
    cache.set(name, tile);
    return tile;
  };
}

function addressOf(layer: TiandituLayer, { z, x, y }: TileAddress, key: string): URL {
  const name = layer.slice(0, -2);
  // Eight hosts share the load; the same tile always asks the same one.
  const url = new URL(`https://t${(x + y) % HOSTS}.tianditu.gov.cn/${layer}/wmts`);
  const fields = {
    SERVICE: "WMTS",
    REQUEST: "GetTile",
    VERSION: "1.0.0",
    LAYER: name,
    STYLE: "default",
    TILEMATRIXSET: "w",
  };
  for (const [field, value] of Object.entries({
    ...fields,
    FORMAT: "tiles",
    TILEMATRIX: z,
    TILEROW: y,
    TILECOL: x,
    tk: key,
  }))
    url.searchParams.set(field, String(value));
  return url;
}

async function readAtMost(reply: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of reply.body ?? []) {
    size += part.byteLength;
    if (size > most) throw new Error(`more than ${most} bytes`);
    parts.push(part);
  }
  if (size === 0) throw new Error("an empty picture");
  return Buffer.concat(parts);
}
