/** Ours in G9, in a process of its own: the product's archive of tiles (PMTiles, gzip) from a snapshot in memory. */
import { everythingIn, snapshotAt } from "#bench/method/in-memory.ts";
import { peakBytes } from "#bench/method/peak.ts";
import { writeArchive } from "#server/tiles/archive.ts";
import { cpuSince, PYRAMID_ZOOMS, type PyramidDone } from "./zooms.ts";

const out = process.argv[2] ?? "";
const snapshot = snapshotAt("1m");
const cpu = process.cpuUsage();
const began = performance.now();
const { tiles, bytes, largest } = await writeArchive(out, snapshot, everythingIn(snapshot), {
  set: "network",
  minZoom: PYRAMID_ZOOMS[0],
  maxZoom: PYRAMID_ZOOMS.at(-1) ?? PYRAMID_ZOOMS[0],
});
const ms = performance.now() - began;
const done: PyramidDone = {
  ms,
  cpuMs: cpuSince(cpu),
  peakMb: peakBytes() / 2 ** 20,
  tiles,
  mb: bytes / 1e6,
  largest: largest ?? { z: 0, x: 0, y: 0, bytes: 0 },
};
process.send?.(done);
process.disconnect?.();
