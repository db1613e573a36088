import type { Db } from "#server/db/db.ts";
import { DatabaseGone } from "#server/db/errors.ts";
import { listMaintained, listSuspects } from "#server/db/quality.ts";
import type { Log } from "#server/ingest/ingest.ts";
import type { LatestStore } from "./latest-store.ts";

/** A doubt or a maintenance window is on the map within this. */
const ROUND_MS = 5000;

export interface DoubtKeeper {
  /** Reads now what is known of tags beside their readings. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** Tells memory which tags are suspect or under maintenance, again and again: windows begin and end by the clock alone. */
export function keepDoubts({
  db,
  live,
  log,
  roundMs = ROUND_MS,
}: {
  readonly db: Pick<Db, "asSystem">;
  readonly live: Pick<LatestStore, "doubt">;
  readonly log: Pick<Log, "warn">;
  readonly roundMs?: number;
}): DoubtKeeper {
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const look = async () => {
    const doubts = await db.asSystem(async (tx) => ({
      suspects: (await listSuspects(tx)).map(({ tagId }) => tagId),
      maintained: await listMaintained(tx),
    }));
    live.doubt(doubts);
  };
  const round = async () => {
    await look().catch((cause: unknown) => {
      // That the database has gone is said once for all.
      if (!isClosed && !(cause instanceof DatabaseGone))
        log.warn({ err: cause }, "it could not be read which sensors are suspect or under maintenance; trying again");
    });
    if (!isClosed) arm(roundMs);
  };
  const arm = (ms: number) => {
    timer = setTimeout(() => {
      running = round();
    }, ms);
  };
  arm(0);
  return {
    look,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
