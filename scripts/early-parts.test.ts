import type { Rolldown } from "vite";
import { expect, test } from "vitest";
import { earlyTags } from "./early-parts.ts";

const chunk = (
  fileName: string,
  imports: readonly string[],
  facadeModuleId: string | null,
  css: readonly string[] = [],
) => ({
  type: "chunk",
  fileName,
  imports,
  facadeModuleId,
  viteMetadata: { importedCss: new Set(css) },
});
const bundleOf = (...chunks: readonly ReturnType<typeof chunk>[]) =>
  Object.fromEntries(chunks.map((one) => [one.fileName, one])) as unknown as Rolldown.OutputBundle;

const BUNDLE = bundleOf(
  chunk("door.js", [], "/p/src/main.tsx"),
  chunk("app.js", ["door.js", "house.js"], "/p/src/app.tsx"),
  chunk("words.js", [], "/p/src/lib/i18n/zh/app.ts"),
  chunk("house.js", ["door.js"], null, ["house.css"]),
  chunk("field-app.js", ["field.js", "house.js"], "/p/src/panels/field/field-app.tsx"),
  chunk("field.js", ["door.js"], null, ["field.css"]),
  chunk("live.js", ["house.js"], "/p/src/house-live.ts"),
  chunk("desk.js", ["house.js"], "/p/src/panels/shell/desk.tsx", ["desk.css"]),
);

const short = (bundle: Rolldown.OutputBundle) =>
  earlyTags(bundle, (file) => file === "door.js").map(({ attrs }) => [attrs?.rel, attrs?.href, attrs?.media ?? "all"]);

test("the house with its words is named for everybody, the field app for phones, what listens to the world for others, each file once, and the desk not at all", () => {
  expect(short(BUNDLE)).toEqual([
    ["preload", "/house.css", "all"],
    ["modulepreload", "/app.js", "all"],
    ["modulepreload", "/house.js", "all"],
    ["modulepreload", "/words.js", "all"],
    ["prefetch", "/field.css", "(max-width: 600px)"],
    ["modulepreload", "/field-app.js", "(max-width: 600px)"],
    ["modulepreload", "/field.js", "(max-width: 600px)"],
    ["modulepreload", "/live.js", "(min-width: 601px)"],
  ]);
});

test("an entry that the build does not know any more ends the build", () => {
  expect(() => short(bundleOf(chunk("app.js", [], "/p/src/app.tsx")))).toThrow("src/lib/i18n/zh/app.ts");
});
