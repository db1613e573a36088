import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { csv } from "./csv.ts";
import { faultOf, runExport } from "./run-export.ts";
import type { Format } from "./sink.ts";
import { ChangedMeanwhile, type ExportRow, type ExportSource } from "./source.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gas-one-map-export-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (n: number): ExportRow => ({ values: [n], place: null });

/** Three pages of two rows. `after` is called when a page was taken. */
function pagesOf(after: (page: number) => void = () => undefined): ExportSource {
  return {
    name: "numbers",
    zh: "数",
    en: "Numbers",
    columns: [{ name: "n", type: "integer", zh: "数", en: "Number" }],
    geometry: null,
    count: async () => 6,
    origins: async () => [],
    read: async (_, onPage, signal) => {
      for (let page = 0; page < 3; page += 1) {
        signal.throwIfAborted();
        await onPage([row(2 * page), row(2 * page + 1)]);
        after(page);
      }
    },
  };
}

function runOf(
  source: ExportSource,
  { signal = new AbortController().signal, format = csv }: { signal?: AbortSignal; format?: Format } = {},
) {
  const told: number[] = [];
  const scope = { level: "province", areaCode: "130000", enterpriseId: null } as const;
  const facts = {
    title: "数",
    account: "a",
    person: "A",
    at: "2026-11-26T00:00:00Z",
    scope,
    scopeName: "河北省",
    query: {},
    software: "test",
  };
  const file = join(folder, "file.csv");
  const run = {
    source,
    format,
    facts,
    headings: "name" as const,
    file,
    signal,
    onProgress: (rows: number) => void told.push(rows),
  };
  return { file, told, done: runExport(run) };
}
const nothingIn = () =>
  expect([existsSync(join(folder, "file.csv")), existsSync(join(folder, "file.csv.part"))]).toEqual([false, false]);

test("a file is whole, and its rows are told as they come", async () => {
  const { file, told, done } = runOf(pagesOf());
  expect(await done).toEqual({ rows: 6, bytes: readFileSync(file).length });
  expect(readFileSync(file, "utf8")).toBe("\uFEFFn\r\n0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n");
  expect(told).toEqual([2, 4, 6]);
});

test("one that is called off leaves nothing behind", async () => {
  const cancel = new AbortController();
  const { done } = runOf(
    pagesOf((page) => {
      if (page === 1) cancel.abort();
    }),
    { signal: cancel.signal },
  );
  await expect(done).rejects.toThrow();
  nothingIn();
});

test("rows that changed in the middle are read once more from the beginning, and given up the second time", async () => {
  let times = 0;
  const changing = (often: number): ExportSource => {
    const source = pagesOf();
    return {
      ...source,
      read: async (...args) => {
        await source.read(...args);
        times += 1;
        if (times <= often) throw new ChangedMeanwhile("an import came");
      },
    };
  };
  const once = runOf(changing(1));
  expect((await once.done).rows).toBe(6);
  expect(readFileSync(once.file, "utf8").split("\r\n")).toHaveLength(8);
  rmSync(once.file);
  times = 0;
  const cause = await runOf(changing(2)).done.catch((thrown: unknown) => thrown);
  expect(faultOf(cause)).toBe("changed_meanwhile");
  nothingIn();
});

test("more rows than a format holds are refused, before the first where they can be counted", async () => {
  const { told, done } = runOf(pagesOf(), { format: { ...csv, mostRows: 5 } });
  expect(faultOf(await done.catch((thrown: unknown) => thrown))).toBe("too_many_rows");
  expect(told).toEqual([]);
  nothingIn();
});

test("a full disk and an unforeseen fault have their words", () => {
  expect(faultOf(Object.assign(new Error("full"), { code: "ENOSPC" }))).toBe("no_space");
  expect(faultOf(new TypeError("oops"))).toBe("internal");
});
