/**
 * The time machine's own figures: a day of 10 000 tags made into column files, loaded as the page loads it, and scrubbed minute by minute.
 * `node bench/history.ts [seconds between readings]`, default 300: 2.9 million readings. On the embedded database, and on a native one with
 * DATABASE_URL (an empty database).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import { StateBytes, writeTagStates } from "#lib/state-bytes.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { columnFileOf } from "#server/history/column-file.ts";
import { createHourFiles } from "#server/history/hour-files.ts";
import { createHourStore } from "#server/history/hour-store.ts";
import type { Sight, Snapshot } from "#server/tiles/snapshot.ts";
import { createReplay } from "#workers/history-replay.ts";
import { columnsOf } from "#workers/live-rows.ts";

const stepS = Number(process.argv[2] ?? 300);
const TAGS = 10_000;
const FILE_HOURS = 4;
const DAY = Date.UTC(2026, 10, 24, 16);
const NOW = DAY + 48 * HOUR_MS;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const misses: string[] = [];
const goal = (name: string, isMet: boolean) => {
  if (!isMet) misses.push(name);
  return isMet ? "met" : "MISSED";
};
const idOf = (i: number) => `T${String(i).padStart(6, "0")}`;
const took = async <T>(work: () => T | Promise<T>): Promise<[T, number]> => {
  const begin = performance.now();
  const result = await work();
  return [result, performance.now() - begin];
};
const quantile = (all: readonly number[], share: number) =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(share * all.length))] ?? 0;

/** Tags with pressures that wander, and their readings of a day. */
async function plant(db: Db): Promise<void> {
  await db.asSystem(async (tx) => {
    await tx.query("select ensure_reading_partition($1)", [new Date(DAY).toISOString().slice(0, 10)]);
    await tx.query(
      `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, low_alarm, high_alarm, dead_band, sampling_s, stale_after_s)
       select 'T' || lpad(i::text, 6, '0'), 'bench', 'tag ' || i, 'pressure', 'S1', '130102', 'E-1', 'kPa', 150, 250, 2, $2::int, 3 * $2::int
         from generate_series(0, $1::int - 1) i`,
      [TAGS, stepS],
    );
  });
  for (let first = 0; first < TAGS; first += 500) {
    await db.asSystem((tx) =>
      tx.query(
        `insert into reading (tag_id, t, area_code, enterprise_id, v, q)
         select 'T' || lpad(i::text, 6, '0'), to_timestamp($3::float8 / 1000) + s * interval '1 second', '130102', 'E-1',
                round((200 + 30 * sin(s / 9000.0 + i) + 4 * random())::numeric, 2), 0
           from generate_series($1::int, $1::int + 499) i, generate_series(i % $2::int, 86399, $2::int) s`,
        [first, stepS, DAY],
      ),
    );
  }
  await db.asOwner((tx) => tx.exec("analyze reading; analyze tag"));
  // As if the readings had come in their time.
  await db.asSystem((tx) => tx.query("delete from history_late"));
  await db.asSystem((tx) => tx.query("update rollup_state set closed_to = $1", [new Date(NOW)]));
}

const seqOf = new Map(Array.from({ length: TAGS }, (_, i) => [idOf(i), i]));
/** As much of a snapshot as column files are made with: every tag in sight. */
const snapshot = {
  version: "bench",
  tags: { count: TAGS, county: new Uint16Array(TAGS), enterprise: new Uint16Array(TAGS) },
  tagSeq: (id: string) => seqOf.get(id),
} as unknown as Snapshot;
const sight: Sight = { key: "all", county: Uint8Array.of(1), enterprise: -1 };

