/**
 * A million points in a trend: one tag with a million readings, drawn by the history panel of the whole product in a real Chromium, zoomed and moved by wheel and drag.
 * `node bench/trend.ts [readings]` (`npm run bench -- trend`). Prints how long the server reduces them, and what the page's main thread works for a frame.
 */
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Tx } from "#server/db/db.ts";
import { type ProductPage, withProduct, workWhile } from "./method/product-page.ts";
import { quantile } from "./method/stats.ts";

const READINGS = Number(process.argv[2] ?? 1_000_000);
const STEP_S = 2;
const WHEELS = 60;
const END = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const BEGIN = END - READINGS * STEP_S * 1000;
const CHUNK = 100_000;
/** Of the readings, counted back from the newest. */
const SHARES = [1, 0.5, 0.1, 0.01];
const TIMES = 5;
const misses: string[] = [];
const goal = (name: string, isMet: boolean) => {
  if (!isMet) misses.push(name);
  return isMet ? "met" : "MISSED";
};
const iso = (at: number) => new Date(at).toISOString();

async function plant(tx: Tx): Promise<void> {
  await tx.query(
    `insert into enterprise (id, dataset_name, name, area_code, credit_code) values ('E-1', 'bench', '测试燃气', '130102', 'x')`,
  );
  await tx.query(
    `insert into dataset (name, kind, area_code, enterprise_id, version, rows, rejected, file_name, file_sha256)
     values ('bench', 'tag', '130102', 'E-1', 1, 0, 0, 'made by the bench', '')`,
  );
  await tx.query(
    `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
     values ('S1', 'bench', '测试门站', 'city_gate', '130102', 'E-1', 'urban_ng', 'MP_A', 'in_service', st_geomfromtext('POINT(114.5 38)', 4490))`,
  );
  await tx.query(
    `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, low_alarm, high_alarm, dead_band, sampling_s, stale_after_s)
     values ('T1', 'bench', '出口压力', 'pressure', 'S1', '130102', 'E-1', 'kPa', 100, 300, 2, $1, 86400)`,
    [STEP_S],
  );
  for (let day = BEGIN; day <= END + 86_400_000; day += 86_400_000)
    await tx.query("select ensure_reading_partition($1)", [iso(day).slice(0, 10)]);
  for (let first = 0; first < READINGS; first += CHUNK)
    await tx.query(
      `insert into reading (tag_id, t, area_code, enterprise_id, v, q)
       select 'T1', to_timestamp($1::float8 / 1000) + s * $2::int * interval '1 second', '130102', 'E-1',
              round((200 + 60 * sin(s / 20000.0) + 8 * random())::numeric, 2), 0
         from generate_series($3::int, $3::int + ${CHUNK - 1}) s`,
      [BEGIN, STEP_S, first],
    );
}

/** Turns the wheel over the chart, in and out, and drags it aside, as a person looking for something does. */
async function look({ page }: ProductPage): Promise<void> {
  const box = await page.locator(".u-over").first().boundingBox();
  if (box === null) throw new Error("there is no chart");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  for (let i = 0; i < WHEELS; i++) {
    await page.mouse.wheel(0, i % 20 < 12 ? -120 : 120);
    await page.mouse.move(x + 4 * (i % 30), y);
    await pause(60);
  }
}

console.log(`a trend of ${READINGS.toLocaleString("en")} readings, load ${loadavg()[0]?.toFixed(1)}`);
await withProduct(plant, async (open) => {
  const { page, origin, complaints } = open;
  const askFor = async (share: number): Promise<number> => {
    const from = END - share * (END - BEGIN);
    const begun = performance.now();
    const answer = await page.request.get(
      `${origin}/api/tags/T1/series?from=${iso(from)}&to=${iso(END)}&points=900&method=buckets`,
    );
    if (!answer.ok()) throw new Error(`the series answered ${answer.status()}`);
    return performance.now() - begun;
  };
  const firstMs = await askFor(1);
  const times: number[][] = [];
  for (const share of SHARES) {
    const of: number[] = [];
    for (let i = 0; i < TIMES; i++) of.push(await askFor(share));
    times.push(of);
  }
  const middle = times.map((of) => quantile(of, 0.5));
  const opened = performance.now();
  await page.goto(`${origin}/?panel=history&tags=T1&span=${iso(BEGIN)},${iso(END)}`);
  await page.locator(".u-over").first().waitFor({ timeout: 60_000 });
  const shownMs = performance.now() - opened;
  await page.locator('[data-settled="true"]').waitFor({ timeout: 120_000 });
  let isDone = false;
  const looking = look(open).finally(() => {
    isDone = true;
  });
  const work = await workWhile(open, () => isDone);
  await looking;
  const p95 = quantile(work, 0.95);
  console.log(
    `  the server reduces all, the half, a tenth and a hundredth of them to 900 points in ` +
      `${times.map((of, i) => `${middle[i]?.toFixed(0)} (${Math.max(...of).toFixed(0)})`).join(", ")} ms, median and most of ${TIMES} ` +
      `(the very first time ${firstMs.toFixed(0)} ms); goal of the medians ≤ 300 ms: ${goal("series", Math.max(...middle) <= 300)}`,
  );
  console.log(
    `  the page with its chart stands after ${(shownMs / 1000).toFixed(1)} s; while it is zoomed and moved a frame takes p50 ${quantile(work, 0.5).toFixed(1)}, ` +
      `p95 ${p95.toFixed(1)}, worst ${Math.max(0, ...work).toFixed(1)} ms of CPU (${work.length} frames); goal p95 ≤ 50 ms: ${goal("frames", work.length > 0 && p95 <= 50)}`,
  );
  if (complaints.length > 0) console.log(`  the page complains: ${complaints.join("; ")}`);
});
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (load ${loadavg()[0]?.toFixed(1)})`);
process.exitCode = misses.length === 0 ? 0 : 1;
