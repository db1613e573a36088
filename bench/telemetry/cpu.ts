import { readdirSync, readFileSync } from "node:fs";

/** Ticks of a second in /proc: 100 on every Linux that runs Node. */
const TICKS = 100;

interface Stat {
  readonly parent: number;
  /** Own and of children that have ended, s. */
  readonly cpu: number;
}

function statOf(pid: number): Stat | null {
  try {
    // Behind the command's name, which may hold anything: state, parent, …; user and system ticks are the 12th and 13th, the children's the 14th and 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const ticks = fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
    return { parent: Number(fields[1]), cpu: ticks / TICKS };
  } catch {
    return null;
  }
}

/** CPU seconds so far of a process and all that descend from it, from Linux's /proc; NaN elsewhere. */
export function treeCpu(pid: number): number {
  if (statOf(pid) === null) return Number.NaN;
  const all = new Map(
    readdirSync("/proc").flatMap((name) => {
      const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
      return stat === null ? [] : [[Number(name), stat] as const];
    }),
  );
  const isOfTree = (one: number): boolean => one === pid || (one > 1 && isOfTree(all.get(one)?.parent ?? 0));
  return [...all].reduce((sum, [one, { cpu }]) => sum + (isOfTree(one) ? cpu : 0), 0);
}
