import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportFormat } from "#contract/exports.ts";
import type { Scope } from "#contract/scope.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { importFile } from "#server/files/import-file.ts";
import { csv, duct, enterprise, type Folder, folder, geoJson, node } from "#server/files/testing/small-files.ts";
import { CollectionSource } from "./collection-source.ts";
import { FORMATS } from "./formats.ts";
import { runExport } from "./run-export.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };

describeOnBothEngines("exports of ducts", (bench) => {
  let files: Folder;
  const take = (file: string, kind: "enterprise" | "node" | "duct") =>
    importFile(bench.db(), { file, kind, dataset: kind, maxRejects: 0, force: true });
  const exported = async (format: ExportFormat, filter?: string) => {
    const wish = { collection: "ducts", format, headings: "zh", ...(filter === undefined ? {} : { filter }) } as const;
    const facts = { title: "ducts", account: "a", person: "a", at: "2026-11-28T00:00:00Z", scope: PROVINCE };
    const file = files.path(`out.${format}`);
    const told = await runExport({
      source: new CollectionSource(bench.db(), PROVINCE, wish),
      format: FORMATS[format],
      facts: { ...facts, scopeName: "河北省", query: wish, software: "test" },
      headings: "zh",
      file,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    return { file, rows: told.rows, text: readFileSync(file, "utf8") };
  };

  beforeAll(async () => {
    files = folder();
    await take(files.write("e.csv", csv([enterprise()])), "enterprise");
    await take(files.write("n.csv", csv([node()])), "node");
    const lines = [duct("D1"), duct("D2", { kind: "综合管廊", height_mm: 900, width_mm: null, owner_name: null })];
    await take(files.write("d.geojson", geoJson(lines)), "duct");
  });
  afterAll(() => files.remove());

  test("are headed in Chinese with their units, sizes that nobody knows left empty", async () => {
    const { text } = await exported("csv");
    const [headings, first, second] = text.slice(1).split("\r\n");
    expect(headings).toBe("编号,类型,区划代码,区划,企业编号,企业,权属单位,净宽 mm,净高 mm,长度 m,起点,终点,位置 WKT");
    // Two sides of 17.55 m east and 11.10 m north each.
    expect(first).toBe(
      'D1,sewer,130102,长安区,E1,长安燃气有限公司,排水公司,600,,41.54,N1,WS-1,"LINESTRING(114.54 38.05,114.5402 38.0501,114.5404 38.05)"',
    );
    expect(second).toMatch(/^D2,tunnel,.*,长安燃气有限公司,,,900,/);
  });

  test("hold what a filter leaves, and say which delivery of ducts they come from", async () => {
    const { rows, text } = await exported("geojson", "kind = 'sewer' AND length_m > 10 AND height_mm IS NULL");
    const { metadata, features } = JSON.parse(text) as { metadata: { sources: object[] }; features: { id: string }[] };
    expect([rows, features.map(({ id }) => id)]).toEqual([1, ["D1"]]);
    expect(metadata.sources).toMatchObject([{ dataset: "duct", version: 1, fileName: "d.geojson" }]);
  });

  test("are a file of ducts that can be imported as it is, and are then the same", async () => {
    const before = await exported("geojson");
    expect(await take(before.file, "duct")).toMatchObject({ outcome: "imported", accepted: 2, rejectedRows: 0 });
    const { text } = await exported("geojson");
    const featuresOf = (file: string) => (JSON.parse(file) as { features: object[] }).features;
    expect(featuresOf(text)).toEqual(featuresOf(before.text));
  });
});
