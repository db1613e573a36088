import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { Db } from "#server/db/db.ts";
import { ensureReadingPartitions } from "#server/db/partitions.ts";
import { Latest } from "#server/live/latest-store.ts";
import { createRollupJob } from "#server/telemetry/rollup-job.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore } from "#server/tiles/store.ts";
import { type EngineName, type Place, withDatabase } from "./engines.ts";
import { COUNTY, ENTERPRISE, makeTags, tagId } from "./network.ts";

export interface Answered {
  readonly engine: EngineName;
  readonly what: string;
  readonly points: number;
  readonly p50: number;
  readonly p95: number;
  /** The first, as a rule: nothing is compiled yet. */
  readonly worst: number;
}

const DAY_MS = 86_400_000;
const TIMES = 40;

/** A year of one tag, a reading each `stepS` seconds, told to the database as readings are, and rolled up by the job. @returns readings stored */
async function storeYear(db: Db, stepS: number, end: number): Promise<number> {
  const from = end - 366 * DAY_MS;
  await db.asSystem((tx) => ensureReadingPartitions(tx, new Date(from), new Date(end)));
  let stored = 0;
  for (let at = from; at < end; at += 10 * DAY_MS) {
    const [row] = await db.asSystem((tx) =>
      tx.query<{ n: number }>(
        `with made as (
           insert into reading (tag_id, t, area_code, enterprise_id, v, q)
           select $1, t, $2, $3, 300 + 20 * sin(extract(epoch from t) / 13750) + (extract(epoch from t)::bigint * 7919 % 101) / 25.0, 0
             from generate_series($4::timestamptz, $5::timestamptz - interval '1 second', make_interval(secs => $6::int)) t
           on conflict do nothing returning 1)
         select count(*)::float8 as n from made`,
        [tagId(0), COUNTY, ENTERPRISE, new Date(at), new Date(Math.min(end, at + 10 * DAY_MS)), stepS],
      ),
    );
    stored += row?.n ?? 0;
  }
  await createRollupJob({ db }).run(end);
  return stored;
}

/** How long the server takes, over HTTP and with all it checks, to draw a year of one tag and to tell the newest values of `tags`. */
export async function askQuestions(
  engine: EngineName,
  place: Place,
  tags: number,
  stepS: number,
): Promise<{ rows: number; answers: Answered[] }> {
  return await withDatabase(place, async (db) => {
    const end = Math.floor(Date.now() / 60_000) * 60_000;
    await makeTags(db, tags, stepS);
    await db.asSystem((tx) =>
      tx.query(
        "insert into latest (tag_id, t, area_code, enterprise_id, v, q) select id, now(), area_code, enterprise_id, 300.25, 0 from tag",
      ),
    );
    const rows = await storeYear(db, stepS, end);
    const sessions = new MemorySessions();
    const { log } = fakeDeps();
    const snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    const live = new Latest(db);
    live.adopt(await snapshots.refresh());
    await live.load();
    const app = await buildApp(fakeDeps({ db, sessions, snapshots, live }));
    try {
      const address = await app.listen({ port: 0, host: "127.0.0.1" });
      const { token } = sessions.admit({});
      const ask = async (what: string, path: string, countOf: (body: never) => number): Promise<Answered> => {
        const took: number[] = [];
        let points = 0;
        for (let i = 0; i < TIMES; i++) {
          const began = performance.now();
          const reply = await fetch(address + path, {
            headers: { cookie: `${SESSION_COOKIE}=${token}`, "accept-encoding": "identity" },
          });
          const text = await reply.text();
          took.push(performance.now() - began);
          const body = JSON.parse(text) as never;
          if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
          points = countOf(body);
        }
        took.sort((a, b) => a - b);
        const at = (share: number) => took[Math.floor(share * TIMES)] as number;
        return { engine, what, points, p50: at(0.5), p95: at(0.95), worst: took.at(-1) as number };
      };
      const year = `from=${new Date(end - 365 * DAY_MS).toISOString()}&to=${new Date(end).toISOString()}&points=2000`;
      const series = (method: string) =>
        ask(
          `a year of one tag, ${method}`,
          `/api/tags/${tagId(0)}/series?${year}&method=${method}`,
          ({ at }: { at: [] }) => at.length,
        );
      const answers = [
        await series("buckets"),
        await series("m4"),
        await series("lttb"),
        await ask(`latest of ${tags} tags`, "/api/latest", ({ id }: { id: [] }) => id.length),
        await ask("latest in an area", `/api/latest?area=${COUNTY}`, ({ id }: { id: [] }) => id.length),
        await ask("latest in a box", "/api/latest?bbox=114.3,38,114.4,38.1", ({ id }: { id: [] }) => id.length),
      ];
      return { rows, answers };
    } finally {
      await app.close();
      await snapshots.close();
    }
  });
}
