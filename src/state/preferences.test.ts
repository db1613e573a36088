import { expect, test } from "vitest";
import { createPreferences, readPreferences, themeIdOf, togglePalette } from "./preferences.ts";

function drawer() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test("colour-safe hues are remembered on the device", () => {
  const keep = drawer();
  togglePalette(createPreferences(keep));
  const again = createPreferences(keep).getState();
  expect(again.palette).toBe("colour_safe");
  expect(themeIdOf(again, true)).toBe("dark_safe");
  expect(themeIdOf({ ...again, theme: "light", palette: "usual" }, true)).toBe("light");
});

test("choices kept by an older page, or damaged, fall back to the usual one by one", () => {
  expect(readPreferences('{"theme":"dark"}')).toMatchObject({ theme: "dark", palette: "usual" });
  expect(readPreferences('{"palette":"loud","language":"en"}')).toMatchObject({ palette: "usual", language: "en" });
  expect(readPreferences("{")).toMatchObject({ theme: "system", palette: "usual" });
});
