import type { Verdict } from "./books.ts";
import type { Done } from "./run.ts";

const MOST = 20;

/** Prints what was done, what struck and what came of it. @returns whether everything is as it should be */
export function printVerdict(seed: string, done: Done, verdict: Verdict): boolean {
  const { lost, duplicates, hidden, wrongFigures, records, photos, conflicts, doneTwice } = verdict;
  const faults = [...done.faults].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = faults.reduce((sum, [, n]) => sum + n, 0);
  console.log(`\nfaults: ${faults.map(([name, n]) => `${name} ${n}`).join(", ")}`);
  console.log(`struck on the line: ${[...done.struck].map(([name, n]) => `${name} ${n}`).join(", ")}`);
  for (const [what, list] of Object.entries({
    lost,
    "there twice": duplicates,
    hidden,
    "wrong in the figures": wrongFigures,
    "forgotten by a phone": done.forgotten,
    "not settled on a phone": done.unsettled,
  }))
    for (const sentence of list.slice(0, MOST)) console.log(`  ${what}: ${sentence}`);
  console.log(
    `seed ${seed}: ${done.rounds} rounds with ${done.profiles} phones in ${Math.round(done.seconds)} s, ${total} faults; ${records} records with ${photos} photos, ` +
      `${lost.length} lost, ${duplicates.length} duplicates, ${done.forgotten.length} forgotten by a phone, ` +
      `${conflicts} conflicts of which ${hidden.length} hidden, ${doneTwice} doors done twice and flagged, ${wrongFigures.length} wrong figures`,
  );
  return [lost, duplicates, hidden, wrongFigures, done.forgotten, done.unsettled].every(({ length }) => length === 0);
}
