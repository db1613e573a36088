import type { Db } from "#server/db/db.ts";
import { foldDays } from "#server/statistics/fold.ts";
import { plant, sizesOf } from "./plant.ts";

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/**
 * Fills a database with a share of a province and folds its days, once: one that is kept says what was planted in it. `say` hears how long it took.
 * @throws where another share was planted, or planting was broken off.
 */
export async function plantOnce(db: Db, share: number, say: (text: string) => void): Promise<void> {
  await db.asOwner((tx) =>
    tx.exec("create table if not exists bench_planted (share double precision, is_whole boolean)"),
  );
  const [before] = await db.asOwner((tx) =>
    tx.query<{ share: number; is_whole: boolean }>("select share, is_whole from bench_planted"),
  );
  if (before?.is_whole === true && before.share === share) return;
  if (before !== undefined) throw new Error(`share ${before.share} was planted here, or begun: give another folder`);
  await db.asOwner((tx) => tx.query("insert into bench_planted values ($1, false)", [share]));
  const began = performance.now();
  await plant(db, sizesOf(share), say);
  const folding = performance.now();
  await foldDays(db);
  await db.asOwner((tx) => tx.exec("analyze; update bench_planted set is_whole = true"));
  say(`all of it ${seconds(began)}, of which folding ${seconds(folding)}`);
}
