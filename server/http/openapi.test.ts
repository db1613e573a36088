import { afterAll, beforeAll, expect, test } from "vitest";
import { ROUTES } from "#contract/routes.ts";
import { buildApp } from "#server/app.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps } from "#server/testing/fakes.ts";

interface Operation {
  summary: string;
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: object;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

let app: App;
let document: Document;
beforeAll(async () => {
  app = await buildApp(fakeDeps());
  document = (await app.inject("/openapi.json")).json();
});
afterAll(() => app.close());

const operationOf = (path: string, method: string) =>
  document.paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];

test("is OpenAPI 3.1", () => {
  expect(document.openapi).toMatch(/^3\.1/);
});

test.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))("describes %s", (_, route) => {
  const operation = operationOf(route.path, route.method);
  expect(operation?.summary).toBe(route.summary);
  expect(operation?.security !== undefined).toBe(route.who !== "public");
  expect(operation?.responses["200"]?.content?.["application/json"]?.schema).toBeDefined();
  expect(operation?.responses["4XX"]?.content?.["application/problem+json"]?.schema).toBeDefined();
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const named = (operation?.parameters ?? []).filter((p) => p.in === "path" && p.required).map((p) => p.name);
  expect(named).toEqual(inPath);
});

test("every reference leads somewhere", () => {
  const text = JSON.stringify(document);
  const read = (pointer: string) =>
    pointer
      .split("/")
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
  for (const [, pointer] of text.matchAll(/"\$ref":"([^"]+)"/g)) expect(read(pointer ?? ""), pointer).toBeDefined();
});
