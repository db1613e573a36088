import type { Bbox } from "#contract/route.ts";
import { ApiError, networkError, problemError } from "./api-error.ts";
import { dropPacks, packCacheName, packCaches } from "./pack-caches.ts";
import { PACK_FILES_MOST, packFiles, packPaths } from "./pack-paths.ts";
import type { Wait } from "./patiently.ts";

/** The area that a pack is of. */
export interface PackArea {
  readonly code: string;
  readonly name: string;
  readonly bbox: Bbox;
}

/** A pack as it lies on the device. */
export interface Pack {
  readonly area: PackArea;
  /** Snapshot of the network that it was taken from. */
  readonly version: string;
  /** ms since 1970 when it was whole; null = part of it is missing. */
  readonly takenAt: number | null;
  readonly files: number;
  readonly total: number;
  readonly bytes: number;
}

/** `full`: the device has no room · `large`: the area has too many tiles · `offline`: no line · `failed`: anything else. */
export type PackFault = "full" | "large" | "offline" | "failed";

export class PackError extends Error {
  override readonly name = "PackError";
  readonly fault: PackFault;

  constructor(fault: PackFault, cause?: unknown) {
    super(`the map pack could not be taken: ${fault}`, { cause });
    this.fault = fault;
  }
}

/** Where a pack says what it is, among its files. */
const CARD = "/pack.json";
const AT_ONCE = 6;
/** Files after which the card is written anew: what a killed page loses sight of. */
const CARD_EVERY = 100;

const isFull = (cause: unknown): boolean => cause instanceof DOMException && cause.name === "QuotaExceededError";

/** What a person is told when a file could not be had. */
export function faultOf(cause: unknown): PackError {
  if (cause instanceof PackError) return cause;
  if (isFull(cause)) return new PackError("full", cause);
  return new PackError(cause instanceof ApiError && cause.code === "offline" ? "offline" : "failed", cause);
}

async function readCard(name: string): Promise<Pack | null> {
  const card = await (await caches.open(name)).match(CARD);
  return card === undefined ? null : ((await card.json()) as Pack);
}

const writeCard = (cache: Cache, pack: Pack): Promise<void> =>
  cache.put(CARD, new Response(JSON.stringify(pack), { headers: { "content-type": "application/json" } }));

/** The pack of an owner: the whole one, else one that was begun; null when there is none. */
export async function readPack(owner: string): Promise<Pack | null> {
  const cards = await Promise.all((await packCaches(owner)).map(readCard));
  const packs = cards.filter((card) => card !== null);
  return packs.find(({ takenAt }) => takenAt !== null) ?? packs[0] ?? null;
}

const pathOf = (address: string): string => address.split("?", 1)[0] ?? address;

const typeOf = (path: string): string =>
  path.endsWith(".mvt")
    ? "application/vnd.mapbox-vector-tile"
    : path.includes("/columns/")
      ? "application/octet-stream"
      : "application/json";

/** Bytes of what is kept already; null when it is not. */
async function sizeOf(cache: Cache, path: string): Promise<number | null> {
  const kept = await cache.match(path);
  return kept === undefined ? null : Number(kept.headers.get("content-length") ?? 0);
}

interface How extends Pick<PackAsk, "signal" | "wait"> {
  readonly fetch: typeof globalThis.fetch;
}

const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const WAITS_MS = [1000, 2000, 4000, 8000] as const;

/** Asks the server itself: `no-store` tells the service worker not to answer from the pack before. A server that is busy is asked again. */
async function ask(address: string, { signal, wait, fetch }: How): Promise<Response> {
  for (let n = 0; ; n += 1) {
    const response = await fetch(address, { cache: "no-store", credentials: "same-origin", signal }).catch(
      (cause: unknown) => {
        throw signal.aborted ? cause : networkError(address, cause);
      },
    );
    if (response.ok) return response;
    const pause = WAITS_MS[n];
    if (!BUSY.has(response.status) || pause === undefined) throw await problemError(address, response);
    await wait(pause, signal);
  }
}

