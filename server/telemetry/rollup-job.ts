import type { Db, Tx } from "#server/db/db.ts";
import {
  advanceRollups,
  closeMinutes,
  DAY_MS,
  DAY_START_MS,
  ensureRollupPartitions,
  floorTo,
  HOUR_MS,
  lockRollups,
  makeDays,
  makeHours,
  makeMinutes,
  readRollupState,
  type Span,
  tagIdsAfter,
  takeMarks,
} from "#server/db/rollups.ts";

/** A minute is closed so long after its end: readings on their way are not late yet. */
export const GRACE_MS = 15_000;
/** How long the transactions that store may be kept waiting while minutes are closed. */
const PATIENCE_MS = 250;
/** Rows of readings, about, that one transaction reads: the embedded engine does nothing else meanwhile. */
const ROWS_A_SLICE = 20_000;
const TAGS_A_SLICE = 1500;
/** Tag-days a transaction of late readings makes anew. */
const MARKS_A_SLICE = 100;
/** The shortest sampling that slices reckon with, ms. */
const SAMPLING_MS = 5000;
/** Partitions of roll-ups stand ready for so long back and ahead. */
const BEHIND_MS = 2 * DAY_MS;
const AHEAD_MS = 40 * DAY_MS;

export interface RollupJob {
  /** Closes what may be closed, makes what is missing and what has been marked. Calls while one is under way share it. */
  run(now: number): Promise<void>;
  /** Ends the run under way between two transactions; the next goes on where it ended. */
  stop(): void;
}

const dayOf = (ms: number) => floorTo(ms, DAY_MS, DAY_START_MS);
/** The smallest span of whole steps around a span. */
const around = (span: Span, floor: (ms: number) => number, step: number): Span => ({
  ...span,
  from: floor(span.from),
  to: floor(span.to - 1) + step,
});
const wholeHours = (span: Span) => around(span, (ms) => floorTo(ms, HOUR_MS), HOUR_MS);
const wholeDays = (span: Span) => around(span, dayOf, DAY_MS);

/** Readings were being stored all the while: the minutes are closed another time. */
function unlessBusy(cause: unknown): void {
  if (!(cause instanceof Error && "code" in cause && cause.code === "55P03")) throw cause;
}

/** Two spans of one tag that share a day would make that day's row twice in one statement, which PostgreSQL refuses. */
function distinct(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [`${span.tagId}\n${span.from}`, span])).values()];
}

/**
 * Keeps the roll-ups: minutes as they close, hours of minutes, days of hours; and anew whatever a late reading has marked. Each piece is made
 * from the readings by one statement and may be made twice: a crash between two pieces costs nothing but work.
 */
export function createRollupJob({ db }: { db: Pick<Db, "asSystem"> }): RollupJob {
  let isStopped = false;

  /** A transaction in which nobody else makes roll-ups. */
  const alone = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.asSystem(async (tx) => {
      await lockRollups(tx);
      return await work(tx);
    });

  /** All tags of the register, slice by slice, each slice in a transaction of its own. @returns whether it came to the end */
  async function forAllTags(size: number, work: (tx: Tx, ids: readonly string[]) => Promise<void>): Promise<boolean> {
    for (let after = ""; !isStopped; ) {
      const ids = await alone(async (tx) => {
        const slice = await tagIdsAfter(tx, after, size);
        if (slice.length > 0) await work(tx, slice);
        return slice;
      });
      const last = ids.at(-1);
      if (last === undefined || ids.length < size) return true;
      after = last;
    }
    return false;
  }

  async function closeAndMake(now: number): Promise<void> {
    await db.asSystem((tx) => closeMinutes(tx, now - GRACE_MS, PATIENCE_MS)).catch(unlessBusy);
    const state = await db.asSystem(readRollupState);
    const minutesTo = state.closedTo;
    if (minutesTo <= state.minutesTo) return;
    await db.asSystem((tx) => ensureRollupPartitions(tx, new Date(now - BEHIND_MS), new Date(now + AHEAD_MS)));
    const hoursTo = Math.max(state.hoursTo, floorTo(minutesTo, HOUR_MS));
    const daysTo = Math.max(state.daysTo, dayOf(minutesTo));
    const perTag = Math.max(1, (minutesTo - state.minutesTo) / SAMPLING_MS);
    const size = Math.max(20, Math.min(TAGS_A_SLICE, Math.floor(ROWS_A_SLICE / perTag)));
    const isWhole = await forAllTags(size, async (tx, ids) => {
      const of = (from: number, to: number) => ids.map((tagId) => ({ tagId, from, to }));
      await makeMinutes(tx, of(state.minutesTo, minutesTo));
      if (hoursTo > state.hoursTo) await makeHours(tx, of(state.hoursTo, hoursTo));
      if (daysTo > state.daysTo) await makeDays(tx, of(state.daysTo, daysTo));
    });
    if (isWhole) await alone((tx) => advanceRollups(tx, { minutesTo, hoursTo, daysTo }));
  }

  /** @returns whether there may be more */
  const workMarksOff = (): Promise<boolean> =>
    alone(async (tx) => {
      const marks = await takeMarks(tx, MARKS_A_SLICE);
      if (marks.length === 0) return false;
      await makeMinutes(tx, marks);
      await makeHours(tx, distinct(marks.map(wholeHours)));
      await makeDays(tx, distinct(marks.map(wholeDays)));
      return marks.length === MARKS_A_SLICE;
    });

  let running: Promise<void> | null = null;
  async function runOnce(now: number): Promise<void> {
    await closeAndMake(now);
    while (!isStopped && (await workMarksOff()));
  }
  return {
    stop() {
      isStopped = true;
    },
    run(now) {
      running ??= runOnce(now).finally(() => {
        running = null;
      });
      return running;
    },
  };
}
