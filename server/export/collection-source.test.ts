import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Db, Tx } from "#server/db/db.ts";
import { CollectionSource } from "./collection-source.ts";

const SCOPE = { level: "province", areaCode: "130000", enterpriseId: null } as const;
const ROW = { row_id: "P1", p0: "P1", place: "POINT(114 38)" };

/** A native database whose cursor gives these pages one after the other; an error is thrown in place of its page. */
function sourceOver(pages: readonly (readonly object[] | Error)[]) {
  const fetched: number[] = [];
  const tx = {
    exec: async () => undefined,
    query: async (text: string) => {
      if (!text.startsWith("fetch")) return [];
      const page = pages[fetched.length] ?? [];
      fetched.push(fetched.length);
      if (page instanceof Error) throw page;
      return page;
    },
  } as unknown as Tx;
  const db = { engine: "native", as: (_: unknown, run: (tx: Tx) => Promise<unknown>) => run(tx) } as unknown as Db;
  return { source: new CollectionSource(db, SCOPE, { collection: "pipes", format: "csv", headings: "zh" }), fetched };
}

test("every page is handed on once and in order, the next one read while it is written", async () => {
  const { source, fetched } = sourceOver([[ROW], [ROW, ROW], [ROW]]);
  const written: [rows: number, fetched: number][] = [];
  await source.read(
    "wkt",
    async (rows) => {
      await turn();
      written.push([rows.length, fetched.length]);
    },
    new AbortController().signal,
  );
  expect(written).toEqual([
    [1, 2],
    [2, 3],
    [1, 4],
  ]);
});

test("a page that fails while the one before it is written is heard of when its turn comes", async () => {
  const lost = new Error("the connection was lost");
  const { source } = sourceOver([[ROW], lost]);
  let written = 0;
  const reading = source.read(
    "wkt",
    async (rows) => {
      // Turns enough for a rejection that nobody takes to end the process.
      for (let i = 0; i < 5; i += 1) await turn();
      written += rows.length;
    },
    new AbortController().signal,
  );
  await expect(reading).rejects.toBe(lost);
  expect(written).toBe(1);
});

test("a file that cannot be written ends the reading with its own reason", async () => {
  const full = new Error("no space");
  const { source } = sourceOver([[ROW], new Error("the connection was lost")]);
  const reading = source.read("wkt", () => Promise.reject(full), new AbortController().signal);
  await expect(reading).rejects.toBe(full);
});
