import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXPORT_FORMATS, type ExportCollection, type ExportFormat, type ExportJob } from "#contract/exports.ts";
import { openZip, wholeMember } from "#server/files/read/zip.ts";
import { describeOgc } from "#server/ogc/testing/ogc-house.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { leaks, OWNERS, SIGHTS } from "#server/testing/canary-world.ts";

const ZHENGDING = { level: "county", areaCode: "130123", enterpriseId: null } as const;

/** Whose rows and words leave the house in a file. */
describeOgc("what a file tells", ({ app, admit }) => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gas-one-map-sight-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Exports, waits, and takes the file away: its rows, and all that it says where its bytes can be read. */
  async function told(collection: ExportCollection, format: ExportFormat, headers: Record<string, string>) {
    const payload = { collection, format };
    const begun = await app().inject({ method: "POST", url: "/api/exports", headers, payload });
    expect(begun.statusCode, begun.body).toBe(200);
    const url = `/api/exports/${begun.json<ExportJob>().id}`;
    const find = async () => (await app().inject({ url, headers })).json<ExportJob>();
    await expect.poll(async () => (await find()).state, { timeout: 60_000, interval: 20 }).toBe("done");
    const bytes = (await app().inject({ url: `${url}/file`, headers })).rawPayload;
    const { rows } = await find();
    await app().inject({ method: "DELETE", url, headers });
    return { rows, text: await textOf(bytes, format) };
  }

  /** What of the file's text is pressed together, opened; values stand in quotation marks. */
  async function textOf(bytes: Buffer, format: ExportFormat): Promise<string> {
    if (format !== "parquet" && format !== "xlsx") return bytes.toString("utf8");
    const path = join(folder, `told.${format}`);
    writeFileSync(path, bytes);
    if (format === "xlsx") return JSON.stringify(await cellsOf(path));
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    return JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  }

  /** Every cell of text in every part of the workbook. */
  async function cellsOf(path: string): Promise<string[]> {
    const zip = await openZip(path);
    const cells: string[] = [];
    for (const member of zip.members) {
      const xml = (await wholeMember(member)).toString("utf8");
      for (const [, cell] of xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)) cells.push(cell as string);
    }
    await zip.close();
    return cells;
  }

  test.each(["pipes", "ducts"] as const)(
    "of %s is what its person may see, in every format, and nothing else",
    async (collection) => {
      for (const sight of SIGHTS.filter(({ name }) => ["石家庄", "正定县", "an enterprise"].includes(name)))
        for (const format of EXPORT_FORMATS) {
          const { rows, text } = await told(collection, format, admit(sight.scope));
          expect([sight.name, format, rows]).toEqual([sight.name, format, sight.sees.length]);
          expect([sight.name, format, leaks(text, sight)]).toEqual([sight.name, format, []]);
          // Their own are told, so the text is that of the rows.
          for (const owner of sight.sees)
            expect([sight.name, format, text]).toContainEqual(expect.stringContaining(canary(owner)));
        }
      expect(OWNERS.length).toBeGreaterThan(3);
    },
  );

  test("of a telephone number in a note is its beginning and end, and the whole to its enterprise alone", async () => {
    const enterprise = { level: "enterprise", areaCode: "130123", enterpriseId: "E-3" } as const;
    for (const format of EXPORT_FORMATS) {
      const { text } = await told("hazards", format, admit(ZHENGDING));
      expect([format, text.includes("138****5678"), text.includes("13812345678")]).toEqual([format, true, false]);
      const own = await told("hazards", format, admit(enterprise));
      expect([format, own.text.includes("13812345678")]).toEqual([format, true]);
    }
  });
});
