import { FakeMedia } from "#mocks/media/media-server.ts";
import { type Clip, readClips } from "#mocks/media/clips.ts";
import type { CameraSource } from "#server/db/cameras.ts";
import { fakeDb } from "#server/testing/fakes.ts";
import { openMediaServers } from "../media-config.ts";
import type { PlayTokens } from "../play-token.ts";
import { openVideo, type Video } from "../video.ts";

/** GB/T 28181 id of the platform that every camera of a bench is registered with. */
export const PLATFORM = "13010000002000000001";

/** Digits that a camera of a bench has for its device. */
export const deviceOf = (id: string): string => `1301020112132${id.replace(/\D/g, "").padStart(7, "0")}`;
const streamOf = (id: string) => `${PLATFORM}_${deviceOf(id)}`;

type Mode = "live" | "freeze" | "cut" | "lie" | "gone";

export interface MediaBench {
  readonly media: FakeMedia;
  readonly video: Video;
  /** Has a camera's stream behave otherwise. */
  set(id: string, mode: Mode): void;
  close(): Promise<void>;
}

/** A fake media server with a stream for each camera, and a video side that watches it; the register of cameras is a list. */
export async function openMediaBench(
  ids: readonly string[],
  {
    clips = readClips(),
    clip = "gate",
    tokens,
    modes = {},
  }: {
    clips?: ReadonlyMap<string, Clip>;
    clip?: string;
    tokens?: PlayTokens;
    /** How streams behave from the first, by camera; live where nothing is said. */
    modes?: Readonly<Record<string, Mode>>;
  } = {},
): Promise<MediaBench> {
  const media = new FakeMedia(clips);
  await media.listen();
  media.setPlatform(PLATFORM, true);
  for (const id of ids) {
    media.set({ name: streamOf(id), clip, mode: modes[id] ?? "live" });
    media.setPlatform(deviceOf(id), true, PLATFORM);
  }
  const rows = ids.map((id): Omit<CameraSource, "cascade"> & { path: string } => ({
    id,
    deviceId: deviceOf(id),
    path: PLATFORM,
    adapter: "fake",
    channel: null,
    sourceUrl: `rtsp://operator:camera-password@10.0.0.9/${id}`,
  }));
  const { url, secret, apiKey } = media;
  const servers = openMediaServers([
    {
      name: "fake",
      kind: "zlmediakit",
      url,
      secret,
      app: "rtp",
      wvp: { url, apiKey },
      protocols: ["ws_flv", "http_flv", "hls", "whep"],
    },
  ]);
  const quiet = { info: () => {}, warn: () => {} };
  const video = await openVideo({ db: fakeDb(() => rows), servers, log: quiet, ...(tokens ? { tokens } : {}) });
  return {
    media,
    video,
    set: (id, mode) => media.set({ name: streamOf(id), clip, mode }),
    close: async () => {
      await video.close();
      await media.close();
    },
  };
}
