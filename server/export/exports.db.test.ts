import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPORT_COLLECTIONS, type ExportFormat, type ExportJob, FORMATS_OF_PLACES } from "#contract/exports.ts";
import { describeOgc, ROW_OF_STATIONS } from "#server/ogc/testing/ogc-house.ts";
import { XLSX_MOST_ROWS } from "./xlsx.ts";

const run = promisify(execFile);
const ZHENGDING = { level: "county", areaCode: "130123", enterpriseId: null } as const;
const COUNTS = {
  areas: 180,
  enterprises: 6,
  stations: ROW_OF_STATIONS + 6,
  pipes: 6,
  ducts: 6,
  tags: 6,
  hazards: 16,
} as const;
const SHAPES = {
  areas: "Multi Polygon",
  stations: "Point",
  pipes: "Line String",
  ducts: "Line String",
  tags: "Point",
  hazards: "Point",
} as const;

/** Files that leave the house, opened by programs that are none of ours: GDAL, hyparquet and LibreOffice. */
describeOgc("exports", ({ app, admit }, bench) => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gas-one-map-exports-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = async (wish: object, headers = admit()) =>
    await app().inject({ method: "POST", url: "/api/exports", headers, payload: wish });
  const find = async (id: string, headers = admit()) =>
    (await app().inject({ url: `/api/exports/${id}`, headers })).json<ExportJob>();
  const ended = async (id: string, headers = admit()) => {
    await expect.poll(async () => (await find(id, headers)).endedAt, { timeout: 60_000, interval: 20 }).not.toBeNull();
    return await find(id, headers);
  };
  /** Exports, waits, takes the file, and returns its path here. */
  const exported = async (wish: { collection: string; format: ExportFormat }, headers = admit()) => {
    const begun = await start(wish, headers);
    expect(begun.statusCode, begun.body).toBe(200);
    const job = await ended(begun.json<ExportJob>().id, headers);
    expect([wish, job.state, job.fault]).toEqual([wish, "done", null]);
    const reply = await app().inject({ url: `/api/exports/${job.id}/file`, headers });
    expect(reply.statusCode).toBe(200);
    const path = join(folder, `${job.id}.${wish.format}`);
    writeFileSync(path, reply.rawPayload);
    expect(job.bytes).toBe(reply.rawPayload.length);
    return { job, path, reply };
  };
  const ogrinfo = async (path: string, ...args: readonly string[]) =>
    (await run("ogrinfo", ["-ro", ...args, path])).stdout;
  const layerOf = async (path: string) => await ogrinfo(path, "-so", "-al");

  describe.each(FORMATS_OF_PLACES)("%s, read by GDAL", (format) => {
    test.each(EXPORT_COLLECTIONS.filter((name) => name !== "enterprises"))(
      "%s: every row with its place and its texts",
      async (collection) => {
        const { path, job } = await exported({ collection, format });
        const layer = await layerOf(path);
        expect(job.rows).toBe(COUNTS[collection]);
        // Tags of the canaries stand at their stations; all rows here have a place.
        expect(Number(/Feature Count: (\d+)/.exec(layer)?.[1])).toBe(COUNTS[collection]);
        expect(layer).toContain(`Geometry: ${SHAPES[collection]}`);
        expect(layer).toMatch(format === "geojson" ? /WGS 84/ : /ID\["EPSG",4490\]/);
      },
    );
  });

  test("values of every type come through a GeoPackage and a FlatGeobuf as they are", async () => {
    for (const format of ["gpkg", "fgb"] as const) {
      const { path } = await exported({ collection: "stations", format });
      const one = await ogrinfo(path, "-al", "-q", "-where", "id = 'S0007'");
      expect(one).toMatch(/POINT \(114\.07 38(\.0)?\)/);
      for (const line of [
        "name (String) = Station 7",
        "inlet_kpa (Real) = 107",
        "built_year (Integer) = 1997",
        "area_name (String) = 正定县",
      ])
        expect(one).toContain(line);
      // A FlatGeobuf says nothing of a column without a value.
      const none = await ogrinfo(path, "-al", "-q", "-where", "id = 'S0010'");
      expect(none).toContain("S0010");
      expect(none).not.toMatch(/built_year \(Integer\) = \d/);
    }
    const { path } = await exported({ collection: "hazards", format: "gpkg" });
    expect(await ogrinfo(path, "-al", "-q", "-where", "id = 'H3'")).toMatch(
      /found_at \(DateTime\) = 2026\/11\/04 00:00:00/,
    );
  });

  test("a GeoPackage has its index and its metadata: who, when, which scope, which query", async () => {
    const wish = { collection: "stations", format: "gpkg", filter: "built_year >= 2000", area: "130123" } as const;
    const { path } = await exported(wish, admit(ZHENGDING));
    const chosen = Array.from({ length: ROW_OF_STATIONS }, (_, i) => i).filter((i) => i % 10 !== 0 && i % 30 >= 10);
    expect(Number(/Feature Count: (\d+)/.exec(await layerOf(path))?.[1])).toBe(chosen.length);
    const metadata = await ogrinfo(path, "-q", "-sql", "select metadata from gpkg_metadata");
    for (const word of ["reader", "county 130123 正定县", "built_year >= 2000", "gas-one-map"])
      expect(metadata).toContain(word);
    const near = await ogrinfo(path, "-al", "-so", "-spat", "114.1", "37", "114.125", "39");
    expect(Number(/Feature Count: (\d+)/.exec(near)?.[1])).toBe(2);
    const index = await ogrinfo(path, "-q", "-sql", "select count(*) as n from rtree_stations_geom");
    expect(index).toContain(`n (Integer) = ${chosen.length}`);
  });

  test("GeoParquet, read by hyparquet: types, nothing for nothing, well-known bytes, and the facts of the file", async () => {
    const { path } = await exported({ collection: "stations", format: "parquet" });
    const file = await asyncBufferFromFile(path);
    const rows = await parquetReadObjects({ file, geoparquet: false } as Parameters<typeof parquetReadObjects>[0]);
    expect(rows).toHaveLength(COUNTS.stations);
    const one = rows.find(({ id }) => id === "S0007");
    expect(one).toMatchObject({
      name: "Station 7",
      inlet_kpa: 107,
      built_year: 1997,
      area_name: "正定县",
      address: null,
    });
    const metadata = await parquetMetadataAsync(file);
    const pairs = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
    expect(JSON.parse(pairs.geo ?? "")).toMatchObject({
      version: "1.1.0",
      primary_column: "geometry",
      columns: {
        geometry: {
          encoding: "WKB",
          geometry_types: ["Point"],
          bbox: [114, 38, 116.49, 38],
          crs: { id: { code: 4490 } },
        },
      },
    });
    expect(pairs).toMatchObject({ exportedBy: "reader (reader)", scope: "province 130000 河北省" });
    const hazards = await exported({ collection: "hazards", format: "parquet" });
    const times = await parquetReadObjects({ file: await asyncBufferFromFile(hazards.path) });
    expect(times.find(({ id }) => id === "H3")?.found_at).toEqual(new Date("2026-11-04T00:00:00Z"));
    const enterprises = await exported({ collection: "enterprises", format: "parquet" });
    expect(
      (await parquetReadObjects({ file: await asyncBufferFromFile(enterprises.path) }))[0]?.first_expiry,
    ).toBeInstanceOf(Date);
  });

  test("CSV begins with a mark for Excel, is headed in Chinese, and says beside it what it is", async () => {
    const { path, reply, job } = await exported({ collection: "hazards", format: "csv" });
    const text = readFileSync(path, "utf8");
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const lines = text.slice(1).split("\r\n");
    expect(lines[0]).toBe("编号,等级,进展,发现时间,整改期限,说明,区划代码,区划,企业编号,企业,位置 WKT");
    expect(lines.find((line) => line.startsWith("H3,"))).toContain(",2026-11-04T00:00:00.000Z,");
    expect(lines.find((line) => line.startsWith("H3,"))).toContain("POINT(114.5 38.03)");
    expect(reply.headers["content-disposition"]).toContain(encodeURIComponent("隐患-河北省"));
    const about = (await app().inject({ url: `/api/exports/${job.id}/about`, headers: admit() })).json<object>();
    expect(about).toMatchObject({
      "dc:creator": "reader",
      "gas:scope": { level: "province" },
      "gas:rows": COUNTS.hazards,
    });
  });

  test("XLSX, read by LibreOffice: types, Chinese headings, and a sheet of sources", async () => {
    const { path } = await exported({ collection: "stations", format: "xlsx" });
    const profile = `-env:UserInstallation=file://${join(folder, "office")}`;
    // -1: every sheet a file of its own.
    const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    await run("soffice", [profile, "--headless", "--convert-to", filter, "--outdir", folder, path], {
      timeout: 120_000,
    });
    const name = path.slice(folder.length + 1, -".xlsx".length);
    const rows = readFileSync(join(folder, `${name}-场站与设施.csv`), "utf8").split("\n");
    expect(rows[0]).toMatch(/^编号,名称,类型,区划代码.*经度,纬度$/);
    expect(rows.find((row) => row.startsWith("S0007,"))).toMatch(
      /Station 7,regulator_box,130123,正定县.*,107,.*1997,.*114\.07,38$/,
    );
    expect(rows.filter((row) => row !== "")).toHaveLength(COUNTS.stations + 1);
    const sources = readFileSync(join(folder, `${name}-数据来源.csv`), "utf8");
    expect(sources).toContain("reader (reader)");
    expect(sources).toContain("数据集 Dataset");
  }, 180_000);

  test("GeoJSON is longitude and latitude with the query beside it", async () => {
    const { path } = await exported({ collection: "pipes", format: "geojson" });
    const body = JSON.parse(readFileSync(path, "utf8")) as {
      metadata: { query: string };
      features: { id: string; geometry: { coordinates: number[][] } }[];
    };
    expect(body.features[0]?.geometry.coordinates).toEqual([
      [115, 38],
      [115.01, 38],
    ]);
    expect(JSON.parse(body.metadata.query)).toMatchObject({ collection: "pipes" });
  });

  test("an export is its person's alone, and goes with its scope", async () => {
    const { job } = await exported({ collection: "pipes", format: "csv" });
    const others = [admit(undefined, "analyst", "somebody"), admit(ZHENGDING)];
    for (const headers of others)
      for (const url of [`/api/exports/${job.id}`, `/api/exports/${job.id}/file`, `/api/exports/${job.id}/about`])
        expect((await app().inject({ url, headers })).statusCode).toBe(404);
    const list = (await app().inject({ url: "/api/exports", headers: admit(ZHENGDING, "analyst", "somebody") })).json<{
      exports: ExportJob[];
    }>();
    expect(list.exports).toEqual([]);
    expect((await app().inject({ url: `/api/exports/${job.id}/file` })).statusCode).toBe(401);
    expect(
      (await app().inject({ url: `/api/exports/${job.id}/file`, headers: admit(undefined, "audit_admin") })).statusCode,
    ).toBe(403);
  });

  test("each step stands in the audit trail", async () => {
    const headers = admit(undefined, "analyst", "traced");
    const { job } = await exported({ collection: "tags", format: "csv" }, headers);
    await app().inject({ method: "DELETE", url: `/api/exports/${job.id}`, headers });
    const rows = await bench
      .db()
      .asSystem((tx) => tx.query<{ action: string }>("select action from audit where account = 'traced' order by id"));
    expect(rows.map(({ action }) => action)).toEqual([
      "export.started",
      "export.done",
      "export.taken",
      "export.removed",
    ]);
    expect((await app().inject({ url: `/api/exports/${job.id}/file`, headers })).statusCode).toBe(404);
  });

  test("what a page has made of what it shows stands in the audit trail with its question, within the caller's area", async () => {
    const take = async (payload: object, headers = admit(ZHENGDING, "analyst", "painter")) =>
      await app().inject({ method: "POST", url: "/api/exports/taken", headers, payload });
    const chart = { kind: "chart", format: "png", query: { measure: "pipeKm", rows: "county" } };
    expect((await take(chart)).json()).toEqual({ written: true });
    for (const wrong of [
      { ...chart, kind: "photo" },
      { ...chart, format: "exe" },
      { ...chart, query: { a: "x".repeat(601) } },
      {},
    ])
      expect((await take(wrong)).statusCode).toBe(400);
    expect((await take(chart, admit(undefined, "audit_admin"))).statusCode).toBe(403);
    const rows = await bench
      .db()
      .asSystem((tx) =>
        tx.query("select action, subject, area_code, detail from audit where account = 'painter' order by id"),
      );
    const { kind, ...detail } = chart;
    expect(rows).toEqual([{ action: "export.made", subject: kind, area_code: "130123", detail }]);
  });

  test("what makes no sense is refused before it begins", async () => {
    for (const wish of [
      { collection: "enterprises", format: "gpkg" },
      { collection: "pipes", format: "csv", filter: "nothing = 1" },
      { collection: "pipes", format: "csv", filter: "dn_mm >" },
      { collection: "pipes", format: "csv", bbox: [116, 39, 115, 38] },
      { collection: "customer_person", format: "csv" },
      { collection: "pipes", format: "doc" },
    ])
      expect([wish, (await start(wish)).statusCode]).toEqual([wish, 400]);
    expect(XLSX_MOST_ROWS).toBe(2 ** 20 - 1);
  });

  test("one that waits in line can be called off, and a person has three at once", async () => {
    const headers = admit(undefined, "analyst", "busy");
    const begun = [];
    for (let i = 0; i < 4; i += 1) begun.push(await start({ collection: "areas", format: "xlsx" }, headers));
    const refused = begun.filter(({ statusCode }) => statusCode === 409);
    const ids = begun.filter(({ statusCode }) => statusCode === 200).map((reply) => reply.json<ExportJob>().id);
    expect(ids.length + refused.length).toBe(4);
    const last = ids.at(-1) ?? "";
    const end = await app().inject({ method: "DELETE", url: `/api/exports/${last}`, headers });
    expect(end.statusCode).toBe(200);
    for (const id of ids.slice(0, -1)) await ended(id, headers);
    const left = await app().inject({ url: `/api/exports/${last}`, headers });
    // It had ended by then, or was called off: never half.
    expect(left.statusCode === 404 || left.json<ExportJob>().state === "cancelled").toBe(true);
  });

  test("a person has three at once, asked for in one moment or one after another", async () => {
    const headers = admit(undefined, "analyst", "hasty");
    const wish = { collection: "areas", format: "xlsx" };
    const replies = await Promise.all(Array.from({ length: 8 }, () => start(wish, headers)));
    const begun = replies.filter(({ statusCode }) => statusCode === 200).map((reply) => reply.json<ExportJob>().id);
    expect(begun.length).toBeLessThanOrEqual(3);
    expect(replies.filter(({ statusCode }) => statusCode === 409)).toHaveLength(8 - begun.length);
    for (const id of begun) await ended(id, headers);
  });
});
