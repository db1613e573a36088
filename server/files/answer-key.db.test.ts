import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO_SEED, writeDemo } from "#mocks/demo.ts";
import type { Manifest } from "#mocks/files/manifest.ts";
import type { AnswerKey } from "#mocks/world/defects.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { importFile } from "./import-file.ts";
import { importFolder } from "./import-folder.ts";
import type { ImportResult } from "./import-options.ts";

const asOf = Date.parse("2026-11-20T08:00:00+08:00");

describeOnBothEngines("the made-up province's deliveries", (bench) => {
  let dir: string;
  let manifest: Manifest;
  let key: AnswerKey;
  let results: ImportResult[];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "gas-one-map-key-"));
    manifest = await writeDemo({ tier: "tiny", seed: DEMO_SEED, asOf, dir });
    key = JSON.parse(readFileSync(join(dir, manifest.answerKey), "utf8")) as AnswerKey;
    results = await importFolder(bench.db(), dir, { force: true });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const keyed = (severity: string) =>
    key.defects
      .filter((d) => d.severity === severity)
      .map((d) => `${d.dataset}:${d.line} ${d.rule} ${d.field}`)
      .sort();

  test("the importer rejects the rows of the answer key, for its reasons, and no other", () => {
    const found = results.flatMap((r) => r.rejects.map((f) => `${r.dataset}:${f.line} ${f.rule} ${f.field}`));
    expect(found.sort()).toEqual(keyed("reject"));
  });

  test("what the key calls doubtful is taken with a remark on its line", () => {
    const found = new Set(results.flatMap((r) => r.remarks.map((f) => `${r.dataset}:${f.line} ${f.rule} ${f.field}`)));
    for (const doubt of [...keyed("warn"), ...keyed("note")]) expect(found).toContain(doubt);
  });

  test("every row of every file is accounted for", () => {
    for (const entry of manifest.entries) {
      const result = results.find((r) => r.dataset === entry.name);
      expect(result?.rowsRead).toBe(entry.rows);
      expect((result?.accepted ?? 0) + (result?.rejectedRows ?? 0)).toBe(entry.rows);
    }
  });

  test("a file in another zone than it declares is refused whole or row by row", async () => {
    for (const { file, declared } of key.wrongCrs) {
      const taking = importFile(bench.db(), { file: join(dir, file), kind: "pipe", dataset: "wrong", crs: declared });
      const accepted = await taking.then(
        (result) => result.accepted,
        () => 0,
      );
      expect(accepted).toBe(0);
    }
  });
});
