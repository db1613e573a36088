import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildPages } from "#scripts/build-pages.ts";
import { compare, readBooks } from "./chaos/books.ts";
import { dice } from "./chaos/dice.ts";
import { printVerdict } from "./chaos/print.ts";
import { type Run, runRounds } from "./chaos/run.ts";
import { makeSmallTown } from "./chaos/small-town.ts";
import { type Running, startServer } from "./kill-ingest/processes.ts";
import { freePort } from "./product.ts";

/**
 * `npm run chaos -- [--minutes 10] [--seed 1] [--profiles 2]`
 *
 * Inspectors with real browsers work at doors through a bad line to the real server, while phones, browsers, storage, clocks, sessions and the server fail
 * under their hands. Then everything is mended; what stands on the phones, in the server's books and in its figures must be what was done. Exit code 1 when
 * anything is lost, there twice, hidden or counted wrongly. The same seed strikes in the same order; what a fault meets depends on the machine.
 */
const { values: asked } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    profiles: { type: "string", default: "2" },
  },
});
const minutes = Number(asked.minutes);
const profiles = Math.round(Number(asked.profiles));
if (!(minutes > 0) || !(profiles >= 1 && profiles <= 8))
  throw new Error(`expected --minutes above 0 and --profiles from 1 to 8, got ${asked.minutes} and ${asked.profiles}`);

/** Doors of the town: more than can be visited in the time, a few seconds each. */
const DOORS = Math.min(20_000, Math.round(200 + minutes * profiles * 20));

async function main(): Promise<boolean> {
  if (!(await buildPages())) return false;
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-chaos-"));
  const dataDir = join(dir, "data");
  const port = await freePort();
  const env = {
    DATA_DIR: dataDir,
    MQTT_PORT: String(await freePort()),
    SIGN_IN_LIMIT: "100000",
    RATE_LIMIT: "1000000",
  };
  const start = (): Promise<Running> => startServer(env, port);
  let server: Running | null = null;
  try {
    await makeSmallTown(dataDir, DOORS, profiles);
    server = await start();
    const restart = async () => {
      await server?.kill();
      server = await start();
    };
    const run: Run = { dir, port, profiles, chance: dice(asked.seed), untilMs: Date.now() + minutes * 60_000, restart };
    const done = await runRounds(run);
    await server.kill();
    server = null;
    return printVerdict(asked.seed, done, compare(done.expected, await readBooks(dataDir)));
  } finally {
    await server?.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
