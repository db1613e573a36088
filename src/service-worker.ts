/*
 * Caches the product's own files so that an inspector's phone starts without a network, and answers tiles from a map pack that was taken along.
 * It owns no record and sends none: whatever is to be sent stands in the ledger of the page (src/api/outbox/).
 */

/** The part of a service worker's world that is used here; the page's types know none of it. */
interface WorkerScope {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetched) => void): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as WorkerScope;

/** Filled in by scripts/service-worker.ts when the product is built. */
const SHELL = "__SHELL__" as unknown as readonly string[];
const VERSION = "__VERSION__";

const SHELL_CACHE = `gas-shell:${VERSION}`;
/** Files with a hash in their name that were fetched later: the map's engine, other pages. */
const ASSETS_CACHE = "gas-assets";
const PACK_PREFIX = "gas-pack:";

scope.addEventListener("install", (event) => {
  event.waitUntil(scope.caches.open(SHELL_CACHE).then((cache) => cache.addAll([...SHELL])));
});

async function dropOldShells(): Promise<void> {
  for (const name of await scope.caches.keys())
    if (name.startsWith("gas-shell:") && name !== SHELL_CACHE) await scope.caches.delete(name);
  // Of later files, those of the version before: the pages that used them are closed by now.
  await scope.caches.delete(ASSETS_CACHE);
}

scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOldShells().then(() => scope.clients.claim()));
});

// A new version waits until the person has agreed, or every page of the old one is closed.
scope.addEventListener("message", ({ data }) => {
  if (data === "take over") void scope.skipWaiting();
});

async function fromShell(path: string, request: Request): Promise<Response> {
  const cache = await scope.caches.open(SHELL_CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function fromAssets(request: Request): Promise<Response> {
  const kept = await scope.caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    const cache = await scope.caches.open(ASSETS_CACHE);
    // No room for it is no reason not to show it.
    await cache.put(request, copy).catch(() => {});
  }
  return response;
}

/** The network's answer, and without a network that of a map pack on this phone, whatever version of the data it was taken from. */
async function fromPack(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    for (const name of await scope.caches.keys()) {
      if (!name.startsWith(PACK_PREFIX)) continue;
      // A pack keeps its answers by path: the version in an address is that of its snapshot.
      const kept = await (await scope.caches.open(name)).match(new URL(request.url).pathname);
      if (kept) return kept;
    }
    throw cause;
  }
}

/** What a map pack may answer: tiles, and the few questions that the map asks before it draws. */
const isPacked = (path: string): boolean =>
  /^\/tiles\//.test(path) || /^\/api\/(areas|map|network\/columns)/.test(path);

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // A map pack that is being taken asks the server itself (src/api/map-pack.ts).
  if (request.method !== "GET" || origin !== scope.location.origin || request.cache === "no-store") return;
  if (
    request.mode === "navigate" &&
    !/^\/(api|tiles|live|media|ogc|sensorthings|metrics|healthz|readyz|openapi)/.test(pathname)
  )
    event.respondWith(fromShell("/", request));
  else if (pathname.startsWith("/assets/")) event.respondWith(fromAssets(request));
  else if (SHELL.includes(pathname)) event.respondWith(fromShell(pathname, request));
  else if (isPacked(pathname)) event.respondWith(fromPack(request));
});
