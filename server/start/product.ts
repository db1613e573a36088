import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyBaseLogger } from "fastify";
import { buildApp } from "#server/app.ts";
import { dropDemoAccounts, ensureDemoAccounts } from "#server/auth/demo-accounts.ts";
import { generatePassword } from "#server/auth/password.ts";
import { DbSessions } from "#server/auth/sessions.ts";
import type { Config } from "#server/config.ts";
import type { Db } from "#server/db/db.ts";
import { findDemoPlaces, markDemoBegun, markDemoWhole, readDemoState } from "#server/db/demo.ts";
import { openDatabase } from "#server/db/open.ts";
import { startFieldJobs } from "#server/field/jobs.ts";
import { createFieldSide } from "#server/field/side.ts";
import { createHourFiles } from "#server/history/hour-files.ts";
import { createHourStore } from "#server/history/hour-store.ts";
import { keepHours } from "#server/history/keep-hours.ts";
import { tidyLateness } from "#server/history/late-hours.ts";
import { type LiveSide, startLiveSide } from "#server/live/start.ts";
import { startQualityWatch } from "#server/quality/watch.ts";
import { startFolding } from "#server/statistics/fold.ts";
import { startSchedules } from "#server/statistics/schedule.ts";
import { keptFrom } from "#server/telemetry/retention.ts";
import { keepOf, startTelemetry } from "#server/telemetry/start.ts";
import { createSnapshotStore } from "#server/tiles/store.ts";
import { type MediaServerConfig, openMediaServers } from "#server/video/media-config.ts";
import { createPlayTokens } from "#server/video/play-token.ts";
import { openVideo, type Video } from "#server/video/video.ts";
import { type BannerFacts, banner } from "./banner.ts";
import { asPortFailure, EXIT, StartFailure } from "./failure.ts";
import { showProgress } from "./progress.ts";
import type { Closing } from "./stop.ts";
import { holdPort, type Progress } from "./waiting.ts";

/** The made-up province, which only the composition root may know. */
export interface DemoMaker {
  /** The county that is there whole: where the demo's county, enterprise, inspector and clerk stand. */
  readonly county: string;
  /** Writes the province's files and takes them in through the importer. Begun again, it replaces what an earlier one left. */
  seed(db: Db, tell: (progress: Progress) => void): Promise<void>;
  /** Devices that publish by MQTT until closed. */
  startDevices(at: { mqttUrl: string; db: Db; log: FastifyBaseLogger }): Promise<{ close(): Promise<void> }>;
  /** A media server that plays small clips for every camera that names it, until closed. */
  startMedia(at: { db: Db; port: number }): Promise<{ readonly config: MediaServerConfig; close(): Promise<void> }>;
}

export interface StartOptions {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  readonly demo: DemoMaker;
  readonly closing: Closing;
  readonly say: (text: string) => void;
  /** Ends the process for a reason that only a new start can mend, and says it. */
  readonly abort: (cause: Error, exitCode: number) => void;
}

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const PURGE_MS = 600_000;

