import type { FileGeometry } from "../row.ts";

const KINDS: readonly (FileGeometry["kind"] | null)[] = [null, "point", "line", "polygon", "point", "line", "polygon"];
const NAMES = [
  "",
  "Point",
  "LineString",
  "Polygon",
  "MultiPoint",
  "MultiLineString",
  "MultiPolygon",
  "GeometryCollection",
];

/**
 * Reads well-known binary: ISO (Z, M, ZM) and EWKB flags; heights and measures are dropped. Curves and collections come back as
 * kind "other". Throws a RangeError when the bytes end too early.
 */
export function fromWkb(bytes: Uint8Array): FileGeometry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view, 0);
  const kind = KINDS[header.type] ?? "other";
  const flat: FileGeometry = {
    kind,
    name: NAMES[header.type] ?? `WKB type ${header.type}`,
    xy: [],
    parts: [],
    polygons: [],
  };
  if (kind !== "other") readInto(flat, view, 0);
  return flat;
}

interface Header {
  readonly little: boolean;
  readonly type: number;
  readonly width: number;
  readonly at: number;
}

function readHeader(view: DataView, at: number): Header {
  const little = view.getUint8(at) === 1;
  const code = view.getUint32(at + 1, little);
  const iso = code & 0x0fffffff;
  const thousands = Math.floor(iso / 1000);
  const hasZ = (code & 0x80000000) !== 0 || thousands === 1 || thousands === 3;
  const hasM = (code & 0x40000000) !== 0 || thousands === 2 || thousands === 3;
  const hasSrid = (code & 0x20000000) !== 0;
  return { little, type: iso % 1000, width: 2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0), at: at + (hasSrid ? 9 : 5) };
}

function readInto(flat: FileGeometry, view: DataView, start: number): number {
  const head = readHeader(view, start);
  if (head.type === 1) {
    flat.parts.push(flat.xy.length / 2);
    return readVertices(flat, view, head, head.at, 1);
  }
  const count = view.getUint32(head.at, head.little);
  let at = head.at + 4;
  if (head.type === 2) {
    flat.parts.push(flat.xy.length / 2);
    return readVertices(flat, view, head, at, count);
  }
  if (head.type === 3) {
    flat.polygons.push(flat.parts.length);
    for (let ring = 0; ring < count; ring++) {
      flat.parts.push(flat.xy.length / 2);
      at = readVertices(flat, view, head, at + 4, view.getUint32(at, head.little));
    }
    return at;
  }
  for (let part = 0; part < count; part++) at = readInto(flat, view, at);
  return at;
}

function readVertices(
  flat: FileGeometry,
  view: DataView,
  { little, width }: Header,
  start: number,
  count: number,
): number {
  const end = start + count * width * 8;
  if (end > view.byteLength) throw new RangeError(`${count} vertices need ${end} bytes, there are ${view.byteLength}`);
  for (let at = start; at < end; at += width * 8)
    flat.xy.push(view.getFloat64(at, little), view.getFloat64(at + 8, little));
  return end;
}
