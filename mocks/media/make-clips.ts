import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const SECONDS = 8;
const FPS = 10;
/** A picture that a decoder can begin with, every two seconds. */
const KEY_EVERY = 2 * FPS;
const SIZE = "320x180";

/** A box in the picture: pixels from the upper left corner, size, colour. Where it moves, `x` is an expression of the time `t`, s. */
interface Box {
  readonly x: number | string;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly color: string;
}

/** One scene, drawn of boxes and not filmed: nobody takes it for a real station. */
export interface ClipScene {
  readonly name: string;
  readonly ground: string;
  readonly boxes: readonly Box[];
  readonly seconds?: number;
  /** Strength of the grain that every real picture has; none in a picture that stands still. */
  readonly grain: number;
}

const box = (x: number | string, y: number, w: number, h: number, color: string): Box => ({ x, y, w, h, color });
const SKY = box(0, 0, 320, 70, "0x8DA3B8");
/** Runs along the lower edge once a clip, as a camera's clock does: whoever looks sees whether the picture moves. */
const RUNNING = box("mod(t*40,320)", 172, 24, 5, "white");

export const SCENES: readonly ClipScene[] = [
  {
    // A gate, a lane, and something that drives by.
    name: "gate",
    ground: "0x5B6470",
    grain: 5,
    boxes: [
      SKY,
      box(40, 60, 16, 80, "0x3A424C"),
      box(264, 60, 16, 80, "0x3A424C"),
      box(56, 96, 208, 4, "0x9AA5B1"),
      box("t*50-60", 108, 52, 26, "0x2F6F8F"),
      box("t*50-48", 96, 28, 14, "0x2F6F8F"),
      RUNNING,
    ],
  },
  {
    // Pipes and a gauge whose pointer moves.
    name: "process",
    ground: "0x49525C",
    grain: 5,
    boxes: [
      SKY,
      box(0, 88, 320, 14, "0xC9B458"),
      box(0, 124, 320, 14, "0xC9B458"),
      box(80, 70, 18, 90, "0x8A9299"),
      box(210, 70, 18, 90, "0x8A9299"),
      box(132, 78, 52, 44, "0xE6EDF5"),
      box("156+16*sin(t*1.5708)", 84, 4, 32, "0x223040"),
      RUNNING,
    ],
  },
  {
    // Tanks, and a person on a round.
    name: "tanks",
    ground: "0x556068",
    grain: 5,
    boxes: [
      SKY,
      box(30, 50, 70, 90, "0xDDE3E9"),
      box(125, 50, 70, 90, "0xDDE3E9"),
      box(220, 50, 70, 90, "0xDDE3E9"),
      box("150+120*sin(t*0.7854)", 121, 10, 34, "0x27313B"),
      box("150+120*sin(t*0.7854)", 112, 10, 9, "0xE0B894"),
      RUNNING,
    ],
  },
  // The same picture over and over: what a hung encoder sends.
  {
    name: "frozen",
    ground: "0x49525C",
    grain: 0,
    seconds: 4,
    boxes: [SKY, box(0, 88, 320, 14, "0xC9B458"), box(150, 172, 24, 5, "white")],
  },
];

/** A scene as a graph of ffmpeg's filters: each box laid over what is below it. */
function graphOf({ ground, boxes, grain, seconds = SECONDS }: ClipScene): string {
  const plain = (color: string, size: string) => `color=c=${color}:s=${size}:r=${FPS}:d=${seconds}`;
  const laid = boxes.map(
    ({ x, y, w, h, color }, i) =>
      `${plain(color, `${w}x${h}`)}[b${i}];[p${i}][b${i}]overlay=x='${x}':y=${y}:eval=frame[p${i + 1}]`,
  );
  return [
    `${plain(ground, SIZE)}[p0]`,
    ...laid,
    `[p${boxes.length}]noise=alls=${grain}:allf=t:all_seed=7,format=yuv420p[out0]`,
  ].join(";");
}

function ffmpeg(args: readonly string[]): void {
  const { status, stderr, error } = spawnSync("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`ffmpeg failed: ${error?.message ?? stderr}`);
}

/** Encodes a scene into a folder: FLV, MPEG-TS in pieces with their playlist, and stills. Needs ffmpeg. */
export function makeClip(folder: string, scene: ClipScene): void {
  mkdirSync(folder, { recursive: true });
  const at = (ending: string) => join(folder, `${scene.name}${ending}`);
  const codec = ["-c:v", "libx264", "-profile:v", "main", "-preset", "slow", "-crf", "33", "-bf", "0"];
  const keys = ["-g", String(KEY_EVERY), "-keyint_min", String(KEY_EVERY), "-sc_threshold", "0"];
  const exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"];
  ffmpeg(["-f", "lavfi", "-i", graphOf(scene), ...codec, ...keys, ...exact, "-an", at(".flv")]);
  const hls = ["-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_filename", at("-%d.mpegts")];
  ffmpeg(["-i", at(".flv"), "-c", "copy", ...hls, at(".m3u8")]);
  ffmpeg(["-i", at(".flv"), "-vf", "fps=1/2", "-q:v", "9", "-start_number", "0", at("-%d.jpg")]);
}
