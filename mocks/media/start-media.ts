import { hash32 } from "#mocks/world/rng.ts";
import { readClips } from "./clips.ts";
import { FakeMedia } from "./media-server.ts";
import type { StreamMode } from "./streams.ts";

/** As much of the database as is needed to know the cameras. */
export interface CameraTable {
  asSystem<T>(run: (tx: { query<Row>(text: string): Promise<Row[]> }) => Promise<T>): Promise<T>;
}

interface CameraPlace {
  readonly deviceId: string;
  readonly name: string;
  readonly path: string | null;
}

/** Of a hundred streams so many misbehave, so that each state is to be seen. */
const TROUBLES: readonly (readonly [StreamMode, number])[] = [
  ["freeze", 4],
  ["cut", 4],
  ["lie", 3],
  ["gone", 4],
];

/** Cameras with a trouble of the demo keep it for good; the first of every ten never have one. */
function modeOf(deviceId: string): StreamMode {
  if (deviceId.endsWith("1")) return "live";
  let draw = hash32(deviceId) % 100;
  for (const [mode, share] of TROUBLES) {
    if (draw < share) return mode;
    draw -= share;
  }
  return "live";
}

const clipOf = (name: string): string => (name.includes("大门") ? "gate" : name.includes("罐区") ? "tanks" : "process");

const readCameras = (db: CameraTable): Promise<CameraPlace[]> =>
  db.asSystem((tx) =>
    tx.query<CameraPlace>(
      `select device_id as "deviceId", name, cascade_path as path from camera where adapter = 'demo' order by id`,
    ),
  );

/** One county's platform in so many is down; no city's is. */
const DOWN_EVERY = 23;
const isDownPlatform = (id: string, level: number): boolean => level > 0 && hash32(id) % DOWN_EVERY === 0;

/** Starts the fake media server with a stream for every camera of the demo, and says how to reach it. */
export async function startMedia({ db, port }: { readonly db: CameraTable; readonly port: number }) {
  const media = new FakeMedia(readClips());
  await media.listen(port);
  for (const { deviceId, name, path } of await readCameras(db)) {
    const cascade = (path ?? "").split(";").filter((id) => id !== "");
    const isDown = cascade.some(isDownPlatform);
    const stream = `${cascade[0] ?? deviceId}_${deviceId}`;
    media.set({ name: stream, clip: clipOf(name), mode: isDown ? "gone" : modeOf(deviceId) });
    const registered = cascade[0] ?? null;
    for (const [level, id] of cascade.entries())
      media.setPlatform(id, !isDownPlatform(id, level), level === 0 ? null : registered);
    media.setPlatform(deviceId, !isDown, registered);
  }
  const { url, secret, apiKey } = media;
  const config = {
    name: "demo",
    kind: "zlmediakit" as const,
    url,
    secret,
    app: "rtp",
    wvp: { url, apiKey },
    protocols: ["ws_flv" as const, "http_flv" as const, "hls" as const],
  };
  return { config, close: () => media.close() };
}
