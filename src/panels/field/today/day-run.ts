/** A day's work from start to finish. Times are UTC ms by this phone's clock. */
export interface DayRun {
  readonly day: string;
  readonly state: "idle" | "running" | "paused" | "finished";
  /** Begin of the stretch under way; null when none is. */
  readonly since: number | null;
  /** Worked in earlier stretches. */
  readonly workedMs: number;
}

export const NOT_BEGUN: DayRun = { day: "", state: "idle", since: null, workedMs: 0 };

export const workedMs = ({ since, workedMs: before }: DayRun, now: number): number =>
  before + (since === null ? 0 : Math.max(0, now - since));

/** Starts (or goes on), pauses or finishes. A step that does not fit changes nothing. */
export function advanceDay(run: DayRun, step: "start" | "pause" | "finish", now: number): DayRun {
  if (step === "start") return run.state === "running" ? run : { ...run, state: "running", since: now };
  if (run.state !== "running" && !(step === "finish" && run.state === "paused")) return run;
  return { ...run, state: step === "pause" ? "paused" : "finished", since: null, workedMs: workedMs(run, now) };
}
