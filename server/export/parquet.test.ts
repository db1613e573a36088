import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parquet } from "./parquet.ts";
import { faultOf, runExport } from "./run-export.ts";
import type { ExportColumn, ExportFacts, ExportRow, ExportSource } from "./source.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gas-one-map-parquet-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PAGE = 2_000;
const GROUP = 5_000;
const COLUMNS: readonly ExportColumn[] = [
  { name: "id", type: "text", zh: "编号", en: "Id" },
  { name: "material", type: "text", zh: "材质", en: "Material" },
  { name: "km", type: "number", zh: "长度", en: "Length" },
];
const FACTS: ExportFacts = {
  title: "管段",
  account: "a",
  person: "A",
  at: "2026-11-28T00:00:00Z",
  scope: { level: "province", areaCode: "130000", enterpriseId: null },
  scopeName: "河北省",
  query: {},
  origins: [],
  software: "test",
};
const rowOf = (n: number): ExportRow => ({
  values: [`P${n}`, n % 3 === 0 ? null : n % 2 === 0 ? "钢管" : "PE", n / 8],
  place: null,
});

/** So many rows in pages; `after` is called when some were taken. */
const sourceOf = (count: number, after: (rows: number) => void = () => undefined): ExportSource => ({
  name: "pipes",
  zh: "管段",
  en: "Pipes",
  columns: COLUMNS,
  geometry: null,
  count: async () => count,
  origins: async () => [],
  read: async (_, onPage, signal) => {
    for (let from = 0; from < count; from += PAGE) {
      signal.throwIfAborted();
      await onPage(Array.from({ length: Math.min(PAGE, count - from) }, (__, i) => rowOf(from + i)));
      after(from + PAGE);
    }
  },
});

const run = (source: ExportSource, file: string, signal = new AbortController().signal) =>
  runExport({ source, format: parquet, facts: FACTS, headings: "name", file, signal, onProgress: () => undefined });

test("rows come out as they went in, in groups of five thousand, each with its least and most, and the last is what is left", async () => {
  const path = join(folder, "pipes.parquet");
  expect((await run(sourceOf(25_001), path)).rows).toBe(25_001);
  const file = await asyncBufferFromFile(path);
  const { row_groups } = await parquetMetadataAsync(file);
  expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([5_000, 5_000, 5_000, 5_000, 5_000, 1]);
  for (const [group, { columns }] of row_groups.entries()) {
    const ids = Array.from({ length: Math.min(GROUP, 25_001 - group * GROUP) }, (_, i) => `P${group * GROUP + i}`);
    const { min_value, max_value } = columns[0]?.meta_data?.statistics ?? {};
    expect([min_value, max_value]).toEqual([ids.toSorted()[0], ids.toSorted().at(-1)]);
  }
  const rows = await parquetReadObjects({ file });
  expect(rows).toEqual(
    Array.from({ length: 25_001 }, (_, n) => {
      const [id, material, km] = rowOf(n).values;
      return { id, material, km };
    }),
  );
}, 30_000);

test("a file of no rows is one", async () => {
  const path = join(folder, "pipes.parquet");
  expect((await run(sourceOf(0), path)).rows).toBe(0);
  expect(await parquetReadObjects({ file: await asyncBufferFromFile(path) })).toEqual([]);
});

test("one that is called off while a group is written leaves nothing behind", async () => {
  const cancel = new AbortController();
  const source = sourceOf(40_000, (rows) => {
    if (rows > 20_000) cancel.abort();
  });
  await expect(run(source, join(folder, "pipes.parquet"), cancel.signal)).rejects.toThrow();
  expect(readdirSync(folder)).toEqual([]);
});

test("a file that cannot be begun says why", async () => {
  const cause: unknown = await run(sourceOf(25_001), join(folder, "nowhere", "pipes.parquet")).catch(
    (thrown: unknown) => thrown,
  );
  expect(cause).toMatchObject({ code: "ENOENT" });
});

test.runIf(existsSync("/dev/full"))("a full disk is heard of", async () => {
  const sink = await parquet.open({
    file: "/dev/full",
    name: "pipes",
    columns: COLUMNS,
    geometry: null,
    facts: FACTS,
    headings: "name",
  });
  await sink.write([rowOf(1)]);
  const cause: unknown = await sink.end().catch((thrown: unknown) => thrown);
  await sink.abandon();
  expect(faultOf(cause)).toBe("no_space");
});
