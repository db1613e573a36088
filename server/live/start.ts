import { type AlarmSide, startAlarmSide } from "#server/alarms/side.ts";
import type { Config } from "#server/config.ts";
import type { Db } from "#server/db/db.ts";
import { DatabaseGone } from "#server/db/errors.ts";
import { ensureReadingPartitions } from "#server/db/partitions.ts";
import { startBroker } from "#server/ingest/broker.ts";
import { createIngest, type Ingest, type Log } from "#server/ingest/ingest.ts";
import { startSubscriber } from "#server/ingest/subscriber.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import { keepDoubts } from "./keep-doubts.ts";
import { keepLatest } from "./keep-latest.ts";
import { keepLoading } from "./keep-loading.ts";
import type { Reading } from "./latest.ts";
import { Latest, type LatestStore } from "./latest-store.ts";

/** The whole way of readings, from device to memory. */
export interface LiveSide {
  readonly live: LatestStore;
  readonly ingest: Ingest;
  readonly alarms: AlarmSide;
  readonly broker: {
    isReady(): boolean;
    /** Where devices publish, without credentials. */
    readonly url: string;
    /** True when it is the broker of this process. */
    readonly isEmbedded: boolean;
  };
  /** Takes no more readings, stores those under way, and lets the broker go. */
  close(): Promise<void>;
}

export interface LiveSideOptions {
  readonly db: Db;
  /** Its first build must have ended. */
  readonly snapshots: SnapshotStore;
  readonly config: Pick<Config, "MQTT_URL" | "MQTT_CLIENT_ID" | "MQTT_PORT">;
  /** What is older than this, ms since 1970, is not kept; of any age where left out. */
  readonly keptFrom?: (now: number) => number;
  readonly log: Log;
  /** Hears of every reading that was stored, late ones too, after the commit. */
  readonly onStored?: (readings: readonly Reading[]) => void;
}

const SWEEP_MS = 1000;
const DAY_MS = 86_400_000;
/** Partitions stand ready for so long ahead, so that no reading waits for one. */
const AHEAD_DAYS = 40;

const makePartitions = ({ db, log }: LiveSideOptions, now = Date.now()) =>
  db
    .asSystem((tx) => ensureReadingPartitions(tx, new Date(now - DAY_MS), new Date(now + AHEAD_DAYS * DAY_MS)))
    // Readings go to the default partition meanwhile; nothing is refused. That the database has gone is said once for all.
    .catch((cause: unknown) => {
      if (!(cause instanceof DatabaseGone)) log.error({ err: cause }, "partitions of readings could not be made");
    });

const withoutSecrets = (text: string): string => {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  return url.href;
};

async function connect({ config, log }: LiveSideOptions, ingest: Ingest) {
  if (config.MQTT_URL !== undefined) {
    const subscriber = startSubscriber({ url: config.MQTT_URL, clientId: config.MQTT_CLIENT_ID, ingest, log });
    return {
      url: withoutSecrets(config.MQTT_URL),
      isEmbedded: false,
      isReady: () => subscriber.isReady,
      close: () => subscriber.close(),
    };
  }
  const broker = await startBroker({ port: config.MQTT_PORT, ingest, log });
  return { url: broker.url, isEmbedded: true, isReady: () => true, close: () => broker.close() };
}

/** Reads the newest values, then opens the door to devices. Throws when the embedded broker finds no port. */
export async function startLiveSide(options: LiveSideOptions): Promise<LiveSide> {
  const { db, snapshots, log } = options;
  await makePartitions(options);
  const live = new Latest(db);
  live.adopt(snapshots.current());
  await live.load();
  const loading = keepLoading(() => live.load(), log);
  const stop = snapshots.onChange((snapshot) => {
    // At once, so that columns and sights always speak of the same numbering; what only the database knows follows.
    live.adopt(snapshot);
    loading.ask();
  });
  const alarms = await startAlarmSide({ db, live, log });
  const stopReloading = snapshots.onChange(() => {
    // It says so itself when it cannot, and what was in force stays so.
    alarms.service.reload().catch(() => undefined);
  });
  const keeper = keepLatest({ db, log });
  const doubts = keepDoubts({ db, live, log });
  const ingest = createIngest({
    db,
    snapshot: () => snapshots.current(),
    newestAt: (tagId) => live.newestAt(tagId),
    onAccepted: (readings) => {
      live.apply(readings);
      keeper.hear(readings);
      alarms.service.hear(readings);
    },
    log,
    ...(options.onStored ? { onStored: options.onStored } : {}),
    ...(options.keptFrom ? { keptFrom: options.keptFrom } : {}),
  });
  const broker = await connect(options, ingest);
  log.info({ mqtt: broker.url, embedded: broker.isEmbedded }, "devices may publish");
  const timers = [setInterval(() => live.sweep(), SWEEP_MS), setInterval(() => void makePartitions(options), DAY_MS)];
  return {
    live,
    ingest,
    alarms,
    broker,
    async close() {
      for (const timer of timers) clearInterval(timer);
      stop();
      loading.stop();
      stopReloading();
      await broker.close();
      await ingest.close();
      await keeper.close();
      await doubts.close();
      await alarms.close();
    },
  };
}
