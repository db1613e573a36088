import { expect, test } from "vitest";
import { Areas, type County } from "./areas.ts";

const county = (code: string, city: string, unit: string): County => ({
  code,
  name: code,
  city,
  unit,
  lngLat: [115, 38],
  outline: null,
});
const areas = new Areas(
  [
    county("130602", "130600", "130600"),
    county("130606", "130600", "130600"),
    county("130629", "130600", "133100"),
    county("130632", "130600", "133100"),
    county("130682", "130600", "130682"),
  ],
  new Map(),
  "130000",
);

test.each([
  [["130602"], "130602"],
  [["130682"], "130682"],
  [["130602", "130606"], "130600"],
  [["130629", "130632"], "133100"],
  // One city of the division tree, two units: neither may know of the other's.
  [["130602", "130629"], "130000"],
  [["130602", "130682"], "130000"],
  [["130602", "999999"], "130000"],
  [[], "130000"],
])("who may know of all of %j is %s", (codes, expected) => {
  expect(areas.common(new Set(codes), "130000")).toBe(expected);
});
