import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NetworkCounts, selectPipes } from "#contract/network.ts";
import { COLOR_BYS } from "#contract/pipe-classes.ts";
import { Problem } from "#contract/problem.ts";
import { COUNTY, ServedNetwork } from "./testing/served-network.ts";

const served = new ServedNetwork();
const { post } = served;
beforeAll(() => served.open());
afterAll(() => served.app.close());

describe("counts and choices", () => {
  const bbox = [114.4, 37.9, 114.6, 38.1];
  const polygon = [
    [114.4, 37.9],
    [114.6, 37.9],
    [114.6, 38.1],
    [114.4, 38.1],
  ];

  test("are of what is in sight, and name its owners alone", async () => {
    for (const by of COLOR_BYS) {
      const whole = NetworkCounts.parse((await post("/api/network/count", { bbox, zoom: 12, by })).json());
      const mine = NetworkCounts.parse((await post("/api/network/count", { bbox, zoom: 12, by }, COUNTY)).json());
      const count = ({ shown }: NetworkCounts) => shown.reduce((n, one) => n + one.count, 0);
      expect([count(whole), count(mine)]).toEqual([3, 1]);
      expect(whole.owners).toEqual([
        { class: 0, id: "E1", name: "name of E1" },
        { class: 1, id: "E2", name: "name of E2" },
      ]);
      expect(mine.owners).toEqual([{ class: 0, id: "E1", name: "name of E1" }]);
    }
    const chosen = selectPipes.reply.parse((await post("/api/network/select", { polygon }, COUNTY)).json());
    expect(chosen).toMatchObject({
      snapshot: "v1",
      count: 1,
      lengthM: 1000,
      byLevel: [{ class: 1, count: 1, lengthM: 1000 }],
    });
    expect([...Buffer.from(chosen.seqs, "base64")]).toEqual([1]);
  });

  test.each([
    ["a box from east to west", "count", { bbox: [114.6, 37.9, 114.4, 38.1], zoom: 12, by: "level" }, "body.bbox"],
    ["a box over the date line", "count", { bbox: [170, 37.9, 190, 38.1], zoom: 12, by: "level" }, "body.bbox"],
    ["a zoom of no map", "count", { bbox, zoom: 99, by: "level" }, "body.zoom"],
    [
      "a class that is not there",
      "count",
      { bbox, zoom: 9, by: "level", filter: { only: { gas: [4] } } },
      "body.filter.only.gas",
    ],
    [
      "years the wrong way round",
      "count",
      { bbox, zoom: 9, by: "level", filter: { laid: [2020, 2000] } },
      "body.filter.laid",
    ],
    ["no day", "select", { polygon, filter: { patrolled: ["2026-02-30", "2026-03-01"] } }, "body.filter.patrolled.0"],
    ["two corners", "select", { polygon: polygon.slice(0, 2) }, "body.polygon"],
    ["a corner off the globe", "select", { polygon: [...polygon, [114, 91]] }, "body.polygon.4"],
    [
      "a polygon over the date line",
      "select",
      {
        polygon: [
          [-170, 1],
          [170, 1],
          [170, 2],
        ],
      },
      "body.polygon",
    ],
    [
      "more corners than anybody draws",
      "select",
      { polygon: Array.from({ length: 4001 }, () => [114, 38]) },
      "body.polygon",
    ],
  ])("%s is a bad request that says where", async (_, name, body, at) => {
    const reply = await post(`/api/network/${name}`, body);
    expect(reply.statusCode).toBe(400);
    const problem = Problem.parse(reply.json());
    expect(problem.issues?.map((issue) => issue.at)).toContain(at);
  });

  test("any numbers at all are answered, or refused as a problem", async () => {
    const number = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -85, max: 85, noNaN: true }) },
      fc.double({ min: -200, max: 200 }),
      fc.constantFrom(0, -0, 180, -180, 90, -90, 1e300, 5e-324, 114.5, 38.002),
    );
    const classes = fc.array(fc.integer({ min: -1, max: 12 }), { maxLength: 3 });
    const filter = fc.record(
      {
        only: fc.dictionary(fc.constantFrom(...COLOR_BYS, "colour", "__proto__"), classes),
        laid: fc.option(fc.tuple(fc.integer({ min: 1890, max: 2110 }), fc.integer({ min: 1890, max: 2110 }))),
        patrolled: fc.option(fc.constantFrom(["2020-01-01", "2026-01-01"], ["9999-12-31", "0000-01-01"], ["", "x"])),
      },
      { requiredKeys: [] },
    );
    const body = fc.record(
      {
        bbox: fc.oneof(fc.constant([114.4, 37.9, 114.6, 38.1]), fc.array(number, { minLength: 4, maxLength: 4 })),
        zoom: fc.double({ min: -1, max: 25, noNaN: true }),
        by: fc.constantFrom(...COLOR_BYS),
        polygon: fc.array(fc.tuple(number, number), { maxLength: 9 }),
        filter: fc.option(filter, { nil: undefined, freq: 2 }),
      },
      { requiredKeys: ["bbox", "zoom", "by", "polygon"] },
    );
    const met = { 200: 0, 400: 0 };
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom("count", "select"), async (asked, name) => {
        const reply = await post(`/api/network/${name}`, asked);
        expect([200, 400], reply.body).toContain(reply.statusCode);
        met[reply.statusCode as 200 | 400]++;
        if (reply.statusCode === 400) Problem.parse(reply.json());
      }),
      { numRuns: 300 },
    );
    expect(Math.min(met[200], met[400])).toBeGreaterThan(20);
  });

  test("an area without network, a point and a polygon of thousands of corners are answered", async () => {
    const nothing = await post("/api/network/select", {
      polygon: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    });
    expect(nothing.json()).toMatchObject({ count: 0, lengthM: 0, seqs: "", byLevel: [], byMaterial: [] });
    const point = await post("/api/network/select", {
      polygon: [
        [114.51, 38.5],
        [114.51, 38.5],
        [114.51, 38.5],
      ],
    });
    expect(point.json()).toMatchObject({ count: 0 });
    const ring = Array.from({ length: 4000 }, (_, i) => [114.51 + 0.2 * Math.cos(i), 38 + 0.2 * Math.sin(i)]);
    expect((await post("/api/network/select", { polygon: ring })).statusCode).toBe(200);
  });
});
