import { ALARM, type ClusterColumns, OFFLINE, STALE, STATES, WARNING } from "./cluster-view.ts";
import type { FlatMesh } from "./network-tile.ts";
import { CORNERS, quadIndex, SIXTEENTHS } from "./quads.ts";
import { UNKNOWN_STATE } from "./state-bytes.ts";

/**
 * Bytes of a vertex: int16 x, y · int16 corner x, y and int16 local x, y in 1/16 pixel, y down · uint8 part, colour, two sizes in 1/4 pixel
 * (or a digit) · uint8 ends of the four arcs of a ring, 255 = all around.
 */
export const CLUSTER_STRIDE = 20;

/** What a square of the mesh is: the shader knows them by number. */
const PART = { disc: 0, pill: 1, digit: 2, shape: 3, dot: 4 } as const;

/** Places in the palette behind the states' own. */
export const FACE_AT = 8;
export const INK_AT = 9;
export const QUIET_AT = 10;
export const HALO_AT = 11;

/** Width of a digit and height of a line, pixels: the same for each digit, so that a number that changes does not move. */
export const DIGIT_PX = { width: 7, height: 14 } as const;
/** Pixels of the ring around a disc, and of the halo around everything. */
export const RING_PX = 3;
export const HALO_PX = 1.5;
/** An alarm among thousands is still an arc that can be seen: shares of the ring in 1/255. */
const LEAST_ARC = { bad: 20, stale: 8 } as const;

const DISC_RADIUS = [0, 10, 12, 15, 18.5, 22, 25] as const;
const PILL = { half: 8, shape: 5, gap: 3, pad: 5 } as const;

/** Radius of the disc that holds a number, pixels; a station alone is a dot. */
export const discRadius = (total: number): number =>
  total === 1 ? 3.5 : (DISC_RADIUS[Math.min(DISC_RADIUS.length - 1, String(total).length)] as number);

/** Where the arcs of a ring end, 1/255 around: alarm, warning, stale or offline, normal. Shares are of the stations that tell anything. */
export function arcsOf(states: ArrayLike<number>): readonly [number, number, number, number] {
  const of = (state: number) => states[state] as number;
  const counts = [of(ALARM), of(WARNING), of(STALE) + of(OFFLINE)] as const;
  let known = 0;
  for (let state = 0; state < STATES; state++) if (state !== UNKNOWN_STATE) known += of(state);
  if (known === 0) return [0, 0, 0, 0];
  const least = [LEAST_ARC.bad, LEAST_ARC.bad, LEAST_ARC.stale];
  const [alarm, warning, stale] = counts.map((count, i) =>
    count === 0 ? 0 : Math.max(least[i] as number, Math.round((255 * count) / known)),
  ) as [number, number, number];
  const ends = [alarm, Math.min(255, alarm + warning), Math.min(255, alarm + warning + stale)] as const;
  // Where least arcs leave the calm ones no room the calm ones give way.
  return [...ends, known === counts[0] + counts[1] + counts[2] ? ends[2] : 255];
}

interface Part {
  readonly cluster: number;
  readonly kind: number;
  readonly color: number;
  /** Middle of the part (of a digit: its upper left corner), and half its width and height, pixels from the cluster. */
  readonly at: readonly [number, number];
  readonly half: readonly [number, number];
  readonly sizes?: readonly [number, number];
  readonly arcs?: readonly [number, number, number, number];
}

/** Discs with their number, ring and badges as squares of two triangles, the worst on top. */
export function clusterMesh(clusters: Omit<ClusterColumns, "range">): FlatMesh {
  const order = [...clusters.total.keys()].sort((a, b) => badness(clusters.states, a) - badness(clusters.states, b));
  return meshOf(
    order.flatMap((c) => partsOf(clusters, c)),
    clusters.xy,
  );
}

const badness = (states: Uint32Array, c: number): number =>
  (states[c * STATES + ALARM] as number) > 0 ? 2 : (states[c * STATES + WARNING] as number) > 0 ? 1 : 0;

function partsOf({ total, states }: Omit<ClusterColumns, "range">, cluster: number): Part[] {
  const count = total[cluster] as number;
  const own = states.subarray(cluster * STATES, (cluster + 1) * STATES);
  const [alarms, warnings] = [own[ALARM] as number, own[WARNING] as number];
  if (count === 1) return [alone(cluster, alarms > 0 ? ALARM : warnings > 0 ? WARNING : -1)];
  const radius = discRadius(count);
  const half = radius + RING_PX + HALO_PX + 1;
  const disc: Part = {
    cluster,
    kind: PART.disc,
    color: FACE_AT,
    at: [0, 0],
    half: [half, half],
    sizes: [radius, RING_PX],
    arcs: arcsOf(own),
  };
  return [disc, ...digits(cluster, count, 0, 0), ...badges(cluster, radius, alarms, warnings)];
}

