import { expect, test } from "vitest";
import { DATASET_KINDS } from "#contract/dataset.ts";
import { HELP, readOptions, WrongOption } from "./import-options.ts";

test("a file with its kind and dataset is read, the rest has its defaults", () => {
  expect(readOptions(["p.zip", "--kind", "pipe", "--dataset", "pipes"])).toMatchObject({
    path: "p.zip",
    kind: "pipe",
    dataset: "pipes",
    crs: null,
    maxRejects: null,
    force: false,
    dryRun: false,
  });
});

test("strict takes no rejected row, a share is a number from 0 to 1", () => {
  expect(readOptions(["f", "--strict"])).toMatchObject({ maxRejects: 0 });
  expect(readOptions(["f", "--max-rejects", "0.5"])).toMatchObject({ maxRejects: 0.5 });
});

test.each([
  [[]],
  [["a", "b"]],
  [["f", "--kind", "gas"]],
  [["f", "--axis", "zy"]],
  [["f", "--max-rejects", "20"]],
  [["f", "--max-rejects", ""]],
  [["f", "--colour", "red"]],
])("%j is refused in words", (args) => {
  expect(() => readOptions(args)).toThrow(WrongOption);
});

test("help names every option in both languages, and every kind of data", () => {
  expect(readOptions(["--help"])).toBe("help");
  for (const kind of DATASET_KINDS) expect(HELP).toContain(kind);
  for (const option of [
    "--crs",
    "--axis",
    "--map",
    "--layer",
    "--encoding",
    "--as",
    "--report",
    "--dry-run",
    "--strict",
  ])
    expect(HELP).toMatch(new RegExp(`${option}.*[\\u4e00-\\u9fff].*[a-z]{3}`));
});
