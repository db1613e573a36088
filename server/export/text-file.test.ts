import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TextFile } from "./text-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gas-one-map-text-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["nothing", []],
  ["short texts, more of them than one buffer holds", new Array<string>(30_000).fill("中压A,正定县🜂,320.5\r\n")],
  ["a text larger than the buffer, between short ones", ["before\n", "燃气管网".repeat(300_000), "after\n"]],
])("a file holds what was added, in its order: %s", async (name, texts) => {
  const path = join(folder, name);
  const file = await TextFile.create(path);
  for (const text of texts) await file.add(text);
  await file.end();
  expect(readFileSync(path, "utf8") === texts.join("")).toBe(true);
});
