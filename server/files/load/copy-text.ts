import type { FileGeometry } from "../row.ts";

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One cell of PostgreSQL's COPY text format. */
export function copyCell(value: string | number | boolean | null): string {
  if (value === null) return "\\N";
  if (typeof value === "string")
    return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] as string) : value;
  if (typeof value === "boolean") return value ? "t" : "f";
  return String(value);
}

const SRID = 4490;
const HAS_SRID = 0x20000000;
const TYPES = { point: 1, line: 2, polygon: 6 } as const;
let scratch = Buffer.alloc(64 * 1024);

function room(bytes: number): Buffer {
  if (scratch.length < bytes) scratch = Buffer.alloc(bytes * 2);
  return scratch;
}

/** A geometry in degrees as hex EWKB with SRID 4490: Point, LineString or MultiPolygon. One buffer serves every row. */
export function ewkbHex({ kind, xy, parts, polygons }: FileGeometry): string {
  if (kind === "other") throw new Error("a geometry of another kind cannot be stored");
  const buffer = room(64 + xy.length * 8 + parts.length * 4 + polygons.length * 9);
  buffer[0] = 1;
  buffer.writeUInt32LE(TYPES[kind] | HAS_SRID, 1);
  buffer.writeUInt32LE(SRID, 5);
  if (kind === "point") return buffer.toString("hex", 0, writeXy(buffer, 9, xy, 0, 2));
  if (kind === "line") {
    buffer.writeUInt32LE(xy.length / 2, 9);
    return buffer.toString("hex", 0, writeXy(buffer, 13, xy, 0, xy.length));
  }
  buffer.writeUInt32LE(polygons.length, 9);
  let at = 13;
  for (let p = 0; p < polygons.length; p++) {
    const first = polygons[p] as number;
    const end = polygons[p + 1] ?? parts.length;
    buffer[at] = 1;
    buffer.writeUInt32LE(3, at + 1);
    buffer.writeUInt32LE(end - first, at + 5);
    at += 9;
    for (let ring = first; ring < end; ring++) {
      const from = (parts[ring] as number) * 2;
      const to = ring + 1 < parts.length ? (parts[ring + 1] as number) * 2 : xy.length;
      buffer.writeUInt32LE((to - from) / 2, at);
      at = writeXy(buffer, at + 4, xy, from, to);
    }
  }
  return buffer.toString("hex", 0, at);
}

function writeXy(buffer: Buffer, start: number, xy: readonly number[], from: number, to: number): number {
  let at = start;
  for (let i = from; i < to; i++) at = buffer.writeDoubleLE(xy[i] as number, at);
  return at;
}
