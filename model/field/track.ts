/* What a way looks like, before it is laid upon a network. Pure; distances in metres on a local plane, good over a county. */

/** A way as columns of one length: `t` in ms, degrees, metres. */
export interface Track {
  readonly t: readonly number[];
  readonly lng: readonly number[];
  readonly lat: readonly number[];
  readonly accuracyM: readonly number[];
}

const M_PER_DEG = 111_195;

/** Metres between two points of a track. */
export function stepM({ lng, lat }: Track, i: number, j: number): number {
  const cos = Math.cos(((lat[i] ?? 0) * Math.PI) / 180);
  const dx = ((lng[j] ?? 0) - (lng[i] ?? 0)) * cos * M_PER_DEG;
  return Math.hypot(dx, ((lat[j] ?? 0) - (lat[i] ?? 0)) * M_PER_DEG);
}

export function lengthOf(track: Track): number {
  let sum = 0;
  for (let i = 1; i < track.t.length; i += 1) sum += stepM(track, i - 1, i);
  return sum;
}

/** Nobody on foot, bicycle or in a car of a patrol is faster. */
export const MOST_KMH = 130;

export interface FastStep {
  readonly kmh: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The fastest step that what the fixes are unsure of cannot explain; null where every step is possible. Two places at one time are a step
 * of no time: as fast as they are apart beyond what they are unsure of.
 */
export function impossibleStep(track: Track, mostKmh = MOST_KMH): FastStep | null {
  let worst: FastStep | null = null;
  for (let i = 1; i < track.t.length; i += 1) {
    const unsure = 2 * ((track.accuracyM[i - 1] ?? 0) + (track.accuracyM[i] ?? 0));
    const sure = stepM(track, i - 1, i) - unsure;
    if (sure <= 0) continue;
    const seconds = Math.max(1, ((track.t[i] ?? 0) - (track.t[i - 1] ?? 0)) / 1000);
    const kmh = (sure / seconds) * 3.6;
    if (kmh > mostKmh && kmh > (worst?.kmh ?? 0)) worst = { kmh: Math.round(kmh), from: i - 1, to: i };
  }
  return worst;
}

/**
 * A way's shape as a text: its points to about 1 m, without times. A real phone never repeats a way to the metre point by point; a copied
 * track does, also when its times were moved. null for a way that hardly moves: those agree by nature.
 */
export function shapeOf(track: Track): string | null {
  const places = track.lng.map((lng, i) => `${Math.round(lng * 1e5)} ${Math.round((track.lat[i] ?? 0) * 1e5)}`);
  const moved = places.filter((place, i) => place !== places[i - 1]);
  return new Set(moved).size < 5 ? null : moved.join(",");
}

/** Indices of a way that looks the same to within `toleranceM` (Douglas and Peucker 1973), ends kept. */
export function simplify(track: Track, toleranceM: number): number[] {
  const n = track.t.length;
  const keep = new Uint8Array(n);
  if (n > 0) {
    keep[0] = 1;
    keep[n - 1] = 1;
  }
  const stack: [number, number][] = n > 2 ? [[0, n - 1]] : [];
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    const [from, to] = piece;
    let far = -1;
    let farM = toleranceM;
    for (let i = from + 1; i < to; i += 1) {
      const m = offLine(track, i, from, to);
      if (m > farM) {
        farM = m;
        far = i;
      }
    }
    if (far < 0) continue;
    keep[far] = 1;
    if (far - from > 1) stack.push([from, far]);
    if (to - far > 1) stack.push([far, to]);
  }
  return Array.from(keep.keys()).filter((i) => keep[i] === 1);
}

function offLine({ lng, lat }: Track, i: number, a: number, b: number): number {
  const cos = Math.cos(((lat[a] ?? 0) * Math.PI) / 180);
  const x = (k: number) => ((lng[k] ?? 0) - (lng[a] ?? 0)) * cos * M_PER_DEG;
  const y = (k: number) => ((lat[k] ?? 0) - (lat[a] ?? 0)) * M_PER_DEG;
  const square = x(b) ** 2 + y(b) ** 2;
  const at = square === 0 ? 0 : Math.min(1, Math.max(0, (x(i) * x(b) + y(i) * y(b)) / square));
  return Math.hypot(x(i) - at * x(b), y(i) - at * y(b));
}
