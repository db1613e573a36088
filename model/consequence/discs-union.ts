import { type Metres, shoelaceM2 } from "./local-plane.ts";

export interface Disc {
  readonly at: Metres;
  readonly radiusM: number;
}

const TURN = 2 * Math.PI;
/** Corners along a whole circle. */
const STEPS = 96;
/** Discs are drawn this much larger, so that chords between corners do not cut them. */
const OUTWARD = 1 / Math.cos(TURN / STEPS / 2);

const turned = (angle: number): number => ((angle % TURN) + TURN) % TURN;

/** A stretch of a circle that no other disc covers, counter-clockwise from `from` to `to` (`to` > `from`). */
interface Arc {
  readonly disc: Disc;
  readonly from: number;
  readonly to: number;
}

/** Angles of `disc` that `other` covers: start and length; all of it, or null for none. */
function covered({ at, radiusM: r }: Disc, other: Disc): { start: number; length: number } | "all" | null {
  const [dx, dy] = [other.at[0] - at[0], other.at[1] - at[1]];
  const d = Math.hypot(dx, dy);
  if (d + r <= other.radiusM) return "all";
  if (d >= r + other.radiusM || d + other.radiusM <= r) return null;
  const half = Math.acos(Math.min(1, Math.max(-1, (d * d + r * r - other.radiusM ** 2) / (2 * d * r))));
  return { start: turned(Math.atan2(dy, dx) - half), length: 2 * half };
}

/** The stretches of a disc's circle that are the union's outline. */
function freeArcs(disc: Disc, others: readonly Disc[]): Arc[] {
  const stretches: { start: number; end: number }[] = [];
  for (const other of others) {
    const part = covered(disc, other);
    if (part === "all") return [];
    if (!part) continue;
    const end = part.start + part.length;
    stretches.push({ start: part.start, end: Math.min(end, TURN) });
    if (end > TURN) stretches.push({ start: 0, end: end - TURN });
  }
  if (stretches.length === 0) return [{ disc, from: 0, to: TURN }];
  stretches.sort((a, b) => a.start - b.start);
  const arcs: Arc[] = [];
  let at = 0;
  for (const { start, end } of stretches) {
    if (start > at) arcs.push({ disc, from: at, to: start });
    at = Math.max(at, end);
  }
  if (at < TURN) arcs.push({ disc, from: at, to: TURN });
  // One arc across the angle 0 was cut in two there.
  const [first, last] = [arcs[0], arcs.at(-1)];
  if (first && last && first !== last && first.from === 0 && last.to === TURN)
    return [...arcs.slice(1, -1), { disc, from: last.from, to: TURN + first.to }];
  return arcs;
}

const pointAt = ({ at, radiusM }: Disc, angle: number): Metres => [
  at[0] + radiusM * Math.cos(angle),
  at[1] + radiusM * Math.sin(angle),
];

const cornersOf = ({ disc, from, to }: Arc): Metres[] => {
  const count = Math.max(1, Math.ceil(((to - from) / TURN) * STEPS));
  return Array.from({ length: count }, (_, k) => pointAt(disc, from + ((to - from) * k) / count));
};

/**
 * The outlines of what discs cover together, counter-clockwise, one for each part that hangs together. What an outline encloses
 * counts as covered: nobody is let into a hole of a cordon. The outlines hold every disc whole and stand out by 0.05 % at most.
 */
export function discsUnion(given: readonly Disc[]): Metres[][] {
  const discs = given
    .filter(({ radiusM }) => radiusM > 0)
    // The same disc twice would hide itself.
    .filter(
      (d, i, all) => all.findIndex((o) => o.radiusM === d.radiusM && o.at[0] === d.at[0] && o.at[1] === d.at[1]) === i,
    )
    .map(({ at, radiusM }) => ({ at, radiusM: radiusM * OUTWARD }));
  const open = discs.flatMap((disc) =>
    freeArcs(
      disc,
      discs.filter((other) => other !== disc),
    ),
  );
  const rings: Metres[][] = [];
  for (let arc = open.pop(); arc; arc = open.pop()) {
    const ring = cornersOf(arc);
    const start = pointAt(arc.disc, arc.from);
    for (let end = pointAt(arc.disc, arc.to); open.length > 0; ) {
      const gap = (next: Arc): number => {
        const [x, y] = pointAt(next.disc, next.from);
        return Math.hypot(x - end[0], y - end[1]);
      };
      const next = open.reduce((best, one) => (gap(one) < gap(best) ? one : best));
      if (Math.hypot(start[0] - end[0], start[1] - end[1]) <= gap(next)) break;
      open.splice(open.indexOf(next), 1);
      ring.push(...cornersOf(next));
      end = pointAt(next.disc, next.to);
    }
    if (shoelaceM2(ring) > 0) rings.push(ring);
  }
  return rings;
}
