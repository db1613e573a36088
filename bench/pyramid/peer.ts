/**
 * Peer of G9 in a process of its own: the same pipes as GeoJSON through @maplibre/geojson-vt, vt-pbf and gzip, the same classes at each zoom,
 * every tile that a pipe touches, one after the other into a file. An index for each run of zooms that draws the same classes, so that low
 * zooms do not carry what they do not show; `buffer` and `tolerance` as a tile server would set them.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import { snapshotAt, touchedTiles } from "#bench/method/in-memory.ts";
import { peakBytes } from "#bench/method/peak.ts";
import { type Courses, coursesOf } from "#bench/province/courses.ts";
import { bands, cpuSince, type PyramidDone } from "./zooms.ts";

const out = process.argv[2] ?? "";

/** Only what the peer needs is kept: the snapshot itself is let go. */
function read(): Courses & {
  readonly material: Uint8Array;
  readonly dnMm: Uint16Array;
  readonly status: Uint8Array;
  readonly county: Uint16Array;
} {
  const snapshot = snapshotAt("1m");
  const { material, dnMm, status, county } = snapshot.pipes;
  return { ...coursesOf(snapshot), material, dnMm, status, county };
}

const columns = read();
const features = Array.from({ length: columns.count }, (_, i): GeoJSON.Feature => {
  const { offsets, lngLat, level, material, dnMm, status, county } = columns;
  const coordinates: [number, number][] = [];
  for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++)
    coordinates.push([lngLat[2 * k] as number, lngLat[2 * k + 1] as number]);
  return {
    type: "Feature",
    id: i,
    properties: { level: level[i], material: material[i], dn: dnMm[i], status: status[i], county: county[i] },
    geometry: { type: "LineString", coordinates },
  };
});

const tilesAt = new Map(
  bands()
    .flatMap(({ zooms }) => zooms)
    .map((z) => [z, touchedTiles(columns, z)] as const),
);

const fd = openSync(out, "w");
let tiles = 0;
let bytes = 0;
let largest: PyramidDone["largest"] = { z: 0, x: 0, y: 0, bytes: 0 };
const cpu = process.cpuUsage();
const began = performance.now();
for (const { zooms, levels } of bands()) {
  const some = features.filter(({ properties }) => levels.has(properties?.level as number));
  const index = new GeoJSONVT(
    { type: "FeatureCollection", features: some },
    { maxZoom: 13, indexMaxZoom: 5, indexMaxPoints: 0, buffer: 64, extent: 4096, tolerance: 3 },
  );
  for (const z of zooms)
    for (const { x, y } of tilesAt.get(z) ?? []) {
      const tile = index.getTile(z, x, y);
      if (!tile || tile.features.length === 0) continue;
      const raw = fromGeojsonVt({ pipe: tile }, { version: 2, extent: 4096 });
      if (raw.length > largest.bytes) largest = { z, x, y, bytes: raw.length };
      const packed = gzipSync(raw, { level: 5 });
      writeSync(fd, packed);
      tiles += 1;
      bytes += packed.length;
    }
}
closeSync(fd);
const done: PyramidDone = {
  ms: performance.now() - began,
  cpuMs: cpuSince(cpu),
  peakMb: peakBytes() / 2 ** 20,
  tiles,
  mb: bytes / 1e6,
  largest,
};
process.send?.(done);
process.disconnect?.();
