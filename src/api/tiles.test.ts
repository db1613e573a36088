import { expect, test } from "vitest";
import type { NetworkTile } from "#lib/network-tile.ts";
import { encodeTile } from "#lib/testing/encode-tile.ts";
import { decodeTile } from "#workers/decode-tile.ts";
import { ApiError } from "./api-error.ts";
import { createTileStore, type TileFetch } from "./tiles.ts";

const BYTES = encodeTile({
  pipe: [
    {
      id: 4,
      type: 2,
      points: [
        [0, 0],
        [9, 9],
      ],
      tags: { level: 1 },
    },
  ],
});

function stage(answer: TileFetch = async () => BYTES.slice(0)) {
  const asked: string[] = [];
  const problems: (string | null)[] = [];
  let decoded = 0;
  const store = createTileStore({
    version: "v 1",
    fetch: (path, signal) => {
      asked.push(path);
      return answer(path, signal);
    },
    decode: async (bytes, z, x, y): Promise<NetworkTile> => {
      decoded += 1;
      return decodeTile(bytes, z, x, y);
    },
    onProblem: (problem) => problems.push(problem?.code ?? null),
    wait: async (_ms, signal) => signal.throwIfAborted(),
  });
  return { store, asked, problems, decodes: () => decoded };
}

test("all who ask for a tile at the same time share one fetch and one decoding, and so do those who come later", async () => {
  const { store, asked, decodes } = stage();
  const [a, b, raw] = await Promise.all([
    store.network(9, 1, 2),
    store.network(9, 1, 2),
    store.raw("network", 9, 1, 2),
  ]);
  expect(a).toBe(b);
  expect(raw?.byteLength).toBe(BYTES.byteLength);
  await store.network(9, 1, 2);
  expect(asked).toEqual(["/tiles/network/9/1/2.mvt?v=v%201"]);
  expect(decodes()).toBe(1);
  expect(store.peek(9, 1, 2)).toBe(a);
  expect(store.isBusy()).toBe(false);
});

test("bytes are given away as copies", async () => {
  const { store } = stage();
  const [a, b] = [await store.raw("area", 5, 0, 0), await store.raw("area", 5, 0, 0)];
  expect(a).not.toBe(b);
  structuredClone(a, { transfer: [a as ArrayBuffer] });
  expect((await store.raw("area", 5, 0, 0))?.byteLength).toBe(BYTES.byteLength);
});

test("where nothing lies there is nothing to decode", async () => {
  const { store, decodes } = stage(async () => null);
  expect(await store.network(9, 1, 2)).toBeNull();
  expect(decodes()).toBe(0);
});

test("a failing server is asked again until it answers; it is told once, and told when it is over", async () => {
  let failures = 3;
  const { store, problems, asked } = stage(async (path) => {
    if (failures-- > 0) throw new ApiError(path, 503, "not_ready");
    return BYTES.slice(0);
  });
  expect((await store.network(9, 1, 2))?.pipes.seq[0]).toBe(4);
  expect(asked).toHaveLength(4);
  expect(problems.at(-1)).toBeNull();
  expect(problems).toContain("not_ready");
});

test("a refusal is not asked again", async () => {
  const { store, asked, problems } = stage(async (path) => {
    throw new ApiError(path, 403, "forbidden");
  });
  await expect(store.network(9, 1, 2)).rejects.toThrow("403");
  expect(asked).toHaveLength(1);
  expect(problems).toEqual(["forbidden"]);
});

test("a fetch is stopped when the last who waits has left, not before", async () => {
  const stopped: boolean[] = [];
  const pending = Promise.withResolvers<ArrayBuffer | null>();
  const { store } = stage((_path, signal) => {
    signal.addEventListener("abort", () => {
      stopped.push(true);
      pending.reject(signal.reason);
    });
    return pending.promise;
  });
  const [one, two] = [new AbortController(), new AbortController()];
  const both = [store.network(9, 1, 2, one.signal), store.network(9, 1, 2, two.signal)].map((p) =>
    p.catch(() => "left"),
  );
  one.abort();
  expect(stopped).toEqual([]);
  two.abort();
  expect(await Promise.all(both)).toEqual(["left", "left"]);
  expect(stopped).toEqual([true]);
});
