/** [west, south, east, north] in degrees, growing. */
export type Box = [west: number, south: number, east: number, north: number];

export const emptyBox = (): Box => [Infinity, Infinity, -Infinity, -Infinity];

export const isEmptyBox = ([west, , east]: Box): boolean => !(west <= east);

export function widenBox(box: Box, other: Box): void {
  box[0] = Math.min(box[0], other[0]);
  box[1] = Math.min(box[1], other[1]);
  box[2] = Math.max(box[2], other[2]);
  box[3] = Math.max(box[3], other[3]);
}

/** A geometry of well-known bytes as PostGIS writes it: flat coordinates, and where each ring of each polygon ends, in coordinates. */
export interface FlatShape {
  readonly xy: Float64Array;
  /** Of polygons: the end of each ring, by polygon. */
  readonly polygons: readonly (readonly number[])[];
  readonly box: Box;
}

const [POINT, LINE, POLYGON, MULTI_POLYGON] = [1, 2, 3, 6] as const;

interface Visitor {
  position(x: number, y: number): void;
  /** After its last position. */
  ring(): void;
  /** Before its first ring. */
  polygon(): void;
}

/** Goes through two-dimensional little-endian WKB of a point, line, polygon or multipolygon; throws on any other. */
function walk(bytes: Uint8Array, visitor: Visitor): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const positions = (count: number): void => {
    for (let i = 0; i < count; i += 1, at += 16)
      visitor.position(view.getFloat64(at, true), view.getFloat64(at + 8, true));
  };
  const count = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const geometry = (): void => {
    if (view.getUint8(at) !== 1) throw new Error("well-known bytes are read with their small end first");
    at += 1;
    const type = count();
    if (type === POINT) positions(1);
    else if (type === LINE) positions(count());
    else if (type === POLYGON) {
      visitor.polygon();
      for (let rings = count(); rings > 0; rings -= 1) {
        positions(count());
        visitor.ring();
      }
    } else if (type === MULTI_POLYGON) for (let parts = count(); parts > 0; parts -= 1) geometry();
    else throw new Error(`a geometry of the type ${type} is not exported`);
  };
  geometry();
}

function widenTo(box: Box, x: number, y: number): void {
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}

/** Grows a box by a geometry of well-known bytes, and keeps nothing of it. */
export function widenByShape(box: Box, bytes: Uint8Array): void {
  walk(bytes, { position: (x, y) => widenTo(box, x, y), ring: () => undefined, polygon: () => undefined });
}

/** Reads a geometry of well-known bytes. */
export function readShape(bytes: Uint8Array): FlatShape {
  const xy = new Float64Array((bytes.byteLength - 5) >> 3);
  const polygons: number[][] = [];
  const box = emptyBox();
  let n = 0;
  walk(bytes, {
    position: (x, y) => {
      xy[n] = x;
      xy[n + 1] = y;
      n += 2;
      widenTo(box, x, y);
    },
    ring: () => polygons.at(-1)?.push(n / 2),
    polygon: () => polygons.push([]),
  });
  return { xy: xy.subarray(0, n), polygons, box };
}
