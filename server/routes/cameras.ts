import { Gauge } from "prom-client";
import {
  CAMERA_STATES,
  type Camera,
  getCamera,
  getCameraHealth,
  listCameras,
  MEDIA_PATHS,
  MOST_ON_WALL,
  type PlayProtocol,
  playCamera,
} from "#contract/cameras.ts";
import { appendAudit } from "#server/db/audit.ts";
import { type CameraFacts, findCamera, listCameras as readCameras } from "#server/db/cameras.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

const addressOf = (protocol: PlayProtocol | "snapshot", token: string): string =>
  `${MEDIA_PATHS[protocol]}?k=${encodeURIComponent(token)}`;

/** Longitude and latitude of a checked text. */
function pointOf(text: string | undefined): readonly [number, number] | undefined {
  if (text === undefined) return undefined;
  const [lng = 0, lat = 0] = text.split(",").map(Number);
  return [lng, lat];
}

function registerGauge(app: App, { video }: Deps): void {
  new Gauge({
    name: "gas_cameras",
    help: "Cameras by what is known of their picture",
    labelNames: ["state"],
    registers: [app.metrics],
    collect() {
      const counts = new Map<string, number>();
      for (const { state } of video.book.changes(undefined, () => true).states)
        counts.set(state, (counts.get(state) ?? 0) + 1);
      for (const state of CAMERA_STATES) this.set({ state }, counts.get(state) ?? 0);
    },
  });
}

/** Cameras, what is known of their pictures, and addresses to watch them by. */
export const cameraRoutes: Routes = (app, deps) => {
  const { db, video, now = Date.now } = deps;
  registerGauge(app, deps);

  const cameraOf = ({ adapter, ...facts }: CameraFacts): Camera => ({
    ...facts,
    canPlay: video.hasServer(adapter),
    state: video.book.stateOf(facts.id),
  });

  serve(app, listCameras, async ({ scope, query: { cursor, near, ...filter } }) => {
    const asked = { ...filter, near: pointOf(near), after: fromCursor(cursor) };
    const cameras = await db.as(scope, (tx) => readCameras(tx, asked));
    const last = near === undefined && cameras.length === filter.limit ? cameras.at(-1) : undefined;
    return { cameras: cameras.map(cameraOf), next: last ? toCursor(last.id) : null };
  });

  serve(app, getCamera, async ({ scope, params: { id } }) => {
    const facts = await db.as(scope, (tx) => findCamera(tx, id));
    if (facts === null) throw notFound("camera");
    return { camera: cameraOf(facts), health: video.book.detail(id, now()) };
  });

  serve(app, getCameraHealth, async ({ scope, query: { since, ids = "" } }) => {
    const visible = await video.visible(scope);
    const asked = ids.split(",").filter((id) => visible.has(id));
    const details = asked.slice(0, MOST_ON_WALL).map((id) => {
      video.want(id);
      return video.book.detail(id, now());
    });
    return { ...video.book.changes(since, (id) => visible.has(id)), details };
  });

  serve(app, playCamera, async ({ scope, session, params: { id }, body: { renews }, request }) => {
    const facts = await db.as(scope, (tx) => findCamera(tx, id));
    if (facts === null) throw notFound("camera");
    // Imported a moment ago: the register has it at its next reading, a person waits for none.
    if (video.book.sourceOf(id) === null) await video.reload();
    const isRenewal = renews !== undefined && video.tokens.mayRenew(renews, id, session);
    if (!isRenewal) {
      const { areaCode, enterpriseId } = facts;
      const { account } = session;
      const entry = { action: "camera.view", account, subject: id, areaCode, enterpriseId, ip: request.ip };
      await db.asSystem((tx) => appendAudit(tx, entry));
    }
    const { token, expiresAt } = video.tokens.sign(id, session);
    const place = video.place(id);
    if (place) {
      video.want(id);
      if (!isRenewal) void video.start(id);
    }
    return {
      addresses: (place?.server.protocols ?? []).map((protocol) => ({ protocol, url: addressOf(protocol, token) })),
      snapshotUrl: place ? addressOf("snapshot", token) : null,
      token,
      expiresAt: new Date(expiresAt).toISOString(),
      health: video.book.detail(id, now()),
    };
  });
};
