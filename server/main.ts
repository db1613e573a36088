import { DEMO_PLACES, DEMO_SEED, writeDemo } from "#mocks/demo.ts";
import { startDevices } from "#mocks/devices/start-devices.ts";
import type { WriteProgress } from "#mocks/files/write-world.ts";
import { startMedia } from "#mocks/media/start-media.ts";
import { fieldChecks } from "#mocks/world/field-checks.ts";
import { fieldConsents } from "#mocks/world/field-consents.ts";
import { fieldHistory } from "#mocks/world/field-history.ts";
import { WHOLE_COUNTY } from "#mocks/world/tiers.ts";
import { type Config, readConfig } from "./config.ts";
import { seedChecks } from "./field/seed-checks.ts";
import { pipesOfOwner, seedHistory } from "./field/seed-history.ts";
import { createFieldSide } from "./field/side.ts";
import { seed } from "./files/seed.ts";
import { createLog } from "./log.ts";
import { EXIT, StartFailure } from "./start/failure.ts";
import { type DemoMaker, startProduct } from "./start/product.ts";
import { createClosing, stopOnSignals } from "./start/stop.ts";

const HOUR_MS = 3_600_000;
const say = (text: string) => process.stdout.write(text);

/** Ends the process with words a person can act on; for what nobody foresaw, with the whole trace. */
function fail(cause: unknown, exitCode: number): never {
  const isExpected = cause instanceof StartFailure;
  const text = cause instanceof Error ? (isExpected ? cause.message : (cause.stack ?? cause.message)) : String(cause);
  process.stderr.write(`\n${text}\n`);
  process.exit(isExpected ? cause.exitCode : exitCode);
}

function configOrFail(): Config {
  try {
    return readConfig(process.env);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return fail(new StartFailure(EXIT.config, message, cause), EXIT.config);
  }
}

const config = configOrFail();

const demo: DemoMaker = {
  county: WHOLE_COUNTY,
  seed: async (db, tell) => {
    const asOf = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const write = async (dir: string, onShare: (share: number) => void) => {
      const onProgress = ({ stage, share }: WriteProgress) => onShare((share + (stage === "readings" ? 1 : 0)) / 2);
      await writeDemo({ tier: "demo", seed: DEMO_SEED, asOf, dir, onProgress });
    };
    await seed(db, { write, tell });
    const owner = { areaCode: DEMO_PLACES.county, enterpriseId: DEMO_PLACES.enterprise };
    const walks = fieldHistory(DEMO_SEED, await pipesOfOwner(db, owner), asOf);
    await seedHistory(db, owner, [...fieldConsents(DEMO_SEED, asOf), ...walks]);
    const { store } = createFieldSide({ db, config });
    await seedChecks(db, store, { areaCode: DEMO_PLACES.county, made: fieldChecks(DEMO_SEED, asOf) });
  },
  startDevices: (at) => startDevices({ ...at, seed: DEMO_SEED }),
  startMedia,
};

const log = createLog(config.LOG_LEVEL);
const closing = createClosing(log);
stopOnSignals(closing, log);
/** A process that cannot do its work must not look alive: it says why and ends, so that whoever supervises it starts it again. */
function abort(err: Error, exitCode: number): void {
  // A stop under way ends the process anyway.
  if (closing.isClosing) {
    log.error({ err }, "an error while stopping");
    return;
  }
  log.fatal({ err }, "stopping: only a new start can mend this");
  void closing.close().then(() => process.exit(exitCode));
}
process.on("uncaughtException", (err) => abort(err, EXIT.other));
try {
  await startProduct({ config, log, demo, closing, say, abort });
} catch (cause) {
  // A stop asked for while starting makes the start fail; the stop ends the process.
  if (!closing.isClosing) {
    await closing.close();
    fail(cause, EXIT.other);
  }
}
