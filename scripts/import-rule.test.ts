import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./steps.ts";

/** A file that stands where the first says and imports the second, for as long as the question takes. */
const FORBIDDEN = [
  ["contract/rule-probe/a.ts", "#model/rule-probe.ts"],
  ["src/theme/rule-probe/a.ts", "#lib/rule-probe.ts"],
  ["src/map/rule-probe/a.ts", "#panels/rule-probe.ts"],
  ["src/panels/rule-probe/a.ts", "#map/rule-probe.ts"],
  ["src/layers/rule-probe/a.ts", "react"],
  ["src/api/rule-probe/a.ts", "#server/rule-probe.ts"],
  ["server/routes/rule-probe/a.ts", "#mocks/rule-probe.ts"],
  ["server/routes/rule-probe/b.ts", "#state/rule-probe.ts"],
  ["mocks/rule-probe/a.ts", "#server/rule-probe.ts"],
  ["src/rule-probe/in-a-new-folder.ts", "#lib/rule-probe.ts"],
] as const;
const ALLOWED = [["src/map/rule-probe/b.ts", "#state/rule-probe.ts"]] as const;
const PROBES = [...FORBIDDEN, ...ALLOWED];

/** Paths of which the linter says that they break the import rule, from one run over all probes. */
let refused: ReadonlySet<string>;

beforeAll(() => {
  for (const [path, from] of PROBES) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), `import { thing } from "${from}";\n\nexport const other = thing;\n`);
  }
  const args = [
    "lint",
    "--only=style/noRestrictedImports",
    "--max-diagnostics=none",
    "--reporter=github",
    ...PROBES.map(([path]) => path),
  ];
  const { stdout } = spawnSync("biome", args, { cwd: ROOT, encoding: "utf8" });
  const named = stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=([^,]+)/g);
  refused = new Set([...named].map(([, path]) => relative(ROOT, path ?? "")));
}, 60_000);

afterAll(() => {
  for (const [path] of PROBES) rmSync(dirname(join(ROOT, path)), { recursive: true, force: true });
});

test.each(FORBIDDEN)("%s may not import %s", (path) => {
  expect([...refused]).toContain(path);
});

test.each(ALLOWED)("%s may import %s", (path) => {
  expect([...refused]).not.toContain(path);
});
