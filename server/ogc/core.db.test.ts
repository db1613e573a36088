import { describe, expect, test } from "vitest";
import { Problem } from "#contract/problem.ts";
import { COLLECTION_IDS } from "#server/features/property.ts";
import type { Link } from "./links.ts";
import { describeOgc, ROW_OF_STATIONS } from "./testing/ogc-house.ts";

const STATIONS = "/ogc/collections/stations";
const ITEMS = `${STATIONS}/items`;
const pathOf = (href: string) => href.replace(/^https?:\/\/[^/]+/, "");
const links = (body: { links: Link[] }, rel: string) => body.links.filter((link) => link.rel === rel);

interface Feature {
  id: string;
  geometry: { type: string; coordinates: number[] } | null;
  properties: Record<string, unknown>;
}
interface FeatureCollection {
  type: string;
  links: Link[];
  timeStamp: string;
  numberMatched?: number;
  numberReturned: number;
  features: Feature[];
}

/** OGC 17-069r4, requirements of the class Core, each under its own name. */
describeOgc("OGC API Features Part 1, core", ({ get, app, admit }) => {
  const json = async <T>(url: string) => (await get(url)).json<T>();
  const items = (query = "") => json<FeatureCollection>(`${ITEMS}${query}`);

  test("/req/core/root-op and root-success: the landing page links to definition, conformance and data", async () => {
    const reply = await get("/ogc");
    expect(reply.statusCode).toBe(200);
    const body = reply.json<{ title: string; links: Link[] }>();
    for (const rel of ["self", "service-desc", "service-doc", "conformance", "data"]) {
      const [link] = links(body, rel);
      expect(link?.href, rel).toMatch(/^http:\/\/localhost(:80)?\/ogc/);
      expect((await get(pathOf(link?.href ?? ""))).statusCode, rel).toBe(200);
    }
  });

  test("/req/core/api-definition-op and api-definition-success: the definition is where the landing page says", async () => {
    const [link] = links(await json("/ogc"), "service-desc");
    const reply = await get(pathOf(link?.href ?? ""));
    expect(reply.headers["content-type"]).toBe(link?.type);
    expect(reply.json<{ openapi: string }>().openapi).toBe("3.0.3");
  });

  test("/req/core/conformance-op and conformance-success: the classes are told", async () => {
    const { conformsTo } = await json<{ conformsTo: string[] }>("/ogc/conformance");
    for (const name of ["core", "geojson", "html", "oas30"])
      expect(conformsTo).toContain(`http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`);
  });

  test("/req/core/http: what GET answers, HEAD answers without its body; nothing else is taken", async () => {
    const ask = (method: "HEAD" | "POST") => app().inject({ method, url: "/ogc/conformance", headers: admit() });
    const head = await ask("HEAD");
    expect([head.statusCode, head.body]).toEqual([200, ""]);
    expect((await ask("POST")).statusCode).toBe(405);
  });

  test("/req/core/query-param-unknown: a parameter that nobody knows is refused", async () => {
    for (const url of [
      "/ogc",
      "/ogc/conformance",
      "/ogc/collections",
      STATIONS,
      ITEMS,
      `${ITEMS}/S0001`,
      "/ogc/tiles",
    ]) {
      const reply = await get(`${url}?nobody=1`);
      expect([url, reply.statusCode]).toEqual([url, 400]);
      expect(Problem.parse(reply.json()).detail).toContain("nobody");
    }
  });

  test.each([
    "limit=0",
    "limit=-1",
    "limit=ten",
    "bbox=1,2,3",
    "bbox=a,b,c,d",
    "bbox=1,2,3,4,5",
    "bbox=114,39,115,38",
    "datetime=yesterday",
    "datetime=2026-02-31",
    "datetime=../..",
    "datetime=2026-12-01/2026-11-01",
    "f=xml",
    "crs=EPSG:9999",
    "sortby=nothing",
    "cursor=abc",
    "limit=1&limit=2",
  ])("/req/core/query-param-invalid: %s is refused with a problem", async (query) => {
    const reply = await get(`${ITEMS}?${query}`);
    expect(reply.statusCode, reply.body).toBe(400);
    expect(reply.headers["content-type"]).toMatch(/^application\/problem\+json/);
  });

  test("/req/core/crs84: coordinates are longitude and latitude unless another system is asked for", async () => {
    const [first] = (await items("?limit=1&sortby=name&name=Station 1")).features;
    expect(first?.geometry).toEqual({ type: "Point", coordinates: [114.01, 38] });
  });

  test("/req/core/fc-md-op and fc-md-success: the collections are listed", async () => {
    const { collections } = await json<{ collections: { id: string }[] }>("/ogc/collections");
    expect(collections.map(({ id }) => id)).toEqual([...COLLECTION_IDS]);
  });

  test("/req/core/fc-md-links, fc-md-items and fc-md-items-links: each says where its features are, with their types", async () => {
    const body = await json<{ links: Link[]; collections: { id: string; links: Link[] }[] }>("/ogc/collections");
    expect(links(body, "self")[0]?.type).toBe("application/json");
    expect(links(body, "alternate")[0]?.type).toBe("text/html");
    for (const one of body.collections) {
      expect(links(one, "items").map(({ type }) => type)).toEqual(["application/geo+json", "text/html"]);
      expect((await get(pathOf(links(one, "items")[0]?.href ?? ""))).statusCode, one.id).toBe(200);
    }
  });

  test("/req/core/fc-md-extent: the extent holds every feature in sight", async () => {
    const { extent } = await json<{ extent: { spatial: { bbox: number[][] } } }>(STATIONS);
    expect(extent.spatial.bbox).toEqual([[114, 38, expect.closeTo(116.49, 6), 38]]);
    const hazards = await json<{ extent: { temporal: { interval: string[][] } } }>("/ogc/collections/hazards");
    expect(hazards.extent.temporal.interval[0]?.[0]).toBe("2026-11-01T00:00:00.000Z");
  });

  test("/req/core/sfc-md-op and sfc-md-success: a collection alone says the same as in the list", async () => {
    const { collections } = await json<{ collections: { id: string; title: string; extent: object }[] }>(
      "/ogc/collections",
    );
    for (const listed of collections) {
      const alone = await json<typeof listed>(`/ogc/collections/${listed.id}`);
      expect([alone.id, alone.title, alone.extent]).toEqual([listed.id, listed.title, listed.extent]);
    }
    expect((await get("/ogc/collections/nothing")).statusCode).toBe(404);
  });

  test("/req/core/fc-op and fc-response: every collection gives its features", async () => {
    for (const id of COLLECTION_IDS) {
      const page = await json<FeatureCollection>(`/ogc/collections/${id}/items?limit=3`);
      expect([id, page.type, page.features.length > 0]).toEqual([id, "FeatureCollection", true]);
    }
  });

  test("/req/core/fc-limit-definition: the definition tells least, most and default", async () => {
    const { components } = await json<{ components: { parameters: { limit: { schema: object } } } }>("/ogc/api");
    expect(components.parameters.limit.schema).toEqual({ type: "integer", minimum: 1, maximum: 10_000, default: 100 });
  });

  test("/req/core/fc-limit-response-1: no page is longer than asked, nor than the most there is", async () => {
    expect((await items()).features).toHaveLength(100);
    expect((await items("?limit=7")).features).toHaveLength(7);
    expect((await items("?limit=1000000")).numberReturned).toBe(ROW_OF_STATIONS + 6);
  });

  test("/req/core/fc-bbox-definition: the box is four or six numbers", async () => {
    const { components } = await json<{ components: { parameters: { bbox: { style: string; explode: boolean } } } }>(
      "/ogc/api",
    );
    expect(components.parameters.bbox).toMatchObject({
      style: "form",
      explode: false,
      schema: { items: { type: "number" } },
    });
  });

  test("/req/core/fc-bbox-response: a box gives what meets it, its edge included", async () => {
    const within = async (bbox: string) => (await items(`?limit=1000&bbox=${bbox}`)).features.map(({ id }) => id);
    expect(await within("113.995,37.9,114.035,38.1")).toEqual(["S0000", "S0001", "S0002", "S0003"]);
    expect(await within("114.02,38,114.02,38")).toEqual(["S0002"]);
    expect(await within("113.995,37.9,-5,114.035,38.1,5")).toHaveLength(4);
    expect(await within("10,10,11,11")).toEqual([]);
    // West of the 180° meridian to east of it, the long way round.
    expect(await within("116.48,37,-170,39")).toEqual(["S0248", "S0249"]);
  });

  test("/req/core/fc-time-definition and fc-time-response: a time gives what happened then", async () => {
    const ids = async (datetime: string) =>
      (
        await json<FeatureCollection>(
          `/ogc/collections/hazards/items?datetime=${encodeURIComponent(datetime)}&enterprise_id=E-3`,
        )
      ).features
        .map(({ id }) => id)
        .filter((id) => id.startsWith("H"));
    expect(await ids("2026-11-03T00:00:00Z")).toEqual(["H2"]);
    expect(await ids("2026-11-03")).toEqual(["H2"]);
    expect(await ids("2026-11-03T00:00:00Z/2026-11-05T00:00:00Z")).toEqual(["H2", "H3", "H4"]);
    expect(await ids("../2026-11-02T08:00:00+08:00")).toEqual(["H0", "H1"]);
    expect((await items("?datetime=2026-11-03")).features).toEqual([]);
  });

  test("/req/core/fc-links and fc-rel-type: self, alternate and next, each with its type; next leads through all, once each", async () => {
    let url: string | undefined = `${ITEMS}?limit=60&kind=city_gate`;
    const seen: string[] = [];
    for (let pages = 0; url !== undefined && pages < 10; pages += 1) {
      const page: FeatureCollection = await json<FeatureCollection>(url);
      seen.push(...page.features.map(({ id }) => id));
      for (const link of page.links) expect(link.type).toBeDefined();
      expect(links(page, "self")).toHaveLength(1);
      expect(links(page, "alternate")[0]?.type).toBe("text/html");
      const [next] = links(page, "next");
      url = next && pathOf(next.href);
    }
    expect(seen.filter((id) => id.startsWith("S"))).toHaveLength(ROW_OF_STATIONS / 2);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("/req/core/fc-timeStamp, fc-numberMatched and fc-numberReturned", async () => {
    const page = await items("?limit=10");
    expect(Math.abs(Date.parse(page.timeStamp) - Date.now())).toBeLessThan(60_000);
    expect([page.numberMatched, page.numberReturned]).toEqual([ROW_OF_STATIONS + 6, 10]);
  });

  test("/req/core/f-op, f-success and f-links: a feature by its id, with links to itself and its collection", async () => {
    const feature = await json<Feature & { links: Link[] }>(`${ITEMS}/S0007`);
    expect([feature.id, feature.properties.name]).toEqual(["S0007", "Station 7"]);
    for (const rel of ["self", "alternate", "collection"]) {
      const [link] = links(feature, rel);
      expect((await get(pathOf(link?.href ?? ""))).statusCode, rel).toBe(200);
    }
    expect((await get(`${ITEMS}/nothing`)).statusCode).toBe(404);
  });

  describe("sorting", () => {
    test("goes through all in order, rows without a value last, whichever way", async () => {
      for (const sortby of ["built_year,-name", "-built_year,name", "-inlet_kpa"]) {
        const whole = (await items(`?limit=1000&sortby=${encodeURIComponent(sortby)}`)).features.map(({ id }) => id);
        const paged: string[] = [];
        let url: string | undefined = `${ITEMS}?limit=37&sortby=${encodeURIComponent(sortby)}`;
        while (url !== undefined) {
          const page: FeatureCollection = await json<FeatureCollection>(url);
          paged.push(...page.features.map(({ id }) => id));
          const [next] = links(page, "next");
          url = next && pathOf(next.href);
        }
        expect(paged).toEqual(whole);
      }
      const years = (await items("?limit=1000&sortby=-built_year")).features.map(
        ({ properties }) => properties.built_year as number | null,
      );
      const known = years.filter((year) => year !== null);
      expect(years.slice(0, known.length)).toEqual(known.toSorted((a, b) => b - a));
    });
  });

  test("/req/geojson/definition and content: GeoJSON by RFC 7946, under its own type", async () => {
    const reply = await get(`${ITEMS}?limit=2`);
    expect(reply.headers["content-type"]).toMatch(/^application\/geo\+json/);
    for (const feature of reply.json<FeatureCollection>().features)
      expect(feature).toMatchObject({ type: "Feature", geometry: { type: "Point" }, properties: {} });
    expect((await get(`${ITEMS}/S0001`)).headers["content-type"]).toMatch(/^application\/geo\+json/);
  });

  test("/req/html/definition and content: every document is also a page, in which no value is markup", async () => {
    for (const url of [
      "/ogc",
      "/ogc/api",
      "/ogc/conformance",
      "/ogc/collections",
      STATIONS,
      ITEMS,
      `${ITEMS}/S0001`,
      "/ogc/tileMatrixSets",
    ]) {
      const byName = await get(`${url}?f=html`);
      expect([url, byName.statusCode, byName.headers["content-type"]]).toEqual([url, 200, "text/html; charset=utf-8"]);
      const byHeader = await get(url, { ...admit(), accept: "text/html,application/xhtml+xml" });
      expect(byHeader.headers["content-type"]).toBe("text/html; charset=utf-8");
    }
    const page = (await get(`${ITEMS}?f=html&filter=${encodeURIComponent("name = '<script>'")}`)).body;
    expect(page).not.toContain("<script>");
  });
});
