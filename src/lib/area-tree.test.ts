import { expect, test } from "vitest";
import { areaTree, countiesOf, pathUp, stepDown } from "./area-tree.ts";

const area = (code: string, level: "province" | "city" | "county", parent: string | null) => ({
  code,
  name: code,
  level,
  parent,
  divisionParent: parent,
  lngLat: [0, 0] as [number, number],
  bbox: [0, 0, 1, 1] as [number, number, number, number],
  areaKm2: 1,
  indicative: true,
});
const tree = areaTree(
  [
    area("130000", "province", null),
    area("130100", "city", "130000"),
    area("130102", "county", "130100"),
    area("130104", "county", "130100"),
    area("133100", "city", "130000"),
    area("130638", "county", "133100"),
    area("130682", "county", "130000"),
  ],
  "130000",
);

test("a click drills one step down towards the county under it", () => {
  expect(stepDown(tree, null, "130102")).toBe("130100");
  expect(stepDown(tree, "130100", "130102")).toBe("130102");
  expect(stepDown(tree, "130000", "130682")).toBe("130682");
});

test("a click beside goes to the unit beside, at the level where they part", () => {
  expect(stepDown(tree, "130100", "130638")).toBe("133100");
  expect(stepDown(tree, "130102", "130104")).toBe("130104");
  expect(stepDown(tree, "130102", "130638")).toBe("133100");
});

test("where one already is, or what one may not see, is no step", () => {
  expect(stepDown(tree, "130102", "130102")).toBeNull();
  expect(stepDown(tree, null, "110101")).toBeNull();
});

test("counties of a unit, and the way up from one", () => {
  expect(countiesOf(tree, "130000")).toEqual(["130102", "130104", "130638", "130682"]);
  expect(countiesOf(tree, "130682")).toEqual(["130682"]);
  expect(pathUp(tree, "130638")).toEqual(["130638", "133100", "130000"]);
});

test("a county's own person has one county, and no way beyond it", () => {
  const own = areaTree([area("130102", "county", "130100")], "130102");
  expect(stepDown(own, null, "130102")).toBeNull();
  expect(countiesOf(own, "130102")).toEqual(["130102"]);
});

test("a ring of parents ends", () => {
  const ring = areaTree([area("1", "city", "2"), area("2", "city", "1")], "3");
  expect(pathUp(ring, "1")).toEqual(["1", "2"]);
});
