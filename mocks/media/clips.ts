import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FlvClip, readFlv } from "./flv-clip.ts";

/** Everything that one made-up scene is served from. */
export interface Clip {
  readonly name: string;
  readonly flv: FlvClip;
  /** MPEG-TS pieces of the same pictures, in order, and how long each lasts, s. */
  readonly pieces: readonly { readonly bytes: Uint8Array; readonly seconds: number }[];
  /** JPEGs out of the clip, evenly spread. */
  readonly stills: readonly Uint8Array[];
}

export const CLIPS_DIR = fileURLToPath(new URL("./clips", import.meta.url));

/** Reads clips of a folder: `NAME.flv`, `NAME-0.mpegts` …, `NAME-0.jpg` … and `NAME.m3u8`, as scripts/media-clips.ts makes them. */
export function readClips(folder = CLIPS_DIR): ReadonlyMap<string, Clip> {
  const files = readdirSync(folder).sort();
  const read = (file: string) => new Uint8Array(readFileSync(join(folder, file)));
  const numbered = (name: string, ending: string) =>
    files
      .filter((file) => new RegExp(`^${name}-\\d+\\.${ending}$`).test(file))
      .sort((a, b) => Number.parseInt(a.slice(name.length + 1), 10) - Number.parseInt(b.slice(name.length + 1), 10))
      .map(read);
  const clips = files
    .filter((file) => file.endsWith(".flv"))
    .map((file): Clip => {
      const name = file.slice(0, -4);
      const playlist = readFileSync(join(folder, `${name}.m3u8`), "utf8");
      const seconds = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, text]) => Number(text));
      const pieces = numbered(name, "mpegts").map((bytes, i) => ({ bytes, seconds: seconds[i] ?? 2 }));
      return { name, flv: readFlv(read(file)), pieces, stills: numbered(name, "jpg") };
    });
  return new Map(clips.map((clip) => [clip.name, clip]));
}
