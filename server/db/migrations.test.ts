import { expect, test } from "vitest";
import { checkApplied, readMigrations } from "./migrations.ts";

test("the files are numbered from 1 without a gap", () => {
  expect(readMigrations().map((migration) => migration.number)).toEqual(readMigrations().map((_, i) => i + 1));
});

test("a file that has changed since it was applied is an error that names it", () => {
  const known = readMigrations();
  const changed = known.map((migration, i) => (i === 1 ? { ...migration, sha256: "another" } : migration));
  expect(() => checkApplied(known, known)).not.toThrow();
  expect(() => checkApplied(changed, known)).toThrow(/0002-security has been changed/);
});
