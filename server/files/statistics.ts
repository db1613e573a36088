import type { DatasetKind } from "#contract/dataset.ts";
import type { Db } from "#server/db/db.ts";

const TABLES: Readonly<Record<DatasetKind, readonly string[]>> = {
  enterprise: ["enterprise", "enterprise_area", "enterprise_licence"],
  station: ["station", "station_rollup"],
  node: ["node"],
  pipe: ["pipe", "pipe_rollup"],
  duct: ["duct"],
  tag: ["tag"],
  camera: ["camera"],
  customer: ["customer", "customer_person", "customer_rollup"],
  supply: ["supply_report"],
  hazard: ["hazard"],
  alarm: ["alarm"],
  reading: ["reading", "latest"],
  boundary: ["outline"],
};

/** Posted to by nearly every import. */
const LEDGER = ["stat_cell", "stat_entry", "stat_month"];

/**
 * Tells the planner what the tables hold now. The embedded engine has no process that does so by itself, and without it a question
 * about a million new rows is planned as if there were none. Only the owner of a table may.
 */
export async function refreshStatistics(db: Db, kinds: Iterable<DatasetKind>): Promise<void> {
  const tables = [...new Set([...kinds].flatMap((kind) => TABLES[kind]))];
  if (tables.length > 0) tables.push(...LEDGER);
  if (tables.length > 0) await db.asOwner((tx) => tx.exec(`analyze ${tables.join(", ")}`));
}
