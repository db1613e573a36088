import type { Tx } from "#server/db/db.ts";

/**
 * The planner takes a policy for a condition that one row in two hundred meets, and so sorts on disk, or goes through a table once for each row of
 * another, where a hash in memory would do. Who adds up whole tables says so; to compile such a statement takes longer than it saves.
 */
const WHOLE = ["work_mem = '32MB'", "enable_sort = off", "enable_nestloop = off", "jit = off"];
const AS_BEFORE = WHOLE.map((setting) => setting.replace(/ = .*/, " to default"));

const setTo = (settings: readonly string[]): string => settings.map((one) => `set local ${one}`).join("; ");

/** Runs what adds up whole tables under plans that suit it; whoever asks for single rows afterwards, in the same transaction, has the usual ones. */
export async function overWhole<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  await tx.exec(setTo(WHOLE));
  const found = await read();
  // A transaction that failed takes its settings with it.
  await tx.exec(setTo(AS_BEFORE));
  return found;
}
