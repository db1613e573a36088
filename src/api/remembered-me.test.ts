import { expect, test } from "vitest";
import type { Me } from "#contract/session.ts";
import { REMEMBER_DAYS, rememberedMe, rememberMe } from "./remembered-me.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 26);
const inspector: Me = {
  account: "inspector",
  name: "张",
  role: "inspector",
  scope: { level: "enterprise", areaCode: "130102", enterpriseId: "E1" },
  areaName: "长安区",
  enterpriseName: "燃气公司",
  csrf: "secret",
  demo: true,
};

function box() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("an inspector's phone opens without a network for a fortnight, and not longer", () => {
  const keep = box();
  rememberMe(inspector, NOW, keep);
  expect(rememberedMe(NOW + (REMEMBER_DAYS - 1) * DAY, keep)?.account).toBe("inspector");
  expect(rememberedMe(NOW + REMEMBER_DAYS * DAY, keep)).toBeNull();
  expect(rememberedMe(NOW - 26 * 3_600_000, keep)?.account).toBe("inspector");
  expect(rememberedMe(NOW - 30 * DAY, keep)).toBeNull();
});

test("no token is kept, and whoever signs in next takes the place of the one before", () => {
  const keep = box();
  rememberMe(inspector, NOW, keep);
  expect([...keep.kept.values()].join()).not.toContain("secret");
  rememberMe({ ...inspector, role: "supervisor" }, NOW, keep);
  expect(rememberedMe(NOW, keep)).toBeNull();
});

test("what nobody can read is as if nobody had been here", () => {
  const keep = box();
  keep.setItem("gas.field.me", "{");
  expect(rememberedMe(NOW, keep)).toBeNull();
});
