/** Metres of one degree of latitude and of longitude at a latitude, on the CGCS2000 ellipsoid (series good to a millimetre a degree). */
export function metresPerDegree(lat: number): readonly [lng: number, lat: number] {
  const phi = (lat * Math.PI) / 180;
  return [
    111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
    111_132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
  ];
}

/** Length in metres of a line of degrees; exact to about 1e-5 for the segments of a network. */
export function lengthM(xy: readonly number[], from = 0, to = xy.length): number {
  let sum = 0;
  for (let i = from; i + 3 < to; i += 2) {
    const [lng, lat] = metresPerDegree(((xy[i + 1] as number) + (xy[i + 3] as number)) / 2);
    sum += Math.hypot(
      ((xy[i + 2] as number) - (xy[i] as number)) * lng,
      ((xy[i + 3] as number) - (xy[i + 1] as number)) * lat,
    );
  }
  return sum;
}

/** Twice the area of the triangle a, b, c; positive when c lies left of a → b. Indices are of vertices. */
function side(xy: readonly number[], a: number, b: number, c: number): number {
  const ax = xy[2 * a] as number;
  const ay = xy[2 * a + 1] as number;
  return (
    ((xy[2 * b] as number) - ax) * ((xy[2 * c + 1] as number) - ay) -
    ((xy[2 * b + 1] as number) - ay) * ((xy[2 * c] as number) - ax)
  );
}

/** Whether segments a→a+1 and b→b+1 cross in a point inside both; touching is not crossing. */
function cross(xy: readonly number[], a: number, b: number): boolean {
  const s1 = side(xy, a, a + 1, b);
  const s2 = side(xy, a, a + 1, b + 1);
  if (!((s1 > 0 && s2 < 0) || (s1 < 0 && s2 > 0))) return false;
  const s3 = side(xy, b, b + 1, a);
  const s4 = side(xy, b, b + 1, a + 1);
  return (s3 > 0 && s4 < 0) || (s3 < 0 && s4 > 0);
}

/**
 * First vertex of a segment (of vertices `from` to `to`, exclusive) that crosses another of the same line, or -1. Short lines are compared pair by
 * pair; long ones in the order of their western ends, so that an official outline of ten thousand vertices is quick.
 */
export function selfCrossing(xy: readonly number[], from = 0, to = xy.length / 2): number {
  const count = to - from - 1;
  if (count < 3) return -1;
  if (count <= 24) {
    for (let a = from; a < to - 1; a++) for (let b = a + 2; b < to - 1; b++) if (cross(xy, a, b)) return a;
    return -1;
  }
  const west = (i: number) => Math.min(xy[2 * i] as number, xy[2 * i + 2] as number);
  const east = (i: number) => Math.max(xy[2 * i] as number, xy[2 * i + 2] as number);
  const order = Array.from({ length: count }, (_, i) => from + i).sort((a, b) => west(a) - west(b));
  for (let i = 0; i < count; i++) {
    const a = order[i] as number;
    const end = east(a);
    for (let j = i + 1; j < count; j++) {
      const b = order[j] as number;
      if (west(b) > end) break;
      if (Math.abs(a - b) > 1 && cross(xy, a, b)) return Math.min(a, b);
    }
  }
  return -1;
}
