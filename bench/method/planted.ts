import type { Db } from "#server/db/db.ts";

/**
 * Fills a database with a share of a province, once: one that is kept says what was planted in it.
 * @throws where another share was planted, or planting was broken off.
 */
export async function plantOnce(db: Db, share: number, plant: () => Promise<void>): Promise<void> {
  await db.asOwner((tx) =>
    tx.exec("create table if not exists bench_planted (share double precision, is_whole boolean)"),
  );
  const [before] = await db.asOwner((tx) =>
    tx.query<{ share: number; is_whole: boolean }>("select share, is_whole from bench_planted"),
  );
  if (before?.is_whole === true && before.share === share) return;
  if (before !== undefined) throw new Error(`share ${before.share} was planted here, or begun: give another folder`);
  await db.asOwner((tx) => tx.query("insert into bench_planted values ($1, false)", [share]));
  await plant();
  await db.asOwner((tx) => tx.exec("analyze; update bench_planted set is_whole = true"));
}
