import { expect, test } from "vitest";
import { wishOf } from "./use-keys.ts";

const press = (key: string, over = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  ...over,
});

test("a letter typed into a field is text; Esc still leaves", () => {
  expect(wishOf(press("/"), true)).toBeNull();
  expect(wishOf(press("t"), true)).toBeNull();
  expect(wishOf(press("Escape"), true)).toBe("escape");
});

test("keys of the browser and keys already heard are left alone", () => {
  expect(wishOf(press("l", { ctrlKey: true }), false)).toBeNull();
  expect(wishOf(press("t", { metaKey: true }), false)).toBeNull();
  expect(wishOf(press("Escape", { defaultPrevented: true }), false)).toBeNull();
});

test("/ searches, ? lists the keys, Esc closes", () => {
  expect(["/", "?", "Escape", "x"].map((key) => wishOf(press(key), false))).toEqual(["search", "help", "escape", null]);
});
