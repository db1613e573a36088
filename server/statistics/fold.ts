import type { FastifyBaseLogger } from "fastify";
import type { Db } from "#server/db/db.ts";

/**
 * Folds what has become known since the last time into days (`stat_day_owner`, `stat_day_word`), topic by topic, each in a transaction of its own.
 * A topic that somebody posts to at this moment is left for the next time: figures are right either way, they only come more slowly.
 */
export async function foldDays(db: Db): Promise<void> {
  const topics = await db.asSystem((tx) =>
    tx.query<{ topic: string }>("select distinct topic from stat_cell order by 1"),
  );
  for (const { topic } of topics) await db.asSystem((tx) => tx.query("select stat_fold_days($1)", [topic]));
}

export interface FoldDeps {
  readonly db: Db;
  readonly log: Pick<FastifyBaseLogger, "error">;
}

const FIRST_MS = 60_000;
const EVERY_MS = 10 * 60_000;

/** Folds soon after the start and then every ten minutes; answers how to stop, which waits for the folding under way. */
export function startFolding({ db, log }: FoldDeps): () => Promise<void> {
  let isOn = true;
  let work = Promise.resolve();
  let timer: NodeJS.Timeout;
  const fold = async () => {
    try {
      await foldDays(db);
    } catch (error) {
      if (isOn) log.error({ err: error }, "days of the statistics could not be folded");
    }
  };
  const plan = (ms: number) => {
    timer = setTimeout(() => {
      work = fold().then(() => {
        if (isOn) plan(EVERY_MS);
      });
    }, ms);
    timer.unref();
  };
  plan(FIRST_MS);
  return async () => {
    isOn = false;
    clearTimeout(timer);
    await work;
  };
}
