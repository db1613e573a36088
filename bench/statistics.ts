/**
 * Statistics over a province: each measure by each two of its dimensions, asked for the first time, and the records behind figures.
 * `node bench/statistics.ts [share] [embedded|native] [--keep DIR] [--ask N] [--measures a,b]`, default 1 (a million pipes, 3 million customers,
 * 10 million checks) on both engines; the embedded one is asked a sample. `--keep` plants in a folder that stays, so that a later run there with the
 * same share asks without planting, e.g. for code of before and of now in turns; `--ask` takes a sample of that many questions, `--measures` those of
 * some measures alone. Exit code 1 when a goal is missed.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import fc from "fast-check";
import type { Scope } from "#contract/scope.ts";
import { type Dimension, PLACE_DIMENSIONS, TIME_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { MEASURE_IDS, measureOf } from "#contract/statistics-measures.ts";
import { type Statistics, type StatisticsAsk, StatisticsQuery } from "#contract/statistics.ts";
import type { Db } from "#server/db/db.ts";
import { foldDays } from "#server/statistics/fold.ts";
import { answerAndRemember, openCell } from "#server/statistics/open-cell.ts";
import { ToldLately } from "#server/statistics/told-lately.ts";
import { plantOnce } from "./method/planted.ts";
import { quantile } from "./method/stats.ts";
import { plant, sizesOf, TODAY } from "./statistics/plant.ts";
import { ENGINES, type EngineName, withDatabase, withPlace } from "./telemetry/engines.ts";

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: "string" }, ask: { type: "string" }, measures: { type: "string" } },
});
const share = Number(positionals[0] ?? 1);
const engines = positionals[1] === undefined ? ENGINES : ENGINES.filter((name) => name === positionals[1]);
const measures = MEASURE_IDS.filter((id) => asked.measures === undefined || asked.measures.split(",").includes(id));
const NOW = new Date(`${TODAY}T04:00:00Z`);
const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const CITY: Scope = { level: "city", areaCode: "130100", enterpriseId: null };
const LIMIT_MS: Readonly<Record<EngineName, number>> = { native: 300, embedded: 1000 };
const DRILL_MS = 100;
const PAST = "2026-04-05T00:00:00+08:00";
const misses: string[] = [];

/** Every measure by every two dimensions that it knows. */
function allQuestions(): StatisticsAsk[] {
  return measures.flatMap((measure) => {
    const dimensions: Dimension[] = [...PLACE_DIMENSIONS, ...TIME_DIMENSIONS, ...measureOf(measure).by];
    return dimensions.flatMap((rows, at) => dimensions.slice(at + 1).map((columns) => ({ measure, rows, columns })));
  });
}

/** As good as random, the same each time. */
const sample = <T>(from: readonly T[], count: number): T[] =>
  from.length <= count
    ? [...from]
    : (fc.sample(fc.shuffledSubarray([...from], { minLength: count, maxLength: count }), { seed: 11, numRuns: 1 })[0] ??
      []);

interface Asked {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
  readonly ms: number;
}

async function askAll(db: Db, scope: Scope, asks: readonly StatisticsAsk[], told: ToldLately): Promise<Asked[]> {
  const all: Asked[] = [];
  for (const ask of asks) {
    const began = performance.now();
    const query = StatisticsQuery.parse(ask);
    const answer = await db.as(scope, (tx) => answerAndRemember(tx, scope, query, told, NOW));
    all.push({ ask, answer, ms: performance.now() - began });
  }
  return all;
}

const named = ({ measure, rows, columns }: StatisticsAsk) => `${measure} ${rows} × ${columns}`;

function tell(engine: EngineName, what: string, all: readonly { readonly ms: number }[], limit: number): void {
  const times = all.map(({ ms }) => ms);
  const p95 = quantile(times, 0.95);
  const isMet = p95 <= limit;
  if (!isMet) misses.push(`${engine} ${what}`);
  const figures = [0.5, 0.95, 1].map((q) => quantile(times, q).toFixed(0)).join(" / ");
  console.log(
    `${engine} ${what}: ${figures} ms (p50 / p95 / most) of ${times.length}; goal p95 ≤ ${limit} ms: ${isMet ? "met" : "MISSED"}`,
  );
}

