import type { Db } from "#server/db/db.ts";
import type { OwnedReading } from "#server/ingest/judge.ts";
import { storeReadings } from "#server/ingest/store-readings.ts";

export interface Pace {
  readonly rowsPerSecond: number;
  /** ms for one batch, history and latest in one transaction. */
  readonly batchMs: number;
  /** The same in CPU time of this process, the embedded database's thread included: what a busy machine does not inflate. */
  readonly batchCpuMs: number;
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** Stores batches of one reading per tag, each newer than the last, and takes the median. */
export async function ingestPace(db: Db, tags: number, batches: number): Promise<Pace> {
  const base = Date.now() - 3_600_000;
  const took: number[] = [];
  const cpu: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const readings = Array.from({ length: tags }, (_, i): OwnedReading => {
      return { tagId: `T${i}`, areaCode: "130102", enterpriseId: "E1", t: base + batch * 1000, v: i, q: 0 };
    });
    const began = performance.now();
    const before = process.cpuUsage();
    await db.asSystem((tx) => storeReadings(tx, readings));
    took.push(performance.now() - began);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  const batchMs = median(took);
  return { rowsPerSecond: (tags / batchMs) * 1000, batchMs, batchCpuMs: median(cpu) };
}
