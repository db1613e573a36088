import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { packFolder } from "./packed-assets.ts";

const folder = mkdtempSync(join(tmpdir(), "gas-one-map-packed-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("scripts and styles stand packed beside themselves; pictures and small files do not", async () => {
  const text = "export const words = ['阀门', '调压器'];\n".repeat(200);
  writeFileSync(join(folder, "a-1.js"), text);
  writeFileSync(join(folder, "b-2.css"), text);
  writeFileSync(join(folder, "c-3.png"), text);
  writeFileSync(join(folder, "d-4.js"), "1");
  const { raw, packed } = await packFolder(folder);
  expect(readdirSync(folder).filter((name) => name.endsWith(".br"))).toEqual(["a-1.js.br", "b-2.css.br"]);
  expect(brotliDecompressSync(readFileSync(join(folder, "a-1.js.br"))).toString()).toBe(text);
  expect(packed).toBeLessThan(raw / 10);
});
