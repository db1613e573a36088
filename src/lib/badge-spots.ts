import { toWorld } from "./mercator.ts";

/** A badge that looks for room: its place in degrees, its width and height in pixels. */
export interface SeekingBadge {
  readonly lngLat: readonly [number, number];
  readonly width: number;
  readonly height: number;
}

/** Pixels from a badge's place to its middle; y down. */
export type BadgeSpot = readonly [number, number];

/** A disc with its ring, and the pills under it: what must stay readable, pixels around a cluster's place. */
const DISC = { left: -24, top: -22, right: 24, bottom: 32 } as const;
/** The number in its middle. */
const NUMBER = { left: -15, top: -9, right: 15, bottom: 9 } as const;
/** A map drawn between two levels is up to half a level nearer or farther than the level says. */
const FACTORS = [0.71, 0.84, 1, 1.19, 1.41] as const;
const WORLD_PX = 512;

/** The usual spot first, then under the place, then higher and lower, then beside it. */
const spotsFor = ({ width }: SeekingBadge, above: number): readonly BadgeSpot[] => [
  [0, -above],
  [0, above + 8],
  [0, -above - 22],
  [0, above + 30],
  [width / 2 + 30, 0],
  [-width / 2 - 30, 0],
  [width / 2 + 20, -above],
  [-width / 2 - 20, -above],
];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** A number or another badge: covered, it says something wrong. A rim that is covered is only less of a rim. */
  readonly isWord: boolean;
}

/** What a badge would hide at a spot: of numbers and other badges, and of rims. */
interface Hidden {
  readonly words: number;
  readonly rims: number;
}

const hidesLess = (a: Hidden, b: Hidden): boolean => a.words < b.words || (a.words === b.words && a.rims < b.rims);

function hiddenBy(box: Box, near: readonly Box[]): Hidden {
  let [words, rims] = [0, 0];
  for (const other of near) {
    const most = Math.max(...FACTORS.map((factor) => shared(box, other, factor)));
    if (other.isWord) words += most;
    else rims += most;
  }
  return { words, rims };
}

/** Pixels that two boxes share along x times those along y; `x`, `y` grow with the zoom, the edges do not. */
function shared(a: Box, b: Box, factor: number): number {
  const dx = (b.x - a.x) * factor;
  const dy = (b.y - a.y) * factor;
  const wide = Math.min(a.right, b.right + dx) - Math.max(a.left, b.left + dx);
  const high = Math.min(a.bottom, b.bottom + dy) - Math.max(a.top, b.top + dy);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/** Nothing farther than this from a badge can touch it, pixels. */
const REACH_PX = 260;

/**
 * Where badges stand so that none hides the number of a cluster or another badge, as far as there is room: of its spots each takes the first that is
 * free from half a level nearer to half a level farther, else the one that hides least of
 * numbers and other badges, and among these least of rims. Those that come first choose first.
 * @param discs places of clusters, degrees
 * @param zoom level that the clusters are made for
 * @param above pixels from a place to the middle of a badge over it
 * @param scale factor on everything that is drawn
 */
export function badgeSpots(
  badges: readonly SeekingBadge[],
  discs: readonly (readonly [number, number])[],
  zoom: number,
  above: number,
  scale = 1,
): readonly BadgeSpot[] {
  const world = (WORLD_PX * 2 ** zoom) / scale;
  const at = ([lng, lat]: readonly [number, number]) => {
    const [x, y] = toWorld(lng, lat);
    return { x: x * world, y: y * world };
  };
  const taken: Box[] = discs.flatMap((disc) => {
    const place = at(disc);
    return [
      { ...place, ...DISC, isWord: false },
      { ...place, ...NUMBER, isWord: true },
    ];
  });
  return badges.map((badge) => {
    const place = at(badge.lngLat);
    const near = taken.filter(({ x, y }) => Math.abs(x - place.x) < REACH_PX && Math.abs(y - place.y) < REACH_PX);
    let best: { spot: BadgeSpot; box: Box; hidden: Hidden } | null = null;
    for (const spot of spotsFor(badge, above)) {
      const box = boxAt(place, spot, badge);
      const hidden = hiddenBy(box, near);
      if (best === null || hidesLess(hidden, best.hidden)) best = { spot, box, hidden };
      if (hidden.words + hidden.rims === 0) break;
    }
    if (best === null) return [0, -above];
    taken.push(best.box);
    return best.spot;
  });
}

const boxAt = (place: { x: number; y: number }, [dx, dy]: BadgeSpot, { width, height }: SeekingBadge): Box => ({
  ...place,
  left: dx - width / 2,
  right: dx + width / 2,
  top: dy - height / 2,
  bottom: dy + height / 2,
  isWord: true,
});
