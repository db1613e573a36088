import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportJob } from "#contract/exports.ts";
import { getStatistics } from "#contract/statistics.ts";
import { describeOgc } from "#server/ogc/testing/ogc-house.ts";

const run = promisify(execFile);
const ZHENGDING = { level: "county", areaCode: "130123", enterpriseId: null } as const;

/** Figures that leave the house, held against what the page is told. */
describeOgc("exports of statistics", ({ app, admit }) => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gas-one-map-figures-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ended = async (wish: object, headers = admit()): Promise<ExportJob> => {
    const begun = await app().inject({ method: "POST", url: "/api/exports", headers, payload: wish });
    expect(begun.statusCode, begun.body).toBe(200);
    const { id } = begun.json<ExportJob>();
    const find = async () => (await app().inject({ url: `/api/exports/${id}`, headers })).json<ExportJob>();
    await expect.poll(async () => (await find()).state, { timeout: 60_000, interval: 20 }).toBe("done");
    return await find();
  };
  const fileOf = async ({ id }: ExportJob, headers = admit()) =>
    (await app().inject({ url: `/api/exports/${id}/file`, headers })).rawPayload;
  const STATIONS = { measure: "stations", rows: "unit" } as const;

  test("the file holds the lines and figures of the page", async () => {
    const reply = await app().inject({ url: "/api/statistics?measure=stations&rows=unit", headers: admit() });
    const { rowKeys } = getStatistics.reply.parse(reply.json());
    const job = await ended({ collection: "areas", format: "csv", statistics: STATIONS });
    const lines = (await fileOf(job)).toString("utf8").trim().split(/\r?\n/).slice(1);
    expect(lines.map((line) => line.split(",").slice(0, 3))).toEqual(
      rowKeys.map(({ key, name, total }) => [key, name ?? key, String(total)]),
    );
  });

  test("lines that are areas bring their outlines for GDAL", async () => {
    const job = await ended({ collection: "areas", format: "gpkg", statistics: STATIONS });
    const path = join(folder, "figures.gpkg");
    writeFileSync(path, await fileOf(job));
    const { stdout } = await run("ogrinfo", ["-ro", "-so", "-al", path]);
    expect(stdout).toContain("Geometry: Multi Polygon");
    expect(stdout).toContain(`Feature Count: ${job.rows}`);
    expect(stdout).toMatch(/EPSG",4490/);
  });

  test("a county's file holds no other county, and what the catalogue does not allow is refused", async () => {
    const mine = admit(ZHENGDING);
    const job = await ended(
      { collection: "areas", format: "csv", statistics: { measure: "stations", rows: "county" } },
      mine,
    );
    expect((await fileOf(job, mine)).toString("utf8").trim().split(/\r?\n/).slice(1)).toHaveLength(1);
    for (const statistics of [
      { measure: "nothing" },
      { measure: "stations", area: "130602" },
      { measure: "stations", rows: "material" },
    ]) {
      const refused = await app().inject({
        method: "POST",
        url: "/api/exports",
        headers: mine,
        payload: { collection: "areas", format: "csv", statistics },
      });
      expect([400, 404]).toContain(refused.statusCode);
    }
  });
});