/** @returns bytes of it, whether they came now or were there */
async function keep(cache: Cache, address: string, how: How): Promise<number> {
  const path = pathOf(address);
  const known = await sizeOf(cache, path);
  if (known !== null) return known;
  const response = await ask(address, how);
  const bytes = await response.arrayBuffer();
  const headers = { "content-type": typeOf(path), "content-length": `${bytes.byteLength}` };
  const isEmpty = response.status === 204;
  await cache.put(path, new Response(isEmpty ? null : bytes, { status: response.status, headers }));
  return bytes.byteLength;
}

/** Sees to it that the map's own code is on the device, for the version of the page that is open. Built pages say which files those are. */
async function keepEngine(name: string, fetch: How["fetch"]): Promise<void> {
  const answer = await fetch("/map-files.json");
  if (!answer.ok) throw new PackError("failed", new Error(`/map-files.json: ${answer.status}`));
  const cache = await caches.open(name);
  for (const path of (await answer.json()) as string[]) {
    if (await caches.match(path)) continue;
    const file = await fetch(path);
    if (!file.ok) throw new PackError("failed", new Error(`${path}: ${file.status}`));
    await cache.put(path, file);
  }
}

/** The same for the pack that is there, after a new version of the page. */
export async function keepEngineOf(owner: string): Promise<void> {
  const [name] = await packCaches(owner);
  if (name !== undefined) await keepEngine(name, globalThis.fetch);
}

export interface PackAsk {
  readonly owner: string;
  readonly area: PackArea;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly wait: Wait;
  readonly onProgress: (pack: Pack) => void;
  readonly now?: () => number;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Takes an area's map along: the map's own code, then outlines, stations and all tiles of a snapshot, those of small scales first, so that a part
 * is of use too. One that was stopped goes on where it was; the pack before it serves until the new one is whole. Throws {@link PackError}; where the device is full, what was begun is given up, so that
 * records have the room.
 */
export async function takePack(asked: PackAsk): Promise<Pack> {
  const { owner, area, version, now = Date.now } = asked;
  if (packFiles(area.bbox) > PACK_FILES_MOST) throw new PackError("large");
  const addresses = packPaths(area.bbox, version);
  const name = packCacheName(owner, version);
  try {
    const before = await readCard(name).catch(() => null);
    if (before !== null && before.area.code !== area.code) await caches.delete(name);
    const cache = await caches.open(name);
    const begun: Pack = { area, version, takenAt: null, files: 0, total: addresses.length, bytes: 0 };
    await writeCard(cache, begun);
    await keepEngine(name, asked.fetch ?? globalThis.fetch.bind(globalThis));
    const pack = { ...(await keepAll(cache, addresses, begun, asked)), takenAt: now() };
    await writeCard(cache, pack);
    await dropPacks(owner, name);
    return pack;
  } catch (cause) {
    if (asked.signal.aborted) throw cause;
    if (isFull(cause)) await caches.delete(name);
    throw faultOf(cause);
  }
}

/** Keeps some files at a time; the first that fails stops the others, and is thrown once all have ended. */
async function keepAll(cache: Cache, addresses: readonly string[], begun: Pack, asked: PackAsk): Promise<Pack> {
  const stop = new AbortController();
  const signal = AbortSignal.any([asked.signal, stop.signal]);
  const how = { signal, wait: asked.wait, fetch: asked.fetch ?? globalThis.fetch.bind(globalThis) };
  const waiting = addresses.values();
  let pack = begun;
  const work = async (): Promise<void> => {
    for (const address of waiting) {
      signal.throwIfAborted();
      const bytes = await keep(cache, address, how);
      pack = { ...pack, files: pack.files + 1, bytes: pack.bytes + bytes };
      if (pack.files % CARD_EVERY === 0) await writeCard(cache, pack);
      asked.onProgress(pack);
    }
  };
  await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () => work().catch((cause: unknown) => stop.abort(cause ?? new Error("stopped")))),
  );
  signal.throwIfAborted();
  return pack;
}