async function openDb({ config, log, closing, abort }: StartOptions): Promise<Db> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = config;
  try {
    const db = await openDatabase({
      dataDir,
      databaseUrl,
      log,
      onGone: (cause) => abort(cause, EXIT.database),
    });
    closing.add("database", () => db.close());
    return db;
  } catch (cause) {
    throw new StartFailure(EXIT.database, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Makes the demo where it belongs, and says whether this installation is one. */
async function settleDemo(db: Db, { config, demo }: StartOptions, tell: (p: Progress) => void): Promise<boolean> {
  const state = await db.asSystem(readDemoState);
  const isWanted = db.engine === "embedded" && config.DEMO && (state.isEmpty || state.demo === "begun");
  if (!isWanted) return state.demo === "whole";
  await db.asSystem(markDemoBegun);
  await demo.seed(db, tell);
  await db.asSystem(markDemoWhole);
  return true;
}

async function settleAccounts(db: Db, isDemo: boolean, { config, demo }: StartOptions): Promise<BannerFacts["demo"]> {
  const places = isDemo ? await db.asSystem((tx) => findDemoPlaces(tx, demo.county)) : null;
  if (places === null) {
    await dropDemoAccounts(db);
    return null;
  }
  const password = config.DEMO_PASSWORD ?? generatePassword();
  await ensureDemoAccounts(db, password, places);
  return { password, isGenerated: config.DEMO_PASSWORD === undefined };
}

async function openLive(db: Db, options: StartOptions) {
  const { config, log, closing } = options;
  const snapshots = createSnapshotStore({ db, log });
  closing.add("snapshot", () => snapshots.close());
  await snapshots.refresh();
  const keep = keepOf(config);
  const onProblem = (err: unknown) => log.error({ err }, "hours of history could not be packed or kept");
  const history = createHourStore({ db, files: createHourFiles(join(config.DATA_DIR, "history")), onProblem });
  const quality = await startQualityWatch({ db, log });
  closing.add("quality", () => quality.close());
  const side = await startLiveSide({
    db,
    snapshots,
    config,
    log,
    keptFrom: (now) => keptFrom(now, keep.readings),
    onStored: (readings) => {
      history.stored(readings.map(({ t }) => t));
      quality.hear(readings);
    },
  }).catch((cause: unknown) => {
    throw asPortFailure(cause, config.MQTT_PORT, "MQTT_PORT");
  });
  closing.add("live", () => side.close());
  const telemetry = startTelemetry({ db, keep, log, quality, snapshots });
  closing.add("telemetry", () => telemetry.close());
  const stopKeeping = keepHours({
    store: history,
    days: keep.readings,
    tidy: () => db.asSystem(tidyLateness),
    onProblem,
  });
  closing.add("history", stopKeeping);
  return { snapshots, side, history };
}

function openSessions(db: Db, { config, log, closing }: StartOptions): DbSessions {
  const sessions = new DbSessions(db, { idleMs: config.SESSION_IDLE_MIN * 60_000 });
  const timer = setInterval(() => {
    sessions.purge().catch((err: unknown) => log.error({ err }, "sessions past their time could not be removed"));
  }, PURGE_MS);
  closing.add("sessions", async () => clearInterval(timer));
  return sessions;
}

async function simulate(db: Db, side: LiveSide, { demo, log, closing }: StartOptions): Promise<void> {
  const devices = await demo.startDevices({ mqttUrl: side.broker.url, db, log });
  closing.add("devices", () => devices.close());
}

async function watchCameras(
  db: Db,
  isSimulated: boolean,
  { config, demo, log, closing }: StartOptions,
): Promise<Video> {
  const configs = [...(config.MEDIA_SERVERS ?? [])];
  if (isSimulated) {
    const media = await demo.startMedia({ db, port: config.MEDIA_PORT });
    closing.add("media", () => media.close());
    configs.push(media.config);
  }
  const { MEDIA_KEY: key } = config;
  const tokens = createPlayTokens(key === undefined ? undefined : Buffer.from(key, "base64"));
  const video = await openVideo({ db, servers: openMediaServers(configs), log, tokens });
  closing.add("video", () => video.close());
  return video;
}

/**
 * Starts the whole product and resolves to its port when it answers. Everything opened is handed to `closing` as it opens, so
 * that a stop in the middle of a start closes what is there. Throws `StartFailure` for what a person can put right.
 */
export async function startProduct(options: StartOptions): Promise<number> {
  const { config, log, closing, say } = options;
  let now: Progress = { zh: "正在打开数据库", en: "Opening the database", share: null };
  const waiting = await holdPort(config.PORT, config.HOST, () => now).catch((cause: unknown) => {
    throw asPortFailure(cause, config.PORT);
  });
  closing.add("port", () => waiting.close());
  const db = await openDb(options);
  const show = showProgress(process.stdout.isTTY, say);
  const isDemo = await settleDemo(db, options, (progress) => {
    now = progress;
    show(progress);
  });
  now = { zh: "正在载入管网", en: "Reading the network into memory", share: null };
  const shown = await settleAccounts(db, isDemo, options);
  const { snapshots, side, history } = await openLive(db, options);
  if (shown !== null && config.SIMULATE) await simulate(db, side, options);
  closing.add("statistics", startSchedules({ db, log, now: Date.now }));
  closing.add("folding", startFolding({ db, log }));
  const { live, ingest, alarms, broker } = side;
  const field = createFieldSide({ db, config });
  const fieldJobs = startFieldJobs(db, field, log);
  closing.add("field", () => fieldJobs.close());
  const video = await watchCameras(db, shown !== null && config.SIMULATE, options);
  const deps = {
    db,
    config,
    snapshots,
    live,
    ingest,
    alarms,
    broker,
    video,
    history,
    field,
    log,
    dist: DIST,
    isDemo: () => isDemo,
  };
  const app = await buildApp({ ...deps, sessions: openSessions(db, options) });
  closing.add("http", () => app.close());
  await app.ready();
  await waiting.close();
  await app.listen({ port: waiting.port, host: config.HOST }).catch((cause: unknown) => {
    throw asPortFailure(cause, waiting.port);
  });
  const { engine, where } = db;
  say(banner({ port: waiting.port, host: config.HOST, engine, where, mqtt: broker.url, demo: shown }));
  log.info({ port: waiting.port, engine, where, isDemo }, "listening");
  return waiting.port;
}