/** A station that no other stands beside: a dot where it is, or the shape of its alarm. */
function alone(cluster: number, bad: number): Part {
  const part = { cluster, at: [0, 0], half: [9, 9] } as const;
  return bad === -1 ? { ...part, kind: PART.dot, color: INK_AT, sizes: [2.6, 0] } : shape(cluster, bad, 0, 0, 7);
}

const shape = (cluster: number, state: number, x: number, y: number, radius: number): Part => ({
  cluster,
  kind: PART.shape,
  color: state,
  at: [x, y],
  half: [radius + 3, radius + 3],
  sizes: [radius, state],
});

/** The digits of a number around a middle. */
function digits(cluster: number, count: number, x: number, y: number): Part[] {
  const text = String(count);
  const left = x - (text.length * DIGIT_PX.width) / 2;
  return [...text].map((digit, i) => ({
    cluster,
    kind: PART.digit,
    color: INK_AT,
    at: [left + i * DIGIT_PX.width, y - DIGIT_PX.height / 2],
    half: [0, 0],
    sizes: [Number(digit) / 4, 0],
  }));
}

/** "△3 ◇12" side by side under the disc, over the foot of its ring. */
function badges(cluster: number, radius: number, alarms: number, warnings: number): Part[] {
  const due = [
    { state: ALARM, count: alarms },
    { state: WARNING, count: warnings },
  ].filter(({ count }) => count > 0);
  const widths = due.map(
    ({ count }) => PILL.pad * 2 + PILL.shape * 2 + PILL.gap + String(count).length * DIGIT_PX.width,
  );
  const whole = widths.reduce((sum, width) => sum + width, (due.length - 1) * 2);
  let left = -whole / 2;
  const y = radius + RING_PX + PILL.half - 4;
  return due.flatMap(({ state, count }, i) => {
    const width = widths[i] as number;
    const pill: Part = {
      cluster,
      kind: PART.pill,
      color: state,
      at: [left + width / 2, y],
      half: [width / 2 + HALO_PX + 1, PILL.half + HALO_PX + 1],
      sizes: [width / 2, PILL.half],
    };
    const mark = shape(cluster, state, left + PILL.pad + PILL.shape, y, PILL.shape);
    const number = left + PILL.pad + PILL.shape * 2 + PILL.gap + (String(count).length * DIGIT_PX.width) / 2;
    left += width + 2;
    return [pill, mark, ...digits(cluster, count, number, y)];
  });
}

const NOTHING = [0, 0, 0, 0] as const;

function meshOf(parts: readonly Part[], xy: Int16Array): FlatMesh {
  const buffer = new ArrayBuffer(parts.length * 4 * CLUSTER_STRIDE);
  const [shorts, bytes] = [new Int16Array(buffer), new Uint8Array(buffer)];
  let s = 0;
  for (let i = 0; i < parts.length; i++) {
    const { cluster, kind, color, at, half, sizes = NOTHING, arcs = NOTHING } = parts[i] as Part;
    // The corners of a digit are told by their sign: how large it is on the screen is whole pixels, known when it is drawn.
    const isDigit = kind === PART.digit;
    for (let c = 0; c < 8; c += 2) {
      const right = (CORNERS[c] as number) * (isDigit ? 1 : half[0]);
      const down = (CORNERS[c + 1] as number) * (isDigit ? 1 : half[1]);
      shorts[s] = xy[2 * cluster] as number;
      shorts[s + 1] = xy[2 * cluster + 1] as number;
      shorts[s + 2] = Math.round((isDigit ? at[0] : at[0] + right) * SIXTEENTHS);
      shorts[s + 3] = Math.round((isDigit ? at[1] : at[1] + down) * SIXTEENTHS);
      shorts[s + 4] = Math.round(right * SIXTEENTHS);
      shorts[s + 5] = Math.round(down * SIXTEENTHS);
      const b = s * 2 + 12;
      bytes[b] = kind;
      bytes[b + 1] = color;
      bytes[b + 2] = Math.round(sizes[0] * 4);
      bytes[b + 3] = Math.round(sizes[1] * 4);
      for (let a = 0; a < 4; a++) bytes[b + 4 + a] = arcs[a] as number;
      s += CLUSTER_STRIDE / 2;
    }
  }
  return { vertices: new Uint8Array(buffer), index: quadIndex(parts.length) };
}

/** Index of the cluster under a spot, or −1: the disc with its ring, and its badges below. `x`, `y` pixels from the clusters' origin. */
export function clusterAt(clusters: ClusterColumns, x: number, y: number, pxPerUnit: number, scale: number): number {
  let best = -1;
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < clusters.total.length; c++) {
    const dx = x - (clusters.xy[2 * c] as number) * pxPerUnit;
    const dy = y - (clusters.xy[2 * c + 1] as number) * pxPerUnit;
    const away = Math.hypot(dx, dy) / scale;
    if (away > discRadius(clusters.total[c] as number) + RING_PX + 1 || away >= nearest) continue;
    best = c;
    nearest = away;
  }
  return best;
}
