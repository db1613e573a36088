import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashToken, newToken } from "#server/auth/token.ts";
import { insertToken } from "#server/db/access-tokens.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { COLLECTION_IDS } from "#server/features/property.ts";
import { describeOgc } from "./testing/ogc-house.ts";

const run = promisify(execFile);
const CITY = { level: "city", areaCode: "130100", enterpriseId: null } as const;

/** GDAL's OAPIF driver is a client that we have not written: what it reads is there (docs/gis-clients.md). */
describeOgc("GDAL", ({ app }, bench) => {
  const token = newToken();
  let address = "";
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gas-one-map-gdal-"));
    await bench.db().asSystem(async (tx) => {
      await insertAccount(tx, {
        account: "gis",
        name: "gis",
        role: "analyst",
        scope: CITY,
        passwordHash: "x",
        isDemo: false,
      });
      await insertToken(tx, { id: "gis-1", hash: hashToken(token), account: "gis", name: "GDAL", days: 1 });
    });
    await app().listen({ port: 0, host: "127.0.0.1" });
    address = `OAPIF:http://127.0.0.1:${(app().server.address() as AddressInfo).port}/ogc`;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const gdal = async (command: "ogrinfo" | "ogr2ogr", args: readonly string[]) => {
    const env = { ...process.env, GDAL_HTTP_USERPWD: `gis:${token}`, GDAL_HTTP_AUTH: "BASIC" };
    const { stdout, stderr } = await run(command, [...args], { env });
    return stdout + stderr;
  };
  const count = (out: string) => Number(/Feature Count: (\d+)/.exec(out)?.[1]);

  test("ogrinfo lists the collections and describes one of them with its count, extent and columns", async () => {
    const list = await gdal("ogrinfo", ["-ro", address]);
    for (const id of COLLECTION_IDS) expect(list).toContain(id);
    const stations = await gdal("ogrinfo", ["-ro", "-so", address, "stations"]);
    // Told in the log of the tests: what another program makes of us.
    process.stdout.write(`$ ogrinfo -ro -so OAPIF:…/ogc stations   (${bench.engine})\n${stations}\n`);
    // 250 in a row and the three canaries of 石家庄.
    expect(count(stations)).toBe(253);
    expect(stations).toContain("Geometry: Point");
    expect(stations).toMatch(/Extent: \(114\.0+, 38\.0+\) - \(116\.49/);
    expect(stations).toMatch(/inlet_kpa: (Real|Integer)/);
    expect(stations).not.toContain("canary-130602");
  });

  test("ogr2ogr copies what a -where and a -spat choose into a GeoPackage, asking the server for no more", async () => {
    const file = join(folder, "stations.gpkg");
    await gdal("ogr2ogr", [
      "-f",
      "GPKG",
      file,
      address,
      "stations",
      "-where",
      "kind = 'city_gate' AND built_year >= 2000",
      "-spat",
      "114.1",
      "37.9",
      "114.5",
      "38.1",
    ]);
    const copy = await gdal("ogrinfo", ["-ro", "-al", "-q", file]);
    const years = [...copy.matchAll(/built_year \(Integer\) = (\d+)/g)].map(([, year]) => Number(year));
    const expected = Array.from({ length: 41 }, (_, k) => 10 + k).filter(
      (i) => i % 2 === 0 && i % 10 !== 0 && 1990 + (i % 30) >= 2000,
    );
    expect(years.toSorted()).toEqual(expected.map((i) => 1990 + (i % 30)).toSorted());
    const debug = await gdal("ogrinfo", [
      "-ro",
      "-so",
      "--debug",
      "on",
      "-where",
      "kind LIKE 'city%'",
      address,
      "stations",
    ]);
    expect(debug).toMatch(/filter=/);
    expect(count(debug)).toBe(128);
  });

  test("geometries, texts and times come through as they are", async () => {
    const one = await gdal("ogrinfo", ["-ro", "-q", address, "hazards", "-where", "id = 'H3'"]);
    expect(one).toContain("POINT (114.5 38.03)");
    expect(one).toMatch(/found_at \(DateTime\) = 2026\/11\/04 00:00:00\+00/);
    expect(one).toContain("电话138****5678");
  });

  test("without a key there is nothing", async () => {
    const { stdout, stderr } = await run("ogrinfo", ["-ro", address]).catch(
      (cause: { stdout: string; stderr: string }) => cause,
    );
    expect(stdout + stderr).toMatch(/401|Unable to open|FAILURE/);
    expect(stdout).not.toContain("stations");
  });
});
