import { expect, test } from "vitest";
import { ApiError } from "./api-error.ts";
import { createColumnStore } from "./columns.ts";
import type { FetchBytes } from "./patiently.ts";

const numbers = { pipes: 4, stations: 3, tags: 2 };
const never = new AbortController().signal;

function stage(answer: (path: string, nth: number) => ArrayBuffer | null) {
  const asked: string[] = [];
  const told: (string | null)[] = [];
  const waited: number[] = [];
  const fetch: FetchBytes = async (path) => {
    asked.push(path);
    return answer(path, asked.length);
  };
  const store = createColumnStore({
    version: "a b",
    numbers,
    fetch,
    onProblem: (problem) => told.push(problem?.code ?? null),
    wait: async (ms) => void waited.push(ms),
  });
  return { store, asked, told, waited };
}

test("a column is asked for by name and snapshot, once for all who want it, and kept", async () => {
  const { store, asked } = stage(() => Uint8Array.of(1, 2, 3, 255).buffer);
  const [one, two] = await Promise.all([store.load("age", never), store.load("age", never)]);
  expect([...one]).toEqual([1, 2, 3, 255]);
  expect(two).toBe(one);
  expect(await store.load("age", never)).toBe(one);
  expect(asked).toEqual(["/api/network/columns/age?v=a%20b"]);
  await store.reload("age", never);
  expect(asked).toHaveLength(2);
});

test("wide columns are numbers of their own width", async () => {
  const { store } = stage((path) => {
    if (path.includes("patrolDay")) return Uint16Array.of(20_000, 0, 65_535, 1).buffer;
    return Uint32Array.of(1, 2, 3, 4, 5, 4_000_000_000).buffer;
  });
  expect([...(await store.load("patrolDay", never))]).toEqual([20_000, 0, 65_535, 1]);
  expect((await store.load("stationPlace", never))[5]).toBe(4_000_000_000);
});

test("a column that is too short, or cut within a number, is told and refused", async () => {
  for (const bytes of [new ArrayBuffer(6), new ArrayBuffer(9), null]) {
    const { store, told } = stage(() => bytes);
    await expect(store.load("patrolDay", never)).rejects.toMatchObject({ code: "mismatch" });
    expect(told).toEqual(["mismatch"]);
  }
});

test("an older snapshot is told and not asked for again; a server that is busy is, until it answers", async () => {
  const old = stage(() => {
    throw new ApiError("x", 409, "conflict");
  });
  await expect(old.store.load("age", never)).rejects.toMatchObject({ status: 409 });
  expect([old.told, old.asked.length]).toEqual([["conflict"], 1]);

  const busy = stage((_, nth) => {
    if (nth <= 3) throw new ApiError("x", 503, "not_ready");
    return new ArrayBuffer(4);
  });
  expect((await busy.store.load("age", never)).length).toBe(4);
  expect(busy.told).toEqual(["not_ready", "not_ready", null]);
  expect(busy.waited).toEqual([400, 1000, 2500]);
});
