/** Ours in G9, in a process of its own: the pyramid from a snapshot in memory, every tile that a pipe touches, gzipped one after the other into a file. */
import { closeSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { everythingIn, snapshotAt, touchedTiles } from "#bench/method/in-memory.ts";
import { coursesOf } from "#bench/province/courses.ts";
import { encodeNetworkTile } from "#server/tiles/network-tile.ts";
import { PYRAMID_ZOOMS, type PyramidDone } from "./zooms.ts";

const out = process.argv[2] ?? "";
const snapshot = snapshotAt("1m");
const everything = everythingIn(snapshot);
const lists = (() => {
  const courses = coursesOf(snapshot);
  return PYRAMID_ZOOMS.map((z) => touchedTiles(courses, z));
})();

const fd = openSync(out, "w");
let tiles = 0;
let bytes = 0;
const began = performance.now();
for (const at of lists.flat()) {
  const tile = encodeNetworkTile(snapshot, everything, at);
  if (tile.length === 0) continue;
  const packed = gzipSync(tile, { level: 5 });
  writeSync(fd, packed);
  tiles += 1;
  bytes += packed.length;
}
closeSync(fd);
const done: PyramidDone = {
  ms: performance.now() - began,
  peakMb: process.resourceUsage().maxRSS / 1024,
  tiles,
  mb: bytes / 1e6,
};
process.send?.(done);
process.disconnect?.();
