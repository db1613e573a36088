import { type FileGeometry, FileProblem } from "../row.ts";
import type { ByteQueue } from "./bytes.ts";

/** One record of a .shp: null for the null shape. */
export interface ShpRecord {
  readonly number: number;
  readonly geometry: FileGeometry | null;
  readonly broken: string | null;
}

const RECORD_LIMIT = 64 * 1024 * 1024;

/** Checks the file header and leaves the queue at the first record. */
export async function readShpHeader(queue: ByteQueue): Promise<void> {
  if (!(await queue.fill(100)))
    throw new FileProblem("shp_broken", "a .shp header of 100 bytes", `${queue.left()} bytes`);
  const head = queue.take(100);
  if (head.readInt32BE(0) !== 9994) throw new FileProblem("shp_broken", "file code 9994", String(head.readInt32BE(0)));
}

/** The next record; null at a clean end. A file that ends within a record is refused whole. */
export async function readShpRecord(queue: ByteQueue): Promise<ShpRecord | null> {
  if (!(await queue.fill(8))) {
    if (queue.left() === 0) return null;
    throw new FileProblem("truncated", "a record header of the .shp", `${queue.left()} bytes`);
  }
  const head = queue.take(8);
  const number = head.readInt32BE(0);
  const length = head.readInt32BE(4) * 2;
  if (length < 4 || length > RECORD_LIMIT)
    throw new FileProblem("shp_broken", "a record length", String(length), number);
  if (!(await queue.fill(length)))
    throw new FileProblem("truncated", `${length} bytes of the .shp`, `${queue.left()}`, number);
  const body = queue.take(length);
  try {
    return { number, geometry: shape(body), broken: null };
  } catch (error) {
    return { number, geometry: null, broken: (error as Error).message };
  }
}

function shape(body: Buffer): FileGeometry | null {
  const type = body.readInt32LE(0);
  const base = type % 10;
  if (type === 0) return null;
  if (base === 1)
    return {
      kind: "point",
      name: "Point",
      xy: [body.readDoubleLE(4), body.readDoubleLE(12)],
      parts: [0],
      polygons: [],
    };
  if (base === 8) {
    const count = body.readInt32LE(36);
    const xy = vertices(body, 40, count);
    return { kind: "point", name: "MultiPoint", xy, parts: Array.from({ length: count }, (_, i) => i), polygons: [] };
  }
  if (base !== 3 && base !== 5) return { kind: "other", name: `shape type ${type}`, xy: [], parts: [], polygons: [] };
  const partCount = body.readInt32LE(36);
  const parts = Array.from({ length: partCount }, (_, i) => body.readInt32LE(44 + i * 4));
  const xy = vertices(body, 44 + partCount * 4, body.readInt32LE(40));
  if (parts.some((start, i) => start < (parts[i - 1] ?? 0) || start * 2 > xy.length))
    throw new RangeError("parts out of order");
  if (base === 3) return { kind: "line", name: "PolyLine", xy, parts, polygons: [] };
  return { kind: "polygon", name: "Polygon", xy, parts, polygons: outerRings(xy, parts) };
}

function vertices(body: Buffer, start: number, count: number): number[] {
  if (count < 0 || start + count * 16 > body.length) throw new RangeError(`${count} vertices in ${body.length} bytes`);
  const xy: number[] = [];
  for (let at = start; at < start + count * 16; at += 8) xy.push(body.readDoubleLE(at));
  return xy;
}

/** In a Shapefile outer rings run clockwise; holes follow the ring they lie in. The first ring is always an outer one. */
function outerRings(xy: readonly number[], parts: readonly number[]): number[] {
  const outer: number[] = [];
  for (let part = 0; part < parts.length; part++) {
    const end = (parts[part + 1] ?? xy.length / 2) * 2;
    if (part === 0 || signedArea(xy, (parts[part] as number) * 2, end) <= 0) outer.push(part);
  }
  return outer;
}

/** Twice the area of a ring, positive counter-clockwise. */
function signedArea(xy: readonly number[], start: number, end: number): number {
  let sum = 0;
  for (let i = start; i + 3 < end; i += 2)
    sum += (xy[i] as number) * (xy[i + 3] as number) - (xy[i + 2] as number) * (xy[i + 1] as number);
  return sum;
}
