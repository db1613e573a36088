import type { Db } from "#server/db/db.ts";
import type { OwnedReading } from "#server/ingest/judge.ts";
import { storeReadings } from "#server/ingest/store-readings.ts";

export interface Pace {
  readonly rowsPerSecond: number;
  /** ms for one batch, history and latest in one transaction. */
  readonly batchMs: number;
}

/** Stores batches of one reading per tag, each newer than the last, and takes the median. */
export async function ingestPace(db: Db, tags: number, batches: number): Promise<Pace> {
  const base = Date.now() - 3_600_000;
  const took: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const readings = Array.from({ length: tags }, (_, i): OwnedReading => {
      return { tagId: `T${i}`, areaCode: "130102", enterpriseId: "E1", t: base + batch * 1000, v: i, q: 0 };
    });
    const began = performance.now();
    await db.asSystem((tx) => storeReadings(tx, readings));
    took.push(performance.now() - began);
  }
  const batchMs = took.sort((a, b) => a - b)[took.length >> 1] ?? Number.NaN;
  return { rowsPerSecond: (tags / batchMs) * 1000, batchMs };
}
