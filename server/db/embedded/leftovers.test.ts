import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeTemporaryFiles } from "./leftovers.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "gas-one-map-leftovers-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("files of temporary tables and sorts go, every other file stays", () => {
  const kept = ["16384", "16384_fsm", "16384.1", "PG_VERSION", "pg_filenode.map", "template_1", "t_1"];
  const gone = ["t0_25033", "t0_25033.1", "t3_25034_fsm", "t0_25034_vm"];
  mkdirSync(join(directory, "base", "5"), { recursive: true });
  mkdirSync(join(directory, "base", "pgsql_tmp"));
  for (const name of [...kept, ...gone]) writeFileSync(join(directory, "base", "5", name), "");
  writeFileSync(join(directory, "base", "pgsql_tmp", "pgsql_tmp42.0"), "");
  expect(removeTemporaryFiles(directory)).toBe(gone.length + 1);
  expect(readdirSync(join(directory, "base", "5")).toSorted()).toEqual(kept.toSorted());
  expect(readdirSync(join(directory, "base", "pgsql_tmp"))).toEqual([]);
});

test("a directory without a database is left alone", () => {
  expect(removeTemporaryFiles(directory)).toBe(0);
});
