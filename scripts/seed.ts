import { parseArgs } from "node:util";
import { DEMO_SEED, writeDemo } from "#mocks/demo.ts";
import { TIER_SIZES, type Tier } from "#mocks/world/tiers.ts";
import { readConfig } from "#server/config.ts";
import { markDemoBegun, markDemoWhole, readDemoState } from "#server/db/demo.ts";
import { openDatabase } from "#server/db/open.ts";
import { ImportRefused } from "#server/files/import-options.ts";
import { refusal, summary } from "#server/files/report.ts";
import { seed } from "#server/files/seed.ts";
import { progressLine } from "./progress-line.ts";

const TIERS = Object.keys(TIER_SIZES) as Tier[];
const HELP = `npm run seed -- --tier ${TIERS.join("|")} [--seed NUMBER] [--replace] [--verbose]

用虚构的省份填充数据库：生成文件，再经导入程序装入。
Fills the database with a made-up province: writes its files and takes them in through the importer.

  --tier      规模，默认 demo · size, demo by default
  --seed      随机种子，默认 ${DEMO_SEED} · seed, ${DEMO_SEED} by default
  --replace   数据库已有数据时仍装入演示数据（同名数据集被替换）· also into a database that holds data; datasets of the same name are replaced
  --verbose   逐个数据集报告 · tell about each dataset

数据库 database: DATABASE_URL (PostgreSQL)，否则 otherwise DATA_DIR (./data)；内置数据库须先停止服务 · stop the server first when embedded.`;

const HOUR_MS = 3_600_000;

function asked() {
  const options = {
    tier: { type: "string", default: "demo" },
    seed: { type: "string", default: String(DEMO_SEED) },
    replace: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  const { values } = parseArgs({ options });
  const tier = TIERS.find((name) => name === values.tier);
  const number = Number(values.seed);
  if (!tier) throw new Error(`--tier: ${TIERS.join(", ")}`);
  if (!Number.isSafeInteger(number)) throw new Error("--seed: a whole number");
  return { ...values, tier, seed: number };
}

async function main(): Promise<number> {
  const options = asked();
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = readConfig(process.env);
  const log = { info: () => {}, warn: (...said: unknown[]) => console.error(...said) };
  const db = await openDatabase({ dataDir, databaseUrl, log });
  const progress = progressLine();
  const started = performance.now();
  try {
    const { isEmpty, demo } = await db.asSystem(readDemoState);
    // Made-up rows among real ones would be taken for real by whoever looks at the map.
    if (!isEmpty && demo === "none" && !options.replace) {
      console.error(`${db.where}: 已有数据 · holds data already. --replace?\n`);
      return 2;
    }
    await db.asSystem(markDemoBegun);
    const asOf = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const results = await seed(db, {
      write: async (dir, onShare) => {
        await writeDemo({
          tier: options.tier,
          seed: options.seed,
          asOf,
          dir,
          onProgress: ({ stage, share }) => onShare((share + (stage === "readings" ? 1 : 0)) / 2),
        });
      },
      tell: ({ zh, en, share }) => progress.show(share, `${zh} · ${en}`),
      onResult: (result) => options.verbose && console.log(summary(result).join("\n")),
    });
    await db.asSystem(markDemoWhole);
    progress.end();
    const rows = results.reduce((sum, { accepted }) => sum + accepted, 0);
    const rejected = results.reduce((sum, { rejectedRows }) => sum + rejectedRows, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${options.tier}: ${results.length} 个数据集 datasets, ${rows} 行 rows, ${rejected} 行被拒绝 rejected, ${seconds} s → ${db.where}`,
    );
    return 0;
  } finally {
    progress.end();
    await db.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const lines = error instanceof ImportRefused ? refusal(error) : [(error as Error).message];
  console.error(`${lines.join("\n")}\n\n${HELP}`);
  process.exitCode = 1;
}
