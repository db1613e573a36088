import { expect, test } from "vitest";
import demandOpen from "#model/cases/demand-open.json" with { type: "json" };
import { expectSameFigures } from "#model/testing/same-figures.ts";
import { demandLists } from "./case-answer.ts";

test("demand-open agrees to 1e-6", () => {
  const answer = demandLists(demandOpen);
  expect(Object.keys(answer)).toEqual(["simultaneity", "peak_hour", "sigmoid", "t_geo"]);
  for (const [list, rows] of Object.entries(answer))
    expectSameFigures(rows, (demandOpen as Readonly<Record<string, unknown>>)[list], 1e-6, list);
});

test("a case of another schema is refused by name", () => {
  expect(() => demandLists({ ...demandOpen, schema: "other" })).toThrow("expected schema gas-demand/1, got other");
});
