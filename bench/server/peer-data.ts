import type { Courses } from "#bench/province/courses.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

/*
 * The same network in the forms that peers take. All hold every pipe of the snapshot: nothing is thinned, since a GeoJSON source and object
 * layers have no levels of detail of their own.
 */

/**
 * Flat little-endian columns: uint32 pipes, uint32 vertices, float64 lng lat, uint32 offsets (pipes + 1), uint8 levels. Float64, since float32
 * degrees are 0.8 m apart here.
 */
export function flatPipes({ count, offsets, lngLat, level }: Courses): Buffer {
  const head = Uint32Array.of(count, lngLat.length / 2);
  const parts = [head, lngLat, offsets, level];
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
}

const decimals = (value: number) => Number(value.toFixed(6));

/** GeoJSON text: six decimals, the level as its only property, the dense number as id. */
export function geoJsonPipes({ count, offsets, lngLat, level }: Courses): Buffer {
  const parts: Buffer[] = [Buffer.from('{"type":"FeatureCollection","features":[')];
  let text = "";
  for (let i = 0; i < count; i++) {
    const points: string[] = [];
    for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++)
      points.push(`[${decimals(lngLat[2 * k] as number)},${decimals(lngLat[2 * k + 1] as number)}]`);
    text += `${i > 0 ? "," : ""}{"type":"Feature","id":${i},"properties":{"level":${level[i]}},"geometry":{"type":"LineString","coordinates":[${points.join()}]}}`;
    if (text.length > 1_000_000) {
      parts.push(Buffer.from(text));
      text = "";
    }
  }
  parts.push(Buffer.from(`${text}]}`));
  return Buffer.concat(parts);
}

/** float32 lng lat of each tag, by dense number: where its station stands. */
export function flatTags({ tags, stations }: Snapshot): Buffer {
  const places = new Float32Array(2 * tags.count);
  for (let i = 0; i < tags.count; i++) {
    const station = tags.station[i] as number;
    places[2 * i] = stations.lngLat[2 * station] as number;
    places[2 * i + 1] = stations.lngLat[2 * station + 1] as number;
  }
  return Buffer.from(places.buffer);
}
