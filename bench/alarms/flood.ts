import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAlarms } from "#server/alarms/service.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { plantFloodNetwork } from "./flood-network.ts";

const MINUTES = 10;
const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object, message: string) => console.error(message, facts),
};

async function floodOn(db: Db) {
  const tags = await db.asSystem(plantFloodNetwork);
  const rows = await db.asSystem((tx) =>
    tx.query<{ id: string; nominal: number }>("select id, nominal from tag order by md5(id)"),
  );
  let now = Date.UTC(2026, 0, 10);
  const service = await startAlarms({ db, log: quiet, now: () => now, tickMs: null });
  let told = 0;
  service.onWritten((entries) => {
    told += entries.length;
  });
  for (const { id, nominal } of rows) service.hear([{ tagId: id, t: now, v: nominal, q: 0 }]);
  let engineMs = 0;
  let worstMs = 0;
  const seconds = MINUTES * 60;
  for (let s = 1; s <= seconds; s++) {
    now += 1000;
    const due = rows.slice(Math.floor(((s - 1) * rows.length) / seconds), Math.floor((s * rows.length) / seconds));
    const at = performance.now();
    service.hear(due.map(({ id, nominal }) => ({ tagId: id, t: now, v: 0.5 * nominal, q: 0 as const })));
    service.tick();
    const took = performance.now() - at;
    engineMs += took;
    worstMs = Math.max(worstMs, took);
    // The writer has the loop now and then, as it does while a server waits for its sockets.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await service.close();
  return { tags, now, told, engineMs, worstMs, readings: rows.length };
}

interface Counts {
  readonly alarms: number;
  readonly groups: number;
  readonly entries: number;
  readonly raised: number;
  readonly gaps: number;
  readonly open: number;
}

const countAll = (db: Db): Promise<Counts[]> =>
  db.asSystem((tx) =>
    tx.query<Counts>(
      `select (select count(*) from alarm) as alarms, (select count(distinct incident_id) from alarm) as groups,
              (select count(*) from alarm_event) as entries,
              (select count(distinct alarm_id) from alarm_event where kind = 'raised') as raised,
              (select max(seq) - count(*) from alarm_event) as gaps, (select count(*) from alarm where state <> 'normal') as open`,
    ),
  );

/** Ten thousand alarms in ten minutes, written to an embedded database; then the engine starts again from what it wrote. */
export async function runFlood() {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-bench-"));
  const db = await openDatabase({ dataDir: join(dir, "data"), log: quiet });
  try {
    const done = await floodOn(db);
    const [before] = await countAll(db);
    const again = await startAlarms({ db, log: quiet, now: () => done.now + 60_000, tickMs: null });
    again.tick();
    await again.close();
    const [after] = await countAll(db);
    if (before === undefined || after === undefined) throw new Error("nothing was counted");
    const { alarms, groups, entries, raised, gaps, open } = before;
    const isWhole = raised === alarms && gaps === 0 && entries === done.told;
    return {
      ...done,
      minutes: MINUTES,
      alarms,
      groups,
      entries,
      isWhole,
      usPerReading: (1000 * done.engineMs) / done.readings,
      openBefore: open,
      openAfter: after.open,
      doubled: after.alarms - alarms,
    };
  } finally {
    await db.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
