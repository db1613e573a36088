import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readClips } from "#mocks/media/clips.ts";
import { makeClip, SCENES } from "#mocks/media/make-clips.ts";
import { commandPath, ensureTool } from "#scripts/debian.ts";
import { createPrints } from "./look-at-pictures.ts";
import { looksSame, pictureLight } from "./picture-light.ts";
import { createRelays } from "./relays.ts";
import { type MediaBench, openMediaBench } from "./testing/media-bench.ts";

/** Runs a tool of ffmpeg and gives what it printed. */
function run(tool: "ffmpeg" | "ffprobe", args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(tool, ["-v", "error", ...args], { maxBuffer: 64 * 1_048_576 });
  if (status !== 0) throw new Error(`${tool} failed: ${stderr}`);
  return stdout;
}

/** What ffmpeg's decoder makes of a file: a checksum a frame. */
const framesOf = (file: string): string[] =>
  run("ffmpeg", ["-i", file, "-map", "0:v", "-f", "framemd5", "-"])
    .toString()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");

describe("streams of a real encoder", () => {
  const folder = mkdtempSync(join(tmpdir(), "gas-one-map-video-"));
  let bench: MediaBench;

  beforeAll(async () => {
    ensureTool("ffmpeg", ["ffmpeg"], () => commandPath("ffmpeg") !== undefined);
    for (const scene of SCENES.filter(({ name }) => name === "process" || name === "frozen")) makeClip(folder, scene);
    bench = await openMediaBench(["V1", "V2"], { clips: readClips(folder), clip: "process" });
    bench.set("V2", "freeze");
  }, 60_000);
  afterAll(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** So many bytes' worth of seconds of a camera's stream, as they come through the relay. */
  async function record(id: string, ms: number): Promise<string> {
    const place = bench.video.place(id);
    if (!place) throw new Error(`no stream of ${id}`);
    const { body, end } = await createRelays(bench.video).openFlv(place, "session");
    const until = performance.now() + ms;
    const pieces: Buffer[] = [];
    for await (const piece of body) {
      pieces.push(piece as Buffer);
      if (performance.now() > until) break;
    }
    end();
    const file = join(folder, `${id}.recorded.flv`);
    writeFileSync(file, Buffer.concat(pieces));
    return file;
  }

  test("a decoder reads what has gone through the relay, and its pictures move", async () => {
    const frames = framesOf(await record("V1", 1600));
    expect(frames.length).toBeGreaterThanOrEqual(12);
    expect(new Set(frames).size).toBeGreaterThan(frames.length / 2);
  });

  test("a frozen camera sends frames, all of one picture but for the encoder's rounding", async () => {
    const file = await record("V2", 1600);
    expect(framesOf(file).length).toBeGreaterThanOrEqual(12);
    const printOf = createPrints();
    const stills = [0, 5, 11].map((n) =>
      run("ffmpeg", ["-i", file, "-vf", `select=eq(n\\,${n})`, "-frames:v", "1", "-f", "image2", "-c:v", "mjpeg", "-"]),
    );
    expect(new Set(stills.map((jpeg) => printOf("V2", jpeg))).size).toBe(1);
  });

  test("HLS through the server's rewriting is whole: a decoder reads all segments of the playlist", async () => {
    const place = bench.video.place("V1");
    if (!place) throw new Error("no stream");
    const signal = AbortSignal.timeout(10_000);
    const playlist = await (await place.server.openHls(place.stream, null, signal)).text();
    const files = playlist.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    const bytes = await Promise.all(
      files.map(async (file) =>
        Buffer.from(await (await place.server.openHls(place.stream, file, signal)).arrayBuffer()),
      ),
    );
    const file = join(folder, "V1.mpegts");
    writeFileSync(file, Buffer.concat(bytes));
    expect(framesOf(file).length).toBe(20 * files.length);
  });

  test("the light of a picture is what a decoder sees, block by block", () => {
    const source = ["-f", "lavfi", "-i", "testsrc2=s=320x192:d=1:r=1"];
    for (const format of ["yuvj420p", "yuvj422p", "yuvj444p", "gray"]) {
      const jpeg = run("ffmpeg", [
        ...source,
        "-frames:v",
        "1",
        "-pix_fmt",
        format,
        "-f",
        "image2",
        "-c:v",
        "mjpeg",
        "-q:v",
        "3",
        "-",
      ]);
      const light = pictureLight(jpeg);
      const file = join(folder, `${format}.jpg`);
      writeFileSync(file, jpeg);
      const gray = run("ffmpeg", ["-i", file, "-vf", "extractplanes=y", "-f", "rawvideo", "-"]);
      const means = Array.from({ length: 40 * 24 }, (_, block) => {
        let sum = 0;
        for (let y = 0; y < 8; y += 1)
          for (let x = 0; x < 8; x += 1)
            sum += gray[(Math.floor(block / 40) * 8 + y) * 320 + (block % 40) * 8 + x] ?? 0;
        return Math.round(sum / 64);
      });
      // The scan's order differs with the sampling: the same blocks, each as bright.
      const sorted = (list: Iterable<number>) => [...list].sort((a, b) => a - b);
      const off = sorted(light ?? []).map((value, i) => Math.abs(value - (sorted(means)[i] ?? 0)));
      expect([format, light?.length]).toEqual([format, means.length]);
      expect(Math.max(...off)).toBeLessThanOrEqual(2);
    }
  });

  test("pictures of different moments look different, and the same one looks the same after being encoded again", () => {
    const at = (second: number, quality: string) => {
      const args = [
        "-f",
        "lavfi",
        "-i",
        "testsrc=s=320x192:d=10:r=1",
        "-vf",
        `select=eq(n\\,${second})`,
        "-frames:v",
        "1",
      ];
      const light = pictureLight(run("ffmpeg", [...args, "-f", "image2", "-c:v", "mjpeg", "-q:v", quality, "-"]));
      if (!light) throw new Error("the picture cannot be read");
      return light;
    };
    expect(looksSame(at(3, "2"), at(3, "2"))).toBe(true);
    expect(looksSame(at(3, "2"), at(3, "3"))).toBe(true);
    expect(looksSame(at(3, "2"), at(4, "2"))).toBe(false);
  });

  test("junk, a cut-off picture and a progressive one are no picture whose light could be told", () => {
    const jpeg = run("ffmpeg", [
      "-f",
      "lavfi",
      "-i",
      "testsrc=s=320x192:d=1:r=1",
      "-frames:v",
      "1",
      "-f",
      "image2",
      "-c:v",
      "mjpeg",
      "-",
    ]);
    expect(pictureLight(jpeg)).not.toBeNull();
    expect(pictureLight(jpeg.subarray(0, jpeg.length / 2))).toBeNull();
    expect(pictureLight(new Uint8Array(100))).toBeNull();
    const progressive = Buffer.from(jpeg);
    progressive[progressive.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc2;
    expect(pictureLight(progressive)).toBeNull();
  });
});
