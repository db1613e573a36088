import { expect, test } from "vitest";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import { choicesOf } from "./view.ts";

test("the same filters are the same choices, so that who draws with them draws nothing anew", () => {
  const filters = { stationKind: "city_gate" } as const;
  const pipeFilter = { ...NO_FILTER, only: { level: [1] } };
  const first = choicesOf({ filters, pipeFilter });
  expect(choicesOf({ filters, pipeFilter })).toBe(first);
  expect(choicesOf({ filters, pipeFilter: NO_FILTER })).toEqual(filters);
  expect(choicesOf({ filters: {}, pipeFilter })).toEqual({ level: first.level });
  expect(choicesOf({ filters, pipeFilter })).toEqual(first);
});
