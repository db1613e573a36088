import type { Config } from "#server/config.ts";
import type { Db } from "#server/db/db.ts";
import type { Log } from "#server/ingest/ingest.ts";
import type { QualityWatch } from "#server/quality/watch.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
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

export interface TelemetryOptions {
  readonly db: Pick<Db, "asSystem">;
  readonly keep: Keep;
  readonly log: Log;
  readonly quality: Pick<QualityWatch, "settle" | "reload">;
  readonly snapshots: Pick<SnapshotStore, "onChange">;
}

/**
 * Settles the sensors' quality, rolls readings up and gives old ones up, round by round, until closed. A round that fails is told and tried again: nothing of it is lost,
 * since the marks stay until what they stand for is made.
 */
export function startTelemetry({ db, keep, log, quality, snapshots }: TelemetryOptions): { close(): Promise<void> } {
  const job = createRollupJob({ db });
  const retain = createRetention({ db, keep, log });
  let timer: NodeJS.Timeout;
  let isClosed = false;
  let retainedAt = Number.NEGATIVE_INFINITY;
  let running = Promise.resolve();
  async function round(): Promise<void> {
    try {
      await quality.settle();
      await job.run(Date.now());
      if (performance.now() - retainedAt < RETENTION_MS || isClosed) return;
      await retain(Date.now());
      retainedAt = performance.now();
    } catch (cause) {
      if (!isClosed)
        log.error({ err: cause }, "the quality and the roll-ups of readings could not be settled; trying again");
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
  const stop = snapshots.onChange(() => {
    quality.reload().catch((cause: unknown) => log.error({ err: cause }, "tags could not be read for their quality"));
  });
  return {
    async close() {
      isClosed = true;
      stop();
      clearTimeout(timer);
      job.stop();
      await running;
    },
  };
}
