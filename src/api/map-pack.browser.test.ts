import { afterEach, expect, test } from "vitest";
import { type PackAsk, type PackError, readPack, takePack } from "./map-pack.ts";
import { dropOtherPacks, dropPacks, packCacheName, packCaches } from "./pack-caches.ts";
import { packPaths } from "./pack-paths.ts";

/** A place so small that its pack is some tiles. */
const AREA = { code: "130123", name: "正定县", bbox: [114.5, 38.2, 114.501, 38.201] as const };
const area: PackAsk["area"] = { ...AREA, bbox: [...AREA.bbox] };
const TOTAL = packPaths(area.bbox, "v1").length;

type Answer = (path: string) => Response | Promise<Response>;
const tile: Answer = (path) => (path.includes("/15/") ? new Response(null, { status: 204 }) : new Response("tile"));

function asked(over: Partial<PackAsk> & { readonly answer?: Answer } = {}): PackAsk & { readonly seen: string[] } {
  const { answer = tile, ...rest } = over;
  const seen: string[] = [];
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const path = String(input);
    if (path === "/map-files.json") return new Response(JSON.stringify(["/assets/map-view-test.js"]));
    if (path.startsWith("/assets/")) return new Response("code");
    seen.push(path);
    return await answer(path);
  };
  const stop = new AbortController();
  const base = { owner: "zhang", area, version: "v1", signal: stop.signal, wait: async () => {}, onProgress: () => {} };
  return { ...base, fetch, now: () => 1000, ...rest, seen };
}

afterEach(async () => {
  await dropOtherPacks("");
});

test("a whole pack holds every file by its path, with what it weighs, and says when it was whole", async () => {
  const told: number[] = [];
  await takePack(asked({ onProgress: ({ files }) => told.push(files) }));
  const pack = await readPack("zhang");
  expect(pack).toMatchObject({ area: { name: "正定县" }, version: "v1", takenAt: 1000, files: TOTAL, total: TOTAL });
  expect(told.at(-1)).toBe(TOTAL);
  expect(pack?.bytes).toBeGreaterThan(0);
  const cache = await caches.open(packCacheName("zhang", "v1"));
  for (const address of packPaths(area.bbox, "v1"))
    expect(await cache.match(address.split("?")[0] ?? ""), address).toBeDefined();
  expect(await cache.match("/assets/map-view-test.js")).toBeDefined();
});

test("one that was stopped goes on where it was, and asks for nothing twice", async () => {
  const stop = new AbortController();
  const first = asked({ signal: stop.signal, onProgress: ({ files }) => files === 10 && stop.abort() });
  await expect(takePack(first)).rejects.toThrow();
  expect(await readPack("zhang")).toMatchObject({ takenAt: null });
  const second = asked();
  await takePack(second);
  const both = [...first.seen, ...second.seen].filter((path) => path.startsWith("/tiles/"));
  // Those on their way when it was stopped may have been lost.
  expect(both.length - new Set(both).size).toBeLessThanOrEqual(6);
  expect(await readPack("zhang")).toMatchObject({ takenAt: 1000, files: TOTAL });
});

test("the pack before serves until the next one is whole, and is gone then", async () => {
  await takePack(asked());
  const cut = asked({
    version: "v2",
    answer: (path) => {
      if (path.includes("/12/")) throw new TypeError("no line");
      return tile(path);
    },
  });
  const failed = await takePack(cut).catch((cause: PackError) => cause.fault);
  expect(failed).toBe("offline");
  expect(await readPack("zhang")).toMatchObject({ version: "v1", takenAt: 1000 });
  await takePack(asked({ version: "v2" }));
  expect(await packCaches("zhang")).toEqual([packCacheName("zhang", "v2")]);
});

test("where the device is full what was begun is given up; a busy server is asked again; a province is refused", async () => {
  const noRoom = {
    ok: true,
    status: 200,
    arrayBuffer: () => Promise.reject(new DOMException("", "QuotaExceededError")),
  };
  const full = asked({ answer: () => noRoom as unknown as Response });
  expect(await takePack(full).catch((cause: PackError) => cause.fault)).toBe("full");
  expect(await packCaches("zhang")).toEqual([]);
  let refused = 0;
  const busy = asked({
    answer: (path) => {
      refused += 1;
      return refused % 3 === 1 ? new Response("busy", { status: 503 }) : tile(path);
    },
  });
  expect(await takePack(busy)).toMatchObject({ files: TOTAL });
  const province = asked({ area: { ...area, bbox: [113.4, 36, 119.9, 42.7] } });
  expect(await takePack(province).catch((cause: PackError) => cause.fault)).toBe("large");
});

test("whoever signs in next finds no pack of the one before", async () => {
  await takePack(asked());
  await dropOtherPacks("li");
  expect(await readPack("zhang")).toBeNull();
  await takePack(asked());
  await dropOtherPacks("zhang");
  expect(await readPack("zhang")).not.toBeNull();
  await dropPacks("zhang");
  expect(await readPack("zhang")).toBeNull();
});