async function measure(name: string, place: { dataDir: string; databaseUrl?: string }): Promise<void> {
  const db = await openDatabase({ ...place, log: quiet });
  try {
    const [, planted] = await took(() => plant(db));
    console.log(
      `${name}: ${((TAGS * 86_400) / stepS / 1e6).toFixed(1)} million readings planted in ${(planted / 1000).toFixed(0)} s`,
    );
    const kept = createHourFiles(join(place.dataDir, "history"));
    const open = () => createHourStore({ db, files: kept, now: () => NOW });
    let store = open();
    const files = Array.from({ length: 24 / FILE_HOURS }, (_, i) => DAY + i * FILE_HOURS * HOUR_MS);
    /** As route and page do it: hours, the caller's part, packed, unpacked, into the worker. */
    const load = async (replay: ReturnType<typeof createReplay>, from: number) => {
      const hours = await store.hours(from, FILE_HOURS);
      const packed = await promisify(gzip)(columnFileOf(hours, snapshot, sight), { level: 5 });
      const bytes = Uint8Array.from(await promisify(gunzip)(packed)).buffer;
      replay({ type: "file", bytes });
      return [packed.length, bytes.byteLength] as const;
    };
    const loadDay = async () => {
      const replay = createReplay();
      const sizes: (readonly [number, number])[] = [];
      for (const from of files) sizes.push(await load(replay, from));
      const sum = (i: 0 | 1) => sizes.reduce((all, size) => all + size[i], 0) / 1e6;
      return { replay, sent: sum(0), packed: sum(1) };
    };
    const [first, firstFile] = await took(() => load(createReplay(), files[0] as number));
    const [, cold] = await took(loadDay);
    // What is kept is written behind the answer.
    while ((await kept.read(DAY + 23 * HOUR_MS)) === null) await new Promise((resolve) => setTimeout(resolve, 50));
    store = open();
    const [, restarted] = await took(loadDay);
    const [{ replay, sent, packed }, warm] = await took(loadDay);
    const rows = (TAGS * 86_400 * 9) / MINUTE_MS / 1e3;
    console.log(
      `  a day: ${packed.toFixed(1)} MB packed, ${sent.toFixed(1)} MB sent (${rows.toFixed(0)} MB as one value and state a minute)\n` +
        `  the first ${FILE_HOURS} hours, nobody had asked before: ${firstFile.toFixed(0)} ms (${(first[0] / 1e6).toFixed(1)} MB); the rest of the day: ${cold.toFixed(0)} ms\n` +
        `  the day after a restart, from files: ${restarted.toFixed(0)} ms; from memory: ${warm.toFixed(0)} ms; goal ≤ 2 s: ${goal(`${name}: load`, Math.max(restarted, warm) <= 2000)}`,
    );
    const states = new StateBytes(TAGS);
    let spare: ArrayBuffer | null = null;
    const steps: number[] = [];
    const leaps: number[] = [];
    const show = (at: number): number => {
      const begin = performance.now();
      const answer = replay({ type: "at", at, bytes: spare });
      if (answer.type !== "at" || answer.rows === null)
        throw new Error(`nothing is held of ${new Date(at).toISOString()}`);
      writeTagStates(states, columnsOf(answer.rows).states);
      spare = answer.rows.bytes;
      return performance.now() - begin;
    };
    for (let minute = 0; minute < 1440; minute++) steps.push(show(DAY + minute * MINUTE_MS));
    for (let i = 0; i < 200; i++) leaps.push(show(DAY + Math.floor((i * 617) % 1440) * MINUTE_MS));
    const worst = Math.max(...steps, ...leaps);
    console.log(
      `  scrubbing: a minute p50 ${quantile(steps, 0.5).toFixed(1)} ms, p99 ${quantile(steps, 0.99).toFixed(1)} ms; a leap p50 ${quantile(leaps, 0.5).toFixed(1)} ms, ` +
        `p99 ${quantile(leaps, 0.99).toFixed(1)} ms, worst of all ${worst.toFixed(1)} ms; goal, p99 ≤ 100 ms: ${goal(`${name}: step`, Math.max(quantile(steps, 0.99), quantile(leaps, 0.99)) <= 100)}`,
    );
  } finally {
    await db.close();
  }
}

console.log(`a day of ${TAGS} tags, a reading each ${stepS} s, load ${loadavg()[0]?.toFixed(1)}`);
const dir = mkdtempSync(join(tmpdir(), "gas-one-map-bench-"));
try {
  await measure("embedded", { dataDir: join(dir, "data") });
  if (process.env.DATABASE_URL) await measure("native", { dataDir: dir, databaseUrl: process.env.DATABASE_URL });
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (load ${loadavg()[0]?.toFixed(1)})`);
process.exitCode = misses.length === 0 ? 0 : 1;
