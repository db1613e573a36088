import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "./steps.ts";
import { hollow } from "./without-json-schema.ts";

test.each(["json-schema-processors", "to-json-schema"])("zod's %s is hollowed under all its names", async (file) => {
  const path = `${ROOT}/node_modules/zod/v4/core/${file}.js`;
  const hollowed = (await import(
    `data:text/javascript,${encodeURIComponent(hollow(readFileSync(path, "utf8")))}`
  )) as Record<string, () => void>;
  const names = Object.keys((await import(path)) as object).sort();
  expect(Object.keys(hollowed).sort()).toEqual(names);
  for (const name of names) expect(hollowed[name]).toThrow("not made in the browser");
});

test("a file that exports otherwise is not hollowed in silence", () => {
  expect(() => hollow("export * from './other.js';")).toThrow("expected exported");
});
