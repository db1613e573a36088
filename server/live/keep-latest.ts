import { float8Array, instantArray, int2Array, textArray } from "#server/db/binary.ts";
import type { Db, Tx } from "#server/db/db.ts";
import type { Log } from "#server/ingest/ingest.ts";

/** A reading with its owner, as `latest` holds it. */
export interface NewestReading {
  readonly tagId: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  /** ms since 1970. */
  readonly t: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
}

/** In the order of tags, so that two servers that write at once lock the rows in the same order. */
const RAISE = `
insert into latest (tag_id, t, area_code, enterprise_id, v, q)
select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::int2[])
on conflict (tag_id) do update
   set t = excluded.t, area_code = excluded.area_code, enterprise_id = excluded.enterprise_id, v = excluded.v, q = excluded.q
 where latest.t < excluded.t`;

/** Moves `latest` forward and never back. Of each tag at most one reading. */
export async function writeLatest(tx: Tx, readings: readonly NewestReading[]): Promise<void> {
  if (readings.length === 0) return;
  const sorted = readings.toSorted((a, b) => (a.tagId < b.tagId ? -1 : 1));
  await tx.query(RAISE, [
    textArray(sorted.map((r) => r.tagId)),
    instantArray(sorted.map((r) => r.t)),
    textArray(sorted.map((r) => r.areaCode)),
    textArray(sorted.map((r) => r.enterpriseId)),
    float8Array(sorted.map((r) => r.v)),
    int2Array(sorted.map((r) => r.q)),
  ]);
}

export interface LatestKeeper {
  /** Readings that became the newest of their tags, after their commit. */
  hear(readings: readonly NewestReading[]): void;
  /** Writes what is waiting and ends. */
  close(): Promise<void>;
}

const ROUND_MS = 1000;
/** Tags that one round writes: with 55 000 that all speak a table that follows within half a minute, for a fiftieth of a core. */
const TAGS_A_ROUND = 2000;

/**
 * Brings the table `latest` behind memory, which every reading would be too dear for: within a second or two while few tags speak, in turns of
 * the tags while many do. What a kill leaves behind a start makes up for from the readings (raise-latest.ts).
 */
export function keepLatest({ db, log }: { db: Pick<Db, "asSystem">; log: Pick<Log, "warn"> }): LatestKeeper {
  const waiting = new Map<string, NewestReading>();
  let running: Promise<boolean> | null = null;

  function takeFirst(): NewestReading[] {
    const taken: NewestReading[] = [];
    for (const reading of waiting.values()) {
      taken.push(reading);
      if (taken.length === TAGS_A_ROUND) break;
    }
    for (const { tagId } of taken) waiting.delete(tagId);
    return taken;
  }
  /** @returns whether what was taken is on disk */
  async function round(): Promise<boolean> {
    const taken = takeFirst();
    if (taken.length === 0) return true;
    try {
      await db.asSystem((tx) => writeLatest(tx, taken));
      return true;
    } catch (cause) {
      for (const reading of taken) if (!waiting.has(reading.tagId)) waiting.set(reading.tagId, reading);
      log.warn({ err: cause }, "the newest values could not be written down; trying again");
      return false;
    }
  }
  const run = () =>
    (running ??= round().finally(() => {
      running = null;
    }));
  const timer = setInterval(() => void run(), ROUND_MS);
  return {
    hear(readings) {
      for (const reading of readings) waiting.set(reading.tagId, reading);
    },
    async close() {
      clearInterval(timer);
      await running;
      while (waiting.size > 0 && (await run()));
    },
  };
}
