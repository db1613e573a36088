import { expect, test } from "vitest";
import { BUSINESS_ROLES, ROLES } from "#contract/scope.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { COLLECTIONS } from "#server/features/collections.ts";
import { COLLECTION_IDS } from "#server/features/property.ts";
import { leaks, OWNERS, SIGHTS } from "#server/testing/canary-world.ts";
import { describeOgc } from "./testing/ogc-house.ts";

const OWNED = COLLECTION_IDS.filter((id) => id !== "areas" && id !== "enterprises");

describeOgc("no one sees through /ogc what is not theirs", ({ get, admit }) => {
  test("in any list, however it is filtered, sorted or paged", async () => {
    for (const sight of SIGHTS) {
      const headers = admit(sight.scope);
      for (const id of COLLECTION_IDS) {
        const names = COLLECTIONS[id].properties.map(({ name }) => name);
        const queries = [
          "limit=1000",
          "limit=1000&f=html",
          "limit=1",
          `limit=1000&sortby=-${names.slice(0, 3).join(",")}`,
          "limit=1000&bbox=100,30,130,50",
          `limit=1000&filter=${encodeURIComponent("id LIKE '%canary%' OR id LIKE 'E-%' OR NOT id = 'x'")}`,
          ...OWNERS.map((owner) => `limit=1000&filter=${encodeURIComponent(`id >= '${owner.enterprise}'`)}`),
        ];
        for (const query of queries) {
          const url = `/ogc/collections/${id}/items?${query}`;
          const reply = await get(url, headers);
          expect(reply.statusCode, `${url}: ${reply.body.slice(0, 200)}`).toBe(200);
          const { links: _, ...body } = query.includes("html") ? { links: [] } : reply.json<{ links: object[] }>();
          expect(
            leaks(query.includes("html") ? reply.body : JSON.stringify(body), sight),
            `${sight.name}: ${url}`,
          ).toEqual([]);
        }
      }
    }
  });

  test("and everything that is", async () => {
    for (const sight of SIGHTS)
      for (const id of OWNED) {
        const { body } = await get(`/ogc/collections/${id}/items?limit=1000`, admit(sight.scope));
        for (const owner of sight.sees) expect(body, `${sight.name} ${id}`).toContain(canary(owner));
      }
  });

  test("nor by an id that is known from elsewhere, nor in an extent or a count", async () => {
    for (const sight of SIGHTS) {
      const headers = admit(sight.scope);
      for (const owner of OWNERS)
        for (const id of OWNED) {
          const { statusCode } = await get(`/ogc/collections/${id}/items/${canary(owner)}`, headers);
          expect([sight.name, id, canary(owner), statusCode]).toEqual([
            sight.name,
            id,
            canary(owner),
            sight.sees.includes(owner) ? 200 : 404,
          ]);
        }
      const page = await get("/ogc/collections/pipes/items?limit=1", headers);
      expect(page.json<{ numberMatched: number }>().numberMatched).toBe(sight.sees.length);
    }
    const far = await get("/ogc/collections/hazards", admit({ level: "city", areaCode: "130600", enterpriseId: null }));
    // The row of hazards lies at 114.5°; 保定's one at 115°.
    expect(far.json<{ extent: { spatial: { bbox: number[][] } } }>().extent.spatial.bbox).toEqual([[115, 38, 115, 38]]);
  });

  test("areas are those of one's own part of the tree", async () => {
    const ids = async (scope: (typeof SIGHTS)[number]["scope"]) =>
      (await get("/ogc/collections/areas/items?limit=1000", admit(scope)))
        .json<{ features: { id: string }[] }>()
        .features.map(({ id }) => id);
    expect(await ids({ level: "county", areaCode: "130123", enterpriseId: null })).toEqual(["130123"]);
    expect(await ids({ level: "city", areaCode: "133100", enterpriseId: null })).toEqual([
      "130629",
      "130632",
      "130638",
      "133100",
    ]);
    expect((await ids({ level: "province", areaCode: "130000", enterpriseId: null })).length).toBe(1 + 11 + 167 + 1);
    expect(await ids({ level: "enterprise", areaCode: "130102", enterpriseId: "E-1" })).toEqual(["130102"]);
  });

  test("a telephone number in a note is whole to its enterprise alone", async () => {
    const note = async (scope: (typeof SIGHTS)[number]["scope"]) =>
      (await get("/ogc/collections/hazards/items/H1", admit(scope))).json<{ properties: { note: string } }>().properties
        .note;
    expect(await note({ level: "county", areaCode: "130123", enterpriseId: null })).toBe("电话138****5678");
    expect(await note({ level: "enterprise", areaCode: "130123", enterpriseId: "E-3" })).toBe("电话13812345678");
  });

  test("business roles read, administrators and strangers do not", async () => {
    for (const role of ROLES) {
      const { statusCode } = await get("/ogc/collections/pipes/items", admit(undefined, role));
      expect([role, statusCode]).toEqual([role, BUSINESS_ROLES.some((one) => one === role) ? 200 : 403]);
    }
    for (const url of [
      "/ogc",
      "/ogc/api",
      "/ogc/collections",
      "/ogc/collections/pipes/items",
      "/ogc/tiles",
      "/ogc/collections/nothing/items?x=1",
    ])
      expect((await get(url, {})).statusCode, url).toBe(401);
  });
});
