import { expect, test } from "vitest";
import type { Area } from "#contract/area.ts";
import { crumbsTo } from "./place.ts";

const area = (code: string, parent: string | null, level: Area["level"]): Area => ({
  code,
  name: `name of ${code}`,
  level,
  parent,
  divisionParent: parent,
  lngLat: [115, 38],
  bbox: [114, 37, 116, 39],
  areaKm2: 1,
  indicative: true,
});
const province = area("130000", null, "province");
const city = area("130100", "130000", "city");
const county = area("130102", "130100", "county");
const codes = (crumbs: ReturnType<typeof crumbsTo>) => crumbs.map((crumb) => [crumb.code, crumb.isOpen]);

test("a county supervisor sees the way down, and only their own area is a way to go", () => {
  expect(codes(crumbsTo(null, "130102", [county], [province, city]))).toEqual([
    ["130000", false],
    ["130100", false],
    ["130102", true],
  ]);
});

test("a link to an area outside one's own leads to the top of one's own", () => {
  expect(codes(crumbsTo("130500", "130100", [city, county], [province]))).toEqual([
    ["130000", false],
    ["130100", true],
  ]);
});

test("a ring of parents ends", () => {
  const a = area("130201", "130202", "county");
  const b = area("130202", "130201", "county");
  expect(crumbsTo("130201", "130201", [a, b], [])).toHaveLength(2);
});
