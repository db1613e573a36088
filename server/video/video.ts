import { randomUUID } from "node:crypto";
import type { Scope } from "#contract/scope.ts";
import { type CameraSource, cameraIds, readCameraSources } from "#server/db/cameras.ts";
import type { Db } from "#server/db/db.ts";
import { HealthBook } from "./health-book.ts";
import { lookAtPictures } from "./look-at-pictures.ts";
import type { MediaServer } from "./media-server.ts";
import { createPlayTokens, type PlayTokens } from "./play-token.ts";
import { watchServers } from "./watch-servers.ts";

/** The register of cameras is read again this often: an import is known within. */
const REGISTER_EVERY_MS = 20_000;
const START_WITHIN_MS = 12_000;
const SIGHTS_REMEMBERED = 500;

type Log = Parameters<typeof watchServers>[0]["log"];

/** A camera's stream at its media server. */
export interface StreamPlace {
  readonly source: CameraSource;
  readonly server: MediaServer;
  readonly stream: string;
}

/** Everything that knows of pictures: what the routes lean on. */
export interface Video {
  readonly book: HealthBook;
  readonly tokens: PlayTokens;
  /** Where a camera's stream is; null = no media server is named for it, or none of that name is there. */
  place(cameraId: string): StreamPlace | null;
  hasServer(adapter: string | null): boolean;
  /** Ids of the cameras in a scope, as row-level security answers. */
  visible(scope: Scope): Promise<ReadonlySet<string>>;
  /** Somebody looks at this camera: its picture is worth a look of ours. */
  want(cameraId: string): void;
  /** Has its stream drawn; never throws, what fails shows in the camera's state. */
  start(cameraId: string): Promise<void>;
  /** Reads the register of cameras anew. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface VideoOptions {
  readonly db: Db;
  readonly servers: ReadonlyMap<string, MediaServer>;
  readonly log: Log;
  readonly tokens?: PlayTokens;
  readonly now?: () => number;
}

/** Opens the video side: reads the cameras and begins to watch their media servers. */
export async function openVideo({ db, servers, log, tokens, now = Date.now }: VideoOptions): Promise<Video> {
  const book = new HealthBook([...servers.keys()], randomUUID().slice(0, 8));
  const serverOf = ({ adapter }: CameraSource) => (adapter === null ? undefined : servers.get(adapter));
  const streamOf = (source: CameraSource) => serverOf(source)?.streamOf(source) ?? null;
  // By scope; forgotten with each reading of the register, so that a new camera is seen and one that moved away is not.
  let sights = new Map<string, Promise<ReadonlySet<string>>>();

  const place = (id: string): StreamPlace | null => {
    const source = book.sourceOf(id);
    const server = source === null ? undefined : serverOf(source);
    return source && server ? { source, server, stream: server.streamOf(source) } : null;
  };
  const reload = async () => {
    const sources = await db.asSystem(readCameraSources);
    book.setCameras(sources, streamOf, now());
    sights = new Map();
  };
  await reload();

  const stopWatch = watchServers({ servers, book, log, now });
  const pictures = lookAtPictures({ book, serverOf: place, now });
  const timer = setInterval(() => {
    reload().catch((err: unknown) => log.warn({ err }, "the register of cameras could not be read"));
  }, REGISTER_EVERY_MS);

  return {
    book,
    tokens: tokens ?? createPlayTokens(),
    place,
    reload,
    hasServer: (adapter) => adapter !== null && servers.has(adapter),
    visible: (scope) => {
      const key = JSON.stringify([scope.level, scope.areaCode, scope.enterpriseId]);
      const known = sights.get(key);
      if (known) return known;
      if (sights.size >= SIGHTS_REMEMBERED) sights.clear();
      const asked = db.as(scope, cameraIds).then((ids) => new Set(ids));
      sights.set(key, asked);
      const kept = sights;
      asked.catch(() => kept.delete(key));
      return asked;
    },
    want: pictures.want,
    start: async (id) => {
      const found = place(id);
      if (!found) return;
      try {
        await found.server.start(found.source, AbortSignal.timeout(START_WITHIN_MS));
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        log.warn({ camera: id, server: found.server.name, reason }, "a stream could not be started");
      }
    },
    close: async () => {
      stopWatch();
      pictures.stop();
      clearInterval(timer);
    },
  };
}
