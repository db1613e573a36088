import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { AlarmSide } from "./alarms/side.ts";
import type { Sessions } from "./auth/sessions.ts";
import type { Config } from "./config.ts";
import type { Db } from "./db/db.ts";
import type { FieldSide } from "./field/side.ts";
import type { HourStore } from "./history/hour-store.ts";
import type { Ingest } from "./ingest/ingest.ts";
import type { LiveSource } from "./live/latest.ts";
import type { SnapshotStore } from "./tiles/snapshot.ts";
import type { Video } from "./video/video.ts";

/** Fastify as this server sets it up; routes register themselves on it. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger>;

/** All that the HTTP side leans on. `main.ts` makes the real ones, tests hand in others. */
export interface Deps {
  readonly db: Db;
  readonly config: Config;
  readonly snapshots: SnapshotStore;
  readonly live: LiveSource;
  /** Takes in readings that come by HTTP, and counts all. */
  readonly ingest: Pick<Ingest, "take" | "counters">;
  /** Packed hours of the past; the routes make one of their own where left out (tests). */
  readonly history?: HourStore;
  /** Field records and their files; the routes make one of their own where left out (tests). */
  readonly field?: FieldSide;
  /** The alarm engine, and the feed of what happens to alarms. */
  readonly alarms: AlarmSide;
  readonly sessions: Sessions;
  /** What is known of cameras' pictures, and where their streams are. */
  readonly video: Video;
  /** Whether the way of readings stands: the broker is reachable and the ingest subscribed. */
  readonly broker: { isReady(): boolean };
  readonly log: FastifyBaseLogger;
  /** Folder of the built SPA, or null when this process serves none (tests, `npm run dev`). */
  readonly dist: string | null;
  /** The clock, ms since 1970; the machine's where left out. */
  readonly now?: () => number;
  /** True once the server holds the made-up province. */
  isDemo(): boolean;
}

/**
 * One file of `routes/` exports one of these and is listed in `routes/all.ts`. Contract endpoints go through `serve`
 * (`routes/serve.ts`); binary and socket endpoints call `app.get` themselves and begin with `requireSession(request, roles)`
 * (`auth/guard.ts`).
 */
export type Routes = (app: App, deps: Deps) => void | Promise<void>;
