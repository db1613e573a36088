import type { Config } from "#server/config.ts";
import type { Db } from "#server/db/db.ts";
import type { Log } from "#server/ingest/ingest.ts";
import { createRetention, type Keep, settleKeep } from "./retention.ts";
import { createRollupJob } from "./rollup-job.ts";

/** Between two rounds of the roll-ups. */
const ROUND_MS = 10_000;
const RETENTION_MS = 6 * 3_600_000;
/** The first round waits until the start's own work is done. */
const FIRST_MS = 5000;

export const keepOf = (
  config: Pick<Config, "READINGS_KEEP_DAYS" | "MINUTES_KEEP_DAYS" | "HOURS_KEEP_DAYS" | "OUTCOMES_KEEP_DAYS">,
): Keep =>
  settleKeep({
    readings: config.READINGS_KEEP_DAYS,
    minutes: config.MINUTES_KEEP_DAYS,
    hours: config.HOURS_KEEP_DAYS,
    outcomes: config.OUTCOMES_KEEP_DAYS,
  });

/**
 * Rolls readings up and gives old ones up, round by round, until closed. A round that fails is told and tried again: nothing of it is lost,
 * since the marks stay until what they stand for is made.
 */
export function startTelemetry({ db, keep, log }: { db: Pick<Db, "asSystem">; keep: Keep; log: Log }): {
  close(): Promise<void>;
} {
  const job = createRollupJob({ db });
  const retain = createRetention({ db, keep, log });
  let timer: NodeJS.Timeout;
  let isClosed = false;
  let retainedAt = Number.NEGATIVE_INFINITY;
  let running = Promise.resolve();
  async function round(): Promise<void> {
    try {
      await job.run(Date.now());
      if (performance.now() - retainedAt < RETENTION_MS || isClosed) return;
      await retain(Date.now());
      retainedAt = performance.now();
    } catch (cause) {
      if (!isClosed) log.error({ err: cause }, "roll-ups of readings could not be made; trying again");
    }
  }
  const arm = (ms: number) => {
    timer = setTimeout(() => {
      running = round().finally(() => {
        if (!isClosed) arm(ROUND_MS);
      });
    }, ms);
  };
  arm(FIRST_MS);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      job.stop();
      await running;
    },
  };
}
