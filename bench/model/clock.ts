/** Least wall and processor time of several runs, ms. */
export interface Pace {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Runs and times. The processor time of the whole process (user and system, collector and compiler threads too) is never less than
 * the wall time of a machine that has nothing else to do, so the lesser of both bounds what a free machine needs.
 */
export function pace(runs: number, work: () => void): Pace {
  let [wall, cpu] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < runs; i++) {
    const [at, used] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(used);
    wall = Math.min(wall, performance.now() - at);
    cpu = Math.min(cpu, (user + system) / 1000);
  }
  return { wall, cpu };
}

export const least = ({ wall, cpu }: Pace): number => Math.min(wall, cpu);
export const told = ({ wall, cpu }: Pace): string => `${wall.toFixed(1)} ms (processor ${cpu.toFixed(1)})`;
