import { expect, test } from "vitest";
import incidentLevel from "#model/cases/incident-level.json" with { type: "json" };
import jetfireOpen from "#model/cases/jetfire-open.json" with { type: "json" };
import pirOpen from "#model/cases/pir-open.json" with { type: "json" };
import plumeOpen from "#model/cases/plume-open.json" with { type: "json" };
import probitOpen from "#model/cases/probit-open.json" with { type: "json" };
import releaseOpen from "#model/cases/release-open.json" with { type: "json" };
import { expectSameFigures } from "#model/testing/same-figures.ts";
import { consequenceLists } from "./case-answer.ts";

test.each([incidentLevel, jetfireOpen, pirOpen, probitOpen, releaseOpen])("$id agrees to 1e-6", (given) => {
  const answer = consequenceLists(given);
  expect(Object.keys(answer).length).toBeGreaterThan(0);
  for (const [list, rows] of Object.entries(answer))
    expectSameFigures(rows, (given as Readonly<Record<string, unknown>>)[list], 1e-6, list);
});

test("plume-open agrees to 1e-6 in concentration and 1 cm in distance", () => {
  const answer = consequenceLists(plumeOpen);
  expectSameFigures(answer.points, plumeOpen.points, 1e-6, "points");
  for (const [i, { max_distance_m }] of plumeOpen.distances.entries()) {
    const got = (answer.distances as readonly { max_distance_m: number }[])[i]?.max_distance_m ?? Number.NaN;
    expect(Math.abs(got - max_distance_m)).toBeLessThan(0.01);
  }
});

test("a case of another schema is refused by name", () => {
  expect(() => consequenceLists({ schema: "gas-demand/1", id: "x" })).toThrow("got gas-demand/1");
});
