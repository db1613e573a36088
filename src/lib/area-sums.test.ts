import { expect, test } from "vitest";
import type { Overview } from "#contract/overview.ts";
import { areaSums, COUNTY_SUMS_UNTIL, sumsAskedFor } from "./area-sums.ts";
import { areaTree } from "./area-tree.ts";

const area = (code: string, level: "province" | "city" | "county", parent: string | null, west: number) => ({
  code,
  name: code,
  level,
  parent,
  divisionParent: parent,
  lngLat: [west + 0.5, 38] as [number, number],
  bbox: [west, 37, west + 1, 39] as [number, number, number, number],
  areaKm2: 1,
  indicative: true,
});
const TREE = areaTree(
  [
    area("130000", "province", null, 113),
    area("130100", "city", "130000", 113),
    area("130600", "city", "130000", 115),
    area("130682", "county", "130000", 116),
    area("130102", "county", "130100", 113),
  ],
  "130000",
);

const overview = (code: string, children: readonly (readonly [string, number])[], km: number) =>
  ({
    area: code,
    pipes: { totalKm: km },
    stations: [
      { kind: "city_gate", count: 2 },
      { kind: "drip", count: 3 },
    ],
    tags: [
      { state: "alarm", count: 4 },
      { state: "warning", count: 5 },
      { state: "normal", count: 600 },
    ],
    children: children.map(([child, pipeKm]) => ({
      code: child,
      kind: child.startsWith("E") ? "enterprise" : "area",
      measures: { pipeKm, stations: 1, tagsAlarm: 2, tagsWarning: 3 },
    })),
  }) as unknown as Overview;

test("an area has the numbers of its line in the overview, the place asked about those of its whole", () => {
  const sums = areaSums([overview("130000", [["130100", 7]], 90)], TREE);
  expect(sums.find(({ code }) => code === "130100")).toMatchObject({ km: 7, stations: 1, alarms: 2, warnings: 3 });
  expect(sums.find(({ code }) => code === "130000")).toMatchObject({ km: 90, stations: 5, alarms: 4, warnings: 5 });
});

test("an area's own overview is believed before its line in another, in whichever order they came", () => {
  const [top, own] = [overview("130000", [["130100", 7]], 90), overview("130100", [["130102", 1]], 8)];
  for (const order of [
    [top, own],
    [own, top],
  ])
    expect(areaSums(order, TREE).find(({ code }) => code === "130100")?.km).toBe(8);
});

test("enterprises, and what a place holds beside its parts, are no areas of the map", () => {
  const sums = areaSums(
    [
      overview(
        "130102",
        [
          ["E-1", 3],
          ["130102", 1],
        ],
        4,
      ),
    ],
    TREE,
  );
  expect(sums.map(({ code, km }) => [code, km])).toEqual([["130102", 4]]);
});

test("the top is asked from afar, cities in view nearer by, nobody where streets begin", () => {
  const bounds = [115.2, 37.5, 116.5, 38.5] as const;
  expect(sumsAskedFor(TREE, 6, bounds)).toEqual(["130000"]);
  expect(sumsAskedFor(TREE, 8, bounds)).toEqual(["130000", "130600"]);
  expect(sumsAskedFor(TREE, COUNTY_SUMS_UNTIL, bounds)).toEqual([]);
});
