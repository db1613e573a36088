import type { Connection } from "../transaction.ts";

/** How often is looked. */
const LOOK_MS = 15_000;
/** Bytes of write-ahead log after which a checkpoint is made: what a start after a kill would have to do again, and what the log takes on disk. */
const MOST_LOG = 256 * 1024 * 1024;

const LOG_SINCE = `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()`;

/**
 * Makes checkpoints. The embedded engine runs in PostgreSQL's single-user mode, in which nobody else does: without this its log grows until the
 * next orderly stop, and a start after a kill replays all of it.
 */
export function keepCheckpoints(
  take: <T>(use: (connection: Connection) => Promise<T>) => Promise<T>,
  { lookMs = LOOK_MS, mostLog = MOST_LOG } = {},
): { stop(): void } {
  let isLooking = false;
  async function look(): Promise<void> {
    await take(async (connection) => {
      const [row] = await connection.query<{ bytes: number }>(LOG_SINCE, []);
      if ((row?.bytes ?? 0) >= mostLog) await connection.exec("checkpoint");
    });
  }
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // A database that has gone says so itself; any other failure is tried again.
    look()
      .catch(() => undefined)
      .finally(() => {
        isLooking = false;
      });
  }, lookMs).unref();
  return { stop: () => clearInterval(timer) };
}
