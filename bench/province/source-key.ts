import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "#scripts/steps.ts";

const IMPORT = /(?:from|import)\s*\(?\s*"([#.][^"]+)"/g;

const fileOf = (importer: string, name: string): string =>
  name.startsWith("#") ? join(ROOT, name.slice(1)) : join(dirname(importer), name);

/** Every file of ours that these files lead to, by imports of `#server`, `#mocks`, `#contract`, … and relative ones; themselves too. */
export function sourcesOf(entries: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file) || !existsSync(file)) continue;
    found.add(file);
    for (const [, name] of readFileSync(file, "utf8").matchAll(IMPORT)) open.push(fileOf(file, name as string));
  }
  return [...found].sort();
}

/** Short hash of what these files lead to: another source, another key. `more` are values that the result depends on beside. */
export function sourceKey(entries: readonly string[], more: readonly (string | number)[] = []): string {
  const hash = createHash("sha256");
  for (const file of sourcesOf(entries)) hash.update(relative(ROOT, file)).update("\0").update(readFileSync(file));
  for (const one of more) hash.update("\0").update(String(one));
  return hash.digest("hex").slice(0, 12);
}
