import { Worker } from "node:worker_threads";
import type { TagKind } from "#contract/gas.ts";
import type { DevicesAsk } from "./devices.worker.ts";
import type { DeviceTag } from "./fleet.ts";

/** As much of the database as is needed to know the tags. */
export interface TagSource {
  asSystem<T>(run: (tx: { query<Row>(text: string): Promise<Row[]> }) => Promise<T>): Promise<T>;
}

export interface DevicesOptions {
  readonly mqttUrl: string;
  readonly db: TagSource;
  readonly seed: number;
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

const RESTART_MS = 5000;
const CLOSE_MS = 2000;

interface TagRow extends Omit<DeviceTag, "kind"> {
  readonly kind: TagKind;
}

const readTags = (db: TagSource): Promise<DeviceTag[]> =>
  db.asSystem((tx) =>
    tx.query<TagRow>(
      `select id, kind, area_code as "areaCode", enterprise_id as "enterpriseId", sampling_s as "samplingS",
              coalesce(nominal, 0) as nominal, low_alarm as "lowAlarm", low_warning as "lowWarning",
              high_warning as "highWarning", high_alarm as "highAlarm"
         from tag
        order by id`,
    ),
  );

/**
 * Starts the made-up province's devices in a thread of their own; they publish by MQTT like any device, until closed.
 * A thread that ends by itself is started again.
 */
export async function startDevices({ mqttUrl, db, seed, log }: DevicesOptions): Promise<{ close(): Promise<void> }> {
  const tags = await readTags(db);
  let isClosed = false;
  let restart: NodeJS.Timeout | undefined;
  const ask: DevicesAsk = { url: mqttUrl, tags, seed };

  const spawn = (): Worker => {
    const started = new Worker(new URL("./devices.worker.ts", import.meta.url), { workerData: ask, name: "devices" });
    started.on("message", ({ trouble }: { trouble: string }) =>
      log.warn({ trouble }, "devices have trouble with MQTT"),
    );
    started.on("error", (err) => log.warn({ err }, "the devices' thread failed"));
    started.on("exit", () => {
      if (isClosed) return;
      restart = setTimeout(() => {
        worker = spawn();
      }, RESTART_MS);
    });
    return started;
  };
  let worker = spawn();
  log.info({ tags: tags.length, mqtt: mqttUrl }, "simulated devices publish");
  return {
    async close() {
      isClosed = true;
      clearTimeout(restart);
      const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.postMessage("close");
      const patience = setTimeout(() => void worker.terminate(), CLOSE_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}
