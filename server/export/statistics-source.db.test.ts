import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportJob } from "#contract/exports.ts";
import { getStatistics, SMALLEST_CELL } from "#contract/statistics.ts";
import { describeOgc } from "#server/ogc/testing/ogc-house.ts";

const run = promisify(execFile);
const ZHENGDING = { level: "county", areaCode: "130123", enterpriseId: null } as const;

/** Figures that leave the house, held against what the page is told. */
describeOgc("exports of statistics", ({ app, admit }, bench) => {
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

  test("cells of fewer than five households leave in no file, nor can they be reckoned from one", async () => {
    // Of four kinds of gas two, three, forty and sixty households.
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
         select 'Q' || i, 'row', '130123', 'E-3', case when i < 2 then 'lpg' when i < 5 then 'coal_gas' when i < 45 then 'rural_ng' else 'urban_ng' end,
                'residential', st_setsrid(st_makepoint(114.5, 38), 4490) from generate_series(0, 104) i`,
      ),
    );
    const statistics = { measure: "customers", rows: "county", columns: "gasKind" };
    const figures = async (headers: Record<string, string>) => {
      const job = await ended({ collection: "areas", format: "csv", statistics }, headers);
      const [head, ...lines] = (await fileOf(job, headers)).toString("utf8").trim().split(/\r?\n/);
      expect(head).toMatch(/编码,名称/);
      const line = lines.find((one) => one.startsWith("130123,")) ?? "";
      // The whole, then the four kinds.
      return line.split(",").slice(2, 7);
    };
    const small = (values: readonly string[]) =>
      values.filter((value) => value !== "" && Number(value) > 0 && Number(value) < SMALLEST_CELL);
    const told = await figures(admit(ZHENGDING));
    expect(small(told)).toEqual([]);
    expect(told.filter((value) => value === "").length).toBeGreaterThanOrEqual(2);
    const own = await figures(admit({ level: "enterprise", areaCode: "130123", enterpriseId: "E-3" }));
    expect(small(own)).toHaveLength(2);
    expect(own).not.toContain("");
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
