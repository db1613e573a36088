import { mkdtempSync, rmSync, truncateSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPacked, writePacked } from "./pack.ts";

const folder = mkdtempSync(join(tmpdir(), "pack-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what was packed comes back, typed arrays of every kind with it", () => {
  const value = {
    name: "南宫",
    columns: { a: Uint8Array.of(1, 2, 255), b: Float64Array.of(114.5, -0.1), c: new Uint32Array(0) },
    pages: [{ wkb: Int16Array.of(-3, 4) }, { wkb: Int32Array.of(7) }],
    none: null,
  };
  const file = join(folder, "whole.bin");
  writePacked(file, value);
  expect(readPacked(file)).toEqual(value);
});

test("a file that was cut short is refused", () => {
  const file = join(folder, "cut.bin");
  writePacked(file, { column: new Uint32Array(1000) });
  truncateSync(file, statSync(file).size - 10);
  expect(() => readPacked(file)).toThrow("ends before");
});
