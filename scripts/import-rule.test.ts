import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./steps.ts";

/** What the linter says of a file that imports `from`, standing at `path` for as long as the question takes. */
function lintOf(path: string, from: string): { ok: boolean; output: string } {
  const file = join(ROOT, path);
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `import { thing } from "${from}";\n\nexport const other = thing;\n`);
  const run = spawnSync("biome", ["lint", path], { cwd: ROOT, encoding: "utf8" });
  rmSync(path.includes("rule-probe/") ? folder : file, { recursive: true });
  return { ok: run.status === 0, output: run.stdout + run.stderr };
}

test.each([
  ["contract/rule-probe.ts", "#model/rule-probe.ts"],
  ["src/theme/rule-probe.ts", "#lib/rule-probe.ts"],
  ["src/map/rule-probe.ts", "#panels/rule-probe.ts"],
  ["src/panels/rule-probe.ts", "#map/rule-probe.ts"],
  ["src/layers/rule-probe.ts", "react"],
  ["src/api/rule-probe.ts", "#server/rule-probe.ts"],
  ["server/routes/rule-probe.ts", "#mocks/rule-probe.ts"],
  ["server/routes/rule-probe.ts", "#state/rule-probe.ts"],
  ["mocks/rule-probe.ts", "#server/rule-probe.ts"],
  ["src/rule-probe/new-folder.ts", "#lib/rule-probe.ts"],
])("%s may not import %s", (path, from) => {
  const { ok, output } = lintOf(path, from);
  expect(output).toContain("noRestrictedImports");
  expect(ok).toBe(false);
});

test("an allowed import passes the same question", () => {
  expect(lintOf("src/map/rule-probe.ts", "#state/rule-probe.ts").output).not.toContain("noRestrictedImports");
});
