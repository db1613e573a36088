import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import type { Line } from "#bench/method/judge.ts";
import { median, repeatsFor } from "#bench/method/stats.ts";
import type { PyramidDone } from "#bench/pyramid/zooms.ts";

const RUNS = 5;
/** What a tile may be before compression. */
const MOST_TILE_KB = 750;

/** One side in a process of its own, so that its peak of memory is its own. */
async function side(name: "ours" | "peer"): Promise<PyramidDone> {
  const folder = mkdtempSync(join(tmpdir(), "gas-one-map-pyramid-"));
  try {
    const child = fork(join(import.meta.dirname, `../pyramid/${name}.ts`), [join(folder, "pyramid")], {
      execArgv: name === "peer" ? ["--max-old-space-size=12288"] : [],
    });
    return await new Promise<PyramidDone>((resolve, reject) => {
      child.once("message", (message) => resolve(message as PyramidDone));
      child.once("exit", (code) => reject(new Error(`the pyramid of ${name} ended with ${code}`)));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const of = (runs: readonly PyramidDone[], key: Exclude<keyof PyramidDone, "largest">) =>
  median(runs.map((run) => run[key]));

const placeOf = (run: PyramidDone | undefined) => (run ? `${run.largest.z}/${run.largest.x}/${run.largest.y}` : "none");

async function run(context: Context): Promise<Line[]> {
  const ours: PyramidDone[] = [];
  const peer: PyramidDone[] = [];
  let wanted = RUNS;
  for (let i = 0; i < RUNS; i++) {
    ours.push(await side("ours"));
    if (peer.length < wanted) {
      const began = performance.now();
      peer.push(await side("peer"));
      wanted = repeatsFor((performance.now() - began) / 1000, false, RUNS);
    }
    context.say(
      `G9 ${i + 1}/${RUNS}: ${(of(ours, "ms") / 1000).toFixed(1)} : ${(of(peer, "ms") / 1000).toFixed(1)} s, ${of(ours, "peakMb").toFixed(0)} : ${of(peer, "peakMb").toFixed(0)} MB`,
    );
  }
  const shared = { goal: "G9", n: RUNS, load: loadNow() };
  return [
    {
      ...shared,
      what: "pyramid z5–z13 · geojson-vt + vt-pbf",
      ours: of(ours, "ms") / 1000,
      peer: of(peer, "ms") / 1000,
      unit: "s",
      target: { ratio: 1 / 6 },
      note: `gzip and one file on both sides; ours compresses in a second thread; peer n=${peer.length}; ${of(ours, "tiles")} tiles with stations and sensors in ${of(ours, "mb").toFixed(0)} MB, the peer ${of(peer, "tiles")} of pipes alone in ${of(peer, "mb").toFixed(0)} MB`,
    },
    {
      ...shared,
      what: "… CPU of all threads",
      ours: of(ours, "cpuMs") / 1000,
      peer: of(peer, "cpuMs") / 1000,
      unit: "s",
      target: {},
    },
    {
      ...shared,
      what: "… peak memory of the process",
      ours: of(ours, "peakMb"),
      peer: of(peer, "peakMb"),
      unit: "MB",
      target: { ratio: 1 / 12 },
    },
    {
      ...shared,
      what: "… largest tile z5–z13, uncompressed",
      ours: (ours[0]?.largest.bytes ?? Number.NaN) / 1000,
      peer: (peer[0]?.largest.bytes ?? Number.NaN) / 1000,
      unit: "KB",
      target: { most: MOST_TILE_KB },
      note: `ours ${placeOf(ours[0])} with stations and sensors, the peer's ${placeOf(peer[0])} pipes alone; the same in each run`,
    },
  ];
}

export const G9: Goal = {
  id: "G9",
  title:
    "the pyramid z5–z13 from the network in memory, beside @maplibre/geojson-vt and vt-pbf, each in a process of its own",
  scales: ["1m"],
  needsPages: false,
  run,
};
