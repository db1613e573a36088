import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { AnyRoute } from "#contract/route.ts";
import { ROUTES } from "#contract/routes.ts";
import { ROLES } from "#contract/scope.ts";

const CONTRACT = new URL("../../contract/", import.meta.url);

const isRoute = (value: unknown): value is AnyRoute =>
  typeof value === "object" && value !== null && "path" in value && "who" in value && "reply" in value;

async function routesOfFile(name: string): Promise<AnyRoute[]> {
  const module: Record<string, unknown> = await import(new URL(name, CONTRACT).href);
  return Object.values(module).filter(isRoute);
}

test("every route of every contract file is listed, once", async () => {
  const all = readdirSync(CONTRACT, { recursive: true, encoding: "utf8" });
  const files = all.filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"));
  const found = (await Promise.all(files.map(routesOfFile))).flat();
  expect(found.length).toBeGreaterThan(10);
  expect(found.map((r) => `${r.method} ${r.path}`).sort()).toEqual(ROUTES.map((r) => `${r.method} ${r.path}`).sort());
});

test("no two routes share a method and a path", () => {
  expect(new Set(ROUTES.map((r) => `${r.method} ${r.path}`)).size).toBe(ROUTES.length);
});

test("a list of roles names some, and only roles there are", () => {
  for (const { who, path } of ROUTES) {
    if (typeof who === "string") continue;
    expect(who.length, path).toBeGreaterThan(0);
    expect(ROLES, path).toEqual(expect.arrayContaining([...who]));
  }
});
