/**
 * The live side: 200 clients of 10 000 changes a second among 100 000 tags by our frames, as whole stream and as 200 different views,
 * beside the same rows as JSON; and how fast readings are stored on the embedded database, and on a native one with DATABASE_URL (an empty database). `node bench/live.ts [seconds]`, default 5.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#server/db/open.ts";
import { fanOut } from "./live/fan-out.ts";
import { ingestPace } from "./live/ingest-pace.ts";

const seconds = Number(process.argv[2] ?? 5);
const crowd = { clients: 200, tags: 100_000, perSecond: 10_000, seconds };
const quiet = { info: () => undefined, warn: () => undefined };
const misses: string[] = [];
const goal = (name: string, isMet: boolean) => {
  if (!isMet) misses.push(name);
  return isMet ? "met" : "MISSED";
};

console.log(
  `fan-out: ${crowd.clients} clients, ${crowd.perSecond} changes/s, ${seconds} s each, load ${loadavg()[0]?.toFixed(1)}`,
);
const frames = await fanOut("binary", crowd);
const views = await fanOut("boxes", crowd);
const json = await fanOut("json", crowd);
for (const [name, r] of [
  ["our frames", frames],
  ["our views", views],
  ["JSON text", json],
] as const) {
  console.log(
    `  ${name.padEnd(10)} ${(r.cpu * 100).toFixed(1).padStart(5)} % of a core  ${r.mbPerSecond.toFixed(1).padStart(6)} MB/s  ` +
      `p50 ${r.p50.toFixed(0)} ms  p95 ${r.p95.toFixed(0)} ms  ${r.behind} behind`,
  );
}
console.log(`  bytes 1/${(json.mbPerSecond / frames.mbPerSecond).toFixed(1)} of JSON`);
for (const [name, r] of [
  ["whole", frames],
  ["views", views],
] as const) {
  const [cpu, p95] = [goal(`fan-out ${name}: CPU`, r.cpu <= 0.1), goal(`fan-out ${name}: p95`, r.p95 <= 50)];
  console.log(`  goal, ${name}: ≤ 10 % of a core: ${cpu}; p95 ≤ 50 ms: ${p95}`);
}
console.log(`  goal: bytes ≤ 1/6 of JSON: ${goal("bytes", json.mbPerSecond >= 6 * frames.mbPerSecond)}`);

async function pace(name: string, place: { dataDir: string; databaseUrl?: string }): Promise<void> {
  const db = await openDatabase({ ...place, log: quiet });
  try {
    const { rowsPerSecond, batchMs, batchCpuMs } = await ingestPace(db, 2000, 25);
    // 10 000 a second are five such batches. A native server's own CPU time is not ours to see: there the wall counts.
    const share = (5 * (db.engine === "embedded" ? batchCpuMs : batchMs)) / 1000;
    console.log(
      `  ${name.padEnd(9)} ${rowsPerSecond.toFixed(0).padStart(6)} rows/s (2 000 in ${batchMs.toFixed(0)} ms, CPU ${batchCpuMs.toFixed(0)} ms); ` +
        `10 000/s would take ${(share * 100).toFixed(0)} % of a core; goal G15 ≤ 25 %: ${goal(`G15 ${name}`, share <= 0.25)}`,
    );
  } finally {
    await db.close();
  }
}

console.log("ingest: history and latest in one transaction");
const dir = mkdtempSync(join(tmpdir(), "gas-one-map-bench-"));
try {
  await pace("embedded", { dataDir: join(dir, "data") });
  if (process.env.DATABASE_URL) await pace("native", { dataDir: dir, databaseUrl: process.env.DATABASE_URL });
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (load ${loadavg()[0]?.toFixed(1)})`);
process.exitCode = misses.length === 0 ? 0 : 1;
