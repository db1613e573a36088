import { beforeAll, expect, test } from "vitest";
import { DUCT_KINDS } from "#contract/duct.ts";
import type { Scope } from "#contract/scope.ts";
import { describeOgc } from "./testing/ogc-house.ts";

const DUCTS = "/ogc/collections/ducts";
const ROW = 30;
const CHANGAN: Scope = { level: "county", areaCode: "130102", enterpriseId: null };
const ZHENGDING: Scope = { level: "county", areaCode: "130123", enterpriseId: null };
const CGCS2000 = "http://www.opengis.net/def/crs/EPSG/0/4490";

interface Feature {
  readonly id: string;
  readonly geometry: { readonly type: string; readonly coordinates: number[][] };
  readonly properties: Readonly<Record<string, unknown>>;
}
interface Page {
  readonly features: readonly Feature[];
  readonly numberMatched: number;
  readonly links: readonly { readonly rel: string; readonly href: string }[];
}

/** Ducts of 正定 in a row from 114.00° 38.00° on, 0.01° apart and longer from one to the next; each third is a heating duct, the first ones with no width. */
describeOgc("ducts of other utilities below /ogc", ({ get, admit }, bench) => {
  beforeAll(async () => {
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into duct (id, dataset_name, kind, area_code, enterprise_id, owner_name, width_mm, height_mm, from_space, to_space, geom)
         select 'W' || lpad(i::text, 2, '0'), 'row', case when i % 3 = 0 then 'heating' else 'sewer' end, '130123', 'E-3',
                case when i % 3 = 0 then '热力公司' else '排水公司' end, case when i >= 5 then 300 + 100 * (i % 4) end,
                case when i % 3 = 0 then 1000 end, 'A' || i, 'A' || i + 1,
                st_setsrid(st_makeline(st_makepoint(114 + i * 0.01, 38), st_makepoint(114 + i * 0.01, 38 + 0.0001 * (i + 1))), 4490)
           from generate_series(0, ${ROW - 1}) i`,
      ),
    );
  });

  const page = async (query: Readonly<Record<string, string>>, scope: Scope = ZHENGDING): Promise<Page> => {
    const reply = await get(`${DUCTS}/items?${new URLSearchParams(query).toString()}`, admit(scope));
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    return reply.json<Page>();
  };
  /** Without the canary of the county. */
  const ids = ({ features }: Page) => features.map(({ id }) => id).filter((id) => id.startsWith("W"));

  test("one is a line with whose it is, how wide and how long, and what its ends open into", async () => {
    const one = (await get(`${DUCTS}/items/W06`, admit(ZHENGDING))).json<Feature>();
    const { length_m: lengthM, ...properties } = one.properties;
    expect(one.geometry).toEqual({
      type: "LineString",
      coordinates: [
        [114.06, 38],
        [114.06, 38.0007],
      ],
    });
    expect(properties).toMatchObject({ id: "W06", kind: "heating", area_code: "130123", area_name: "正定县" });
    expect(properties).toMatchObject({ enterprise_id: "E-3", owner_name: "热力公司", width_mm: 500, height_mm: 1000 });
    expect(properties).toMatchObject({ from_space: "A6", to_space: "A7" });
    // A degree of the meridian is 110.996 km at 38° north.
    expect(lengthM).toBeCloseTo(0.0007 * 110_996, 1);
  });

  test("a box gives what meets it, in the order of axes of its system; answers have that of theirs", async () => {
    const expected = ["W02", "W03", "W04"];
    expect(ids(await page({ bbox: "114.015,37.9,114.045,38.1" }))).toEqual(expected);
    const other = await page({ bbox: "37.9,114.015,38.1,114.045", "bbox-crs": CGCS2000, crs: CGCS2000 });
    expect(ids(other)).toEqual(expected);
    expect(other.features[0]?.geometry.coordinates[0]).toEqual([38, 114.02]);
    // Only those that reach so far north.
    expect(ids(await page({ bbox: "113,38.00275,116,39" }))).toEqual(["W27", "W28", "W29"]);
  });

  test.each([
    ["kind = 'heating' AND width_mm >= 600", ["W15", "W27"]],
    ["width_mm IS NULL", ["W00", "W01", "W02", "W03", "W04"]],
    ["owner_name LIKE '热力%' AND length_m BETWEEN 100 AND 150", ["W09", "W12"]],
    ["from_space = 'A8' OR to_space = 'A8'", ["W07", "W08"]],
    ["S_INTERSECTS(geometry, LINESTRING(114.05 38.0005, 114.1 38.0005))", ["W05", "W06", "W07", "W08", "W09", "W10"]],
    ["NOT kind IN ('sewer', 'heating')", []],
  ])("the filter %s", async (filter, expected) => {
    expect(ids(await page({ filter }))).toEqual(expected);
  });

  test("links lead once through all in the order that was asked for, those without a width last", async () => {
    const seen: string[] = [];
    let url: string | undefined =
      `${DUCTS}/items?limit=4&sortby=width_mm,-length_m&owner_name=${encodeURIComponent("排水公司")}`;
    for (let pages = 0; url !== undefined && pages < ROW; pages += 1) {
      const one: Page = (await get(url, admit(ZHENGDING))).json<Page>();
      seen.push(...one.features.map(({ id }) => id));
      url = one.links.find(({ rel }) => rel === "next")?.href.replace(/^https?:\/\/[^/]+/, "");
    }
    const sewers = Array.from({ length: ROW }, (_, i) => i).filter((i) => i % 3 !== 0);
    const widthOf = (i: number) => (i < 5 ? Number.POSITIVE_INFINITY : i % 4);
    const order = sewers.toSorted((a, b) => (widthOf(a) === widthOf(b) ? b - a : widthOf(a) < widthOf(b) ? -1 : 1));
    expect(seen).toEqual(order.map((i) => `W${String(i).padStart(2, "0")}`));
  });

  test("what may be filtered by is told with words and units, in queryables and definition alike", async () => {
    const { properties } = (await get(`${DUCTS}/queryables`)).json<{ properties: Record<string, object> }>();
    expect(properties.kind).toMatchObject({ title: "类型 Kind", enum: [...DUCT_KINDS] });
    expect(properties.length_m).toMatchObject({ title: "长度 m Length m", type: "number" });
    expect(properties.geometry).toMatchObject({ format: "geometry-linestring" });
    const { paths, info } = (await get("/ogc/api")).json<{
      info: { description: string };
      paths: Record<string, { get: { parameters: { name?: string; schema?: object }[] } }>;
    }>();
    const kind = paths["/collections/ducts/items"]?.get.parameters.find(({ name }) => name === "kind");
    expect(kind?.schema).toMatchObject({ enum: [...DUCT_KINDS] });
    expect(info.description).toContain("ducts");
  });

  test("those of another county are in no list, count, extent or answer to an id", async () => {
    expect((await get(`${DUCTS}/items/W06`, admit(CHANGAN))).statusCode).toBe(404);
    expect(await page({ id: "W06" }, CHANGAN)).toMatchObject({ features: [], numberMatched: 0 });
    expect((await page({ limit: "1" }, CHANGAN)).numberMatched).toBe(2);
    expect((await page({ limit: "1" })).numberMatched).toBe(ROW + 1);
    const { extent } = (await get(DUCTS, admit(CHANGAN))).json<{ extent: { spatial: { bbox: number[][] } } }>();
    expect(extent.spatial.bbox).toEqual([[115, 38, 115.01, 38]]);
  });
});
