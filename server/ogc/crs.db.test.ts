import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { CRS84, CRS_LIST } from "#server/features/crs.ts";
import { describeOgc, ROW_OF_STATIONS } from "./testing/ogc-house.ts";

const ITEMS = "/ogc/collections/stations/items";
const LNG_LAT = [114.07, 38] as const;

/** What GDAL makes of a place, its axes in the order of the standard: a reckoner that is none of ours. */
function byGdal(uri: string): number[] {
  const code = /EPSG\/0\/(\d+)$/.exec(uri)?.[1];
  if (code === undefined) return [...LNG_LAT];
  const out = execFileSync("gdaltransform", ["-s_srs", "OGC:CRS84", "-t_srs", `EPSG:${code}`, "-output_xy"], {
    input: `${LNG_LAT.join(" ")}\n`,
    encoding: "utf8",
  });
  const [x = 0, y = 0] = out.trim().split(/\s+/).map(Number);
  // gdaltransform writes x before y, whatever the standard says.
  return code === "3857" ? [x, y] : [y, x];
}

/** OGC 18-058r1, Coordinate Reference Systems by Reference. */
describeOgc("OGC API Features Part 2", ({ get }) => {
  const coordinates = async (crs: string) => {
    const reply = await get(`${ITEMS}/S0007?crs=${encodeURIComponent(crs)}`);
    const { geometry } = reply.json<{ geometry: { coordinates: number[] } }>();
    return { header: reply.headers["content-crs"], coordinates: geometry.coordinates };
  };

  test("/req/crs/crs-uri, fc-md-crs-list, fc-md-storageCrs and its valid value: a collection tells its systems by URI", async () => {
    const body = (await get("/ogc/collections/stations")).json<{ crs: string[]; storageCrs: string }>();
    expect(body.crs).toEqual(CRS_LIST.map(({ uri }) => uri));
    expect(body.crs[0]).toBe(CRS84.uri);
    expect(body.crs).toContain(body.storageCrs);
    for (const uri of body.crs)
      expect(uri).toMatch(/^http:\/\/www\.opengis\.net\/def\/crs\/(OGC\/1\.3\/CRS84|EPSG\/0\/\d{4})$/);
  });

  test.each(CRS_LIST.map(({ uri }) => uri))(
    "/req/crs/fc-crs-action, geojson, ogc-crs-header and its value: %s",
    async (uri) => {
      const { header, coordinates: found } = await coordinates(uri);
      expect(header).toBe(`<${uri}>`);
      const digits = /CRS84$|4490$|4326$/.test(uri) ? 7 : 2;
      for (const [i, value] of byGdal(uri).entries()) expect(found[i], `axis ${i}`).toBeCloseTo(value, digits);
    },
  );

  test("/req/crs/fc-crs-definition, fc-crs-default-value and fc-bbox-crs-definition: both say their systems and begin with CRS84", async () => {
    const { components } = (await get("/ogc/api")).json<{
      components: { parameters: Record<string, { schema: { enum: string[]; default: string } }> };
    }>();
    for (const name of ["crs", "bbox-crs", "filter-crs"]) {
      expect(components.parameters[name]?.schema.default).toBe(CRS84.uri);
      expect(components.parameters[name]?.schema.enum).toEqual(CRS_LIST.map(({ uri }) => uri));
    }
  });

  test.each(["crs", "bbox-crs", "filter-crs"])(
    "/req/crs/fc-crs-valid-value and fc-bbox-crs-valid-value: %s refuses a system that is not told",
    async (name) => {
      const unknown = encodeURIComponent("http://www.opengis.net/def/crs/EPSG/0/2385");
      expect((await get(`${ITEMS}?bbox=114,37,115,39&${name}=${unknown}`)).statusCode).toBe(400);
    },
  );

  test.each(CRS_LIST.map(({ uri }) => uri))(
    "/req/crs/fc-bbox-crs-action: a box about one station, written in %s, finds that one",
    async (uri) => {
      const [x = 0, y = 0] = byGdal(uri);
      const reach = Math.max(Math.abs(x), Math.abs(y)) > 400 ? 100 : 0.001;
      const box = [x - reach, y - reach, x + reach, y + reach].join(",");
      const reply = await get(`${ITEMS}?bbox=${box}&bbox-crs=${encodeURIComponent(uri)}`);
      expect(reply.json<{ features: { id: string }[] }>().features.map(({ id }) => id)).toEqual(["S0007"]);
    },
  );

  test("a filter's geometry is read in the system that is named, its axes as the standard orders them", async () => {
    const ask = async (crs: string, wkt: string) => {
      const filter = encodeURIComponent(`S_INTERSECTS(geometry, ${wkt})`);
      return (await get(`${ITEMS}?limit=1000&filter=${filter}&filter-crs=${encodeURIComponent(crs)}`)).json<{
        numberMatched: number;
      }>().numberMatched;
    };
    expect(await ask(CRS84.uri, "POLYGON((113 37, 114.055 37, 114.055 39, 113 39, 113 37))")).toBe(6);
    expect(
      await ask(
        "http://www.opengis.net/def/crs/EPSG/0/4490",
        "POLYGON((37 113, 37 114.055, 39 114.055, 39 113, 37 113))",
      ),
    ).toBe(6);
    expect(await ask(CRS84.uri, "BBOX(113, 37, 114.055, 39)")).toBe(6);
    expect(await ask(CRS84.uri, "BBOX(113, 37, 118, 39)")).toBe(ROW_OF_STATIONS + 6);
  });
});
