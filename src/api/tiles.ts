import { type TileSet, tilePath } from "#contract/tiles.ts";
import { Lru } from "#lib/lru.ts";
import type { NetworkTile } from "#lib/network-tile.ts";
import { sharedWork } from "#lib/shared-work.ts";
import { workerCall } from "#workers/job.ts";
import type { ApiError } from "./api-error.ts";
import { fetchBytes } from "./client.ts";
import { type FetchBytes, patiently, sleep, type Wait } from "./patiently.ts";

/** Bytes of raw tiles and of decoded tiles that are kept for going back. */
const RAW_LIMIT = 24_000_000;
const DECODED_LIMIT = 96_000_000;

export type TileFetch = FetchBytes;
export type TileDecode = (bytes: ArrayBuffer, z: number, x: number, y: number) => Promise<NetworkTile>;

export interface TileStoreOptions {
  /** Snapshot version; part of every address, so that a new snapshot is never answered from an old cache. */
  readonly version: string;
  readonly fetch?: TileFetch;
  readonly decode?: TileDecode;
  /** Told an error when tiles have begun to fail, and null when they come again. */
  readonly onProblem?: (problem: ApiError | null) => void;
  readonly wait?: Wait;
}

/** Tiles of the two sets, fetched once for all who need them, and the network ones decoded. */
export interface TileStore {
  readonly version: string;
  address(set: TileSet): string;
  /** A copy of the tile's bytes, for the caller to give away; null where nothing lies. */
  raw(set: TileSet, z: number, x: number, y: number, signal?: AbortSignal): Promise<ArrayBuffer | null>;
  network(z: number, x: number, y: number, signal?: AbortSignal): Promise<NetworkTile | null>;
  /** The decoded tile if it is at hand. */
  peek(z: number, x: number, y: number): NetworkTile | null;
  /** Something is being fetched or decoded. */
  isBusy(): boolean;
}

/** Address template of a set, from the root of the site. */
export const tileAddress = (set: TileSet, version: string) => `${tilePath(set)}?v=${encodeURIComponent(version)}`;

const decoders = Array.from({ length: 2 }, () =>
  workerCall<[ArrayBuffer, number, number, number], NetworkTile>(
    () => new Worker(new URL("../workers/decode-tile.worker.ts", import.meta.url), { type: "module", name: "tile" }),
  ),
);
let turn = 0;

/** Starts the workers, so that they are up when the first tile comes. */
export function warmDecoders(): void {
  for (const decode of decoders) decode.warm();
}

/** Two workers take turns; the bytes are handed over. */
const decodeInWorker: TileDecode = (bytes, z, x, y) => {
  const decode = decoders[turn++ % decoders.length] as (typeof decoders)[0];
  return decode([bytes, z, x, y], [bytes]);
};

/** Bytes that a decoded tile holds. */
const weightOf = ({ pipes, tags, stations }: NetworkTile): number => {
  const bytes = (columns: object): number =>
    Object.values(columns).reduce<number>(
      (sum, column: object) => sum + (ArrayBuffer.isView(column) ? column.byteLength : bytes(column)),
      0,
    );
  return 256 + bytes(pipes) + bytes(tags) + bytes(stations);
};

/** Where all tiles of one snapshot come from. One failing fetch is asked again for as long as somebody waits for it. */
export function createTileStore(options: TileStoreOptions): TileStore {
  const { version, fetch = fetchBytes, decode = decodeInWorker, onProblem = () => {}, wait = sleep } = options;
  const raws = new Lru<ArrayBuffer | null>(RAW_LIMIT);
  const decoded = new Lru<NetworkTile | null>(DECODED_LIMIT);
  const ask = patiently({ fetch, wait, onProblem });
  let underWay = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await work;
    } finally {
      underWay -= 1;
    }
  };

  const pathOf = (set: TileSet, z: number, x: number, y: number) =>
    tileAddress(set, version).replace("{z}", `${z}`).replace("{x}", `${x}`).replace("{y}", `${y}`);

  const fetchOnce = sharedWork(async (path, signal) => {
    const bytes = await ask(path, signal);
    raws.set(path, bytes, (bytes?.byteLength ?? 0) + 64);
    return bytes;
  });

  const raw: TileStore["raw"] = async (set, z, x, y, signal) => {
    const path = pathOf(set, z, x, y);
    const kept = raws.get(path);
    const bytes = kept === undefined ? await counted(fetchOnce(path, signal)) : kept;
    return bytes?.slice(0) ?? null;
  };

  const keyOf = (z: number, x: number, y: number) => `${z}/${x}/${y}`;
  const decodeOnce = sharedWork(async (key, signal) => {
    const [z, x, y] = key.split("/").map(Number) as [number, number, number];
    const bytes = await raw("network", z, x, y, signal);
    const tile = bytes && bytes.byteLength > 0 ? await decode(bytes, z, x, y) : null;
    decoded.set(key, tile, tile ? weightOf(tile) : 64);
    return tile;
  });

  return {
    version,
    address: (set) => tileAddress(set, version),
    raw,
    network: (z, x, y, signal) => {
      const kept = decoded.get(keyOf(z, x, y));
      return kept === undefined ? counted(decodeOnce(keyOf(z, x, y), signal)) : Promise.resolve(kept);
    },
    peek: (z, x, y) => decoded.get(keyOf(z, x, y)) ?? null,
    isBusy: () => underWay > 0,
  };
}