function tellSlow(all: readonly Asked[]): void {
  for (const { ask, ms, answer } of all.toSorted((a, b) => b.ms - a.ms).slice(0, 8))
    console.log(`  ${ms.toFixed(0)} ms ${named(ask)}, ${answer.cells.length} cells`);
}

/** Opens figures as a person does: a line of a table that was told a moment ago. */
async function drill(
  db: Db,
  scope: Scope,
  all: readonly Asked[],
  told: ToldLately,
): Promise<{ ms: number; what: string }[]> {
  const opened: { ms: number; what: string }[] = [];
  for (const { ask, answer } of all) {
    const line = answer.rowKeys[Math.floor(answer.rowKeys.length / 2)];
    const cell = answer.cells.find((one) => one.value !== null && answer.rowKeys[one.row] === line);
    if (!line || !cell) continue;
    const query = StatisticsQuery.parse(ask);
    const keys = { row: line.key, column: answer.columnKeys[cell.column]?.key ?? null };
    await db.as(scope, (tx) => answerAndRemember(tx, scope, query, told, NOW));
    const began = performance.now();
    await db.as(scope, (tx) => openCell(tx, scope, { query, cell: keys, after: null, limit: 100 }, told, NOW));
    opened.push({ ms: performance.now() - began, what: `${named(ask)}: ${keys.row}, ${keys.column}` });
  }
  return opened;
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** A share of a province, its days folded. */
async function fill(db: Db): Promise<void> {
  const say = (text: string) => console.log(`  ${text}`);
  const began = performance.now();
  await plant(db, sizesOf(share), say);
  const folding = performance.now();
  await foldDays(db);
  say(`all of it ${seconds(began)}, of which folding ${seconds(folding)}`);
}

async function measure(engine: EngineName, db: Db): Promise<void> {
  await plantOnce(db, share, () => fill(db));
  const [sizes] = await db.asSystem((tx) =>
    tx.query<{ cells: number; entries: number; months: number; owners: number; words: number }>(
      `select (select count(*) from stat_cell) as cells, (select count(*) from stat_entry) as entries, (select count(*) from stat_month) as months,
              (select count(*) from stat_day_owner) as owners, (select count(*) from stat_day_word) as words`,
    ),
  );
  console.log(`${engine}: ${JSON.stringify(sizes)}; load ${loadavg()[0]?.toFixed(1)}`);
  const told = new ToldLately();
  const most = asked.ask === undefined ? null : Number(asked.ask);
  const questions = sample(allQuestions(), most ?? (engine === "native" ? Infinity : 240));
  const all = await askAll(db, PROVINCE, questions, told);
  tell(engine, "province, two dimensions", all, LIMIT_MS[engine]);
  tellSlow(all);
  const some = sample(questions, 80);
  tell(
    engine,
    "as known in April",
    await askAll(
      db,
      PROVINCE,
      some.map((ask) => ({ ...ask, to: "2026-03-31", known: PAST })),
      told,
    ),
    LIMIT_MS[engine],
  );
  tell(engine, "a city", await askAll(db, CITY, some, told), LIMIT_MS[engine]);
  const opened = await drill(db, PROVINCE, sample(all, 80), told);
  tell(engine, "records of a figure", opened, DRILL_MS);
  for (const { ms, what } of opened.toSorted((a, b) => b.ms - a.ms).slice(0, 5))
    console.log(`  ${ms.toFixed(0)} ms ${what}`);
}

for (const engine of engines)
  await withPlace(engine, (place) => withDatabase(place, (db) => measure(engine, db)), asked.keep);
if (misses.length > 0) console.log(`missed: ${misses.join(", ")} (load ${loadavg()[0]?.toFixed(1)})`);
process.exitCode = misses.length === 0 ? 0 : 1;
