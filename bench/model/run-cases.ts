/**
 * `npm run model -- check [--skip NAME]… PATH…`: answers reference cases from where they lie (files, or folders with all below them) and
 * compares each within its own tolerance. `--skip` leaves out a kind (hydraulics, topology, anomaly, consequence, demand, perf) or a grid by
 * its tag (1M takes minutes); what is left out is printed and counted. Exit code 1 when a case does not hold, cannot be read, or is of a
 * schema that nothing can judge; 2 when nothing was asked.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { type AnyCase, CASE_KINDS, type CaseCheck, checksOf, type Verdict } from "./check-cases.ts";

interface Counts {
  ok: number;
  wrong: number;
  skipped: number;
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(path, name));
}

const line = (mark: string, name: string, words: string): string => `${mark.padEnd(5)} ${name.padEnd(34)} ${words}`;

async function verdictOf(one: CaseCheck): Promise<Verdict> {
  try {
    return await one.check();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { id: one.id, ok: false, words, iterations: 0 };
  }
}

/** Runs what `args` ask and prints a line for each case and one for all. @returns the exit code. */
export async function runCases(args: readonly string[], say: (text: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { skip: { type: "string", multiple: true, default: [] } },
  });
  const skips = new Set(values.skip);
  const counts: Counts = { ok: 0, wrong: 0, skipped: 0 };
  const wrong = (name: string, words: string): void => {
    counts.wrong++;
    say(line("WRONG", name, words));
  };
  const files = (await Promise.all(positionals.map(filesIn))).flat();
  if (files.length === 0) {
    say(`npm run model -- check [--skip ${CASE_KINDS.join("|")}|TAG]… PATH…`);
    return 2;
  }
  for (const file of files) {
    const given = await readCase(file);
    const checks = given && checksOf(given);
    if (!checks) {
      wrong(basename(file), given ? `not judged: no check knows schema ${String(given.schema)}` : "not JSON");
      continue;
    }
    for (const one of checks) {
      const left = [one.kind, one.tag].find((name) => name !== undefined && skips.has(name));
      if (left !== undefined) {
        counts.skipped++;
        say(line("skip", one.id, `left out by --skip ${left}`));
        continue;
      }
      const { ok, words, iterations } = await verdictOf(one);
      if (!ok) {
        wrong(one.id, words);
        continue;
      }
      counts.ok++;
      say(line("ok", one.id, `${words}; ${iterations} iterations`));
    }
  }
  const all = counts.ok + counts.wrong + counts.skipped;
  say(`${all} cases in ${files.length} files: ${counts.ok} ok, ${counts.wrong} wrong, ${counts.skipped} left out`);
  return counts.wrong === 0 ? 0 : 1;
}

async function readCase(file: string): Promise<AnyCase | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as AnyCase;
  } catch {
    return null;
  }
}
