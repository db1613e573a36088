import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import { TILE_EXTENT } from "#contract/tiles.ts";
import type { AlarmBadge } from "./alarm-badges.ts";
import { badgeSpots } from "./badge-spots.ts";
import { toWorld } from "./mercator.ts";
import type { FlatMesh } from "./network-tile.ts";
import { CORNERS, quadIndex, SIXTEENTHS } from "./quads.ts";

/**
 * Bytes of a vertex: float32 x, y in tile units of zoom 0 from the badges' origin · int16 corner x, y and int16 local x, y in 1/16 pixel, y down ·
 * uint8 part, level, digit, nothing.
 */
export const BADGE_STRIDE = 20;

/** What a square of the mesh is: the shader knows them by number. */
export const BADGE_PART = { mark: 0, halo: 1, ink: 2 } as const;

/** CSS pixels: edge of a shape, least room for it and its number, and between a number and the next shape. */
export const SHAPE_PX = 15;
const SLOT_PX = 36;
const GAP_PX = 6;
/** Above the name of an area, and above the symbol of a station. */
const ABOVE_PX = 32;
/** One digit, and what its halo reaches beyond it. */
export const BADGE_DIGIT = { width: 8, height: 16, font: 14, halo: 2.5, pad: 3 } as const;
/** Half the edge of a shape's square: its halo lies in it. */
const MARK_HALF = SHAPE_PX / 2 + 3;

/** A badge and where its middle stands, CSS pixels from its place; y down. */
export interface PlacedBadge {
  readonly badge: AlarmBadge;
  readonly world: readonly [number, number];
  readonly middle: readonly [number, number];
}

/** What the layer of badges draws. */
export interface BadgeView {
  readonly placed: readonly PlacedBadge[];
  /** Place in the world that the mesh counts from. */
  readonly origin: readonly [number, number];
  readonly mesh: FlatMesh;
}

/** Another view is another frame, and no new layer. */
export interface ShownBadges {
  view: BadgeView;
}

const NO_MESH: FlatMesh = { vertices: new Uint8Array(0), index: new Uint16Array(0) };
export const NO_BADGES: BadgeView = { placed: [], origin: [0, 0], mesh: NO_MESH };

const ringingOf = ({ counts }: AlarmBadge): readonly WarningLevel[] =>
  WARNING_LEVELS.filter((level) => counts[level] > 0);

/** Room of a shape and its number, CSS pixels. */
const slotOf = (count: number): number =>
  Math.max(SLOT_PX, SHAPE_PX + 1 + String(count).length * BADGE_DIGIT.width + GAP_PX);
const widthOf = (badge: AlarmBadge): number =>
  ringingOf(badge).reduce((sum, level) => sum + slotOf(badge.counts[level]), 0);

/**
 * Badges where they stand: those of areas over names, those among clusters where they hide no cluster's number.
 * @param discs places of clusters, degrees; none where there are no clusters
 * @param zoom level that the clusters are made for
 * @param scale factor on everything that is drawn
 */
export function placeBadges(
  badges: readonly AlarmBadge[],
  discs: readonly (readonly [number, number])[],
  zoom: number,
  scale: number,
): BadgeView {
  const seeking = badges.map((badge) => ({
    lngLat: badge.lngLat,
    width: widthOf(badge),
    height: SHAPE_PX + 3,
  }));
  const spots = discs.length === 0 ? null : badgeSpots(seeking, discs, zoom, ABOVE_PX, scale);
  const placed = badges.map(
    (badge, i): PlacedBadge => ({
      badge,
      world: toWorld(badge.lngLat[0], badge.lngLat[1]),
      middle: spots?.[i] ?? [0, -ABOVE_PX],
    }),
  );
  const origin = placed[0]?.world ?? [0, 0];
  return { placed, origin, mesh: meshOf(placed.toSorted(leastFirst).flatMap(partsOf), origin) };
}

/** What rings worst is drawn last, over the others. */
const leastFirst = (a: PlacedBadge, b: PlacedBadge): number =>
  WARNING_LEVELS.indexOf(b.badge.worst) - WARNING_LEVELS.indexOf(a.badge.worst);

interface Part {
  readonly world: readonly [number, number];
  readonly kind: number;
  readonly level: number;
  readonly digit: number;
  /** Middle of a mark, upper left corner of a digit; pixels from the place. */
  readonly at: readonly [number, number];
}

/** Shape and number of each level that rings side by side, the worst first; halos under numbers, so that no digit's covers the next one. */
function partsOf({ badge, world, middle: [middle, y] }: PlacedBadge): Part[] {
  let next = middle - widthOf(badge) / 2;
  return ringingOf(badge).flatMap((level): Part[] => {
    const x = next;
    next += slotOf(badge.counts[level]);
    const mark = { world, kind: BADGE_PART.mark, level: WARNING_LEVELS.indexOf(level), digit: 0 };
    const { width, height, pad } = BADGE_DIGIT;
    const digits = [...String(badge.counts[level])].map((digit, i) => ({
      ...mark,
      digit: Number(digit),
      at: [x + SHAPE_PX + 1 + i * width - pad, y - height / 2 - pad] as const,
    }));
    return [
      { ...mark, at: [x + SHAPE_PX / 2, y] },
      ...digits.map((digit) => ({ ...digit, kind: BADGE_PART.halo })),
      ...digits.map((digit) => ({ ...digit, kind: BADGE_PART.ink })),
    ];
  });
}

function meshOf(parts: readonly Part[], origin: readonly [number, number]): FlatMesh {
  if (parts.length === 0) return NO_MESH;
  const buffer = new ArrayBuffer(parts.length * 4 * BADGE_STRIDE);
  const out = new DataView(buffer);
  let at = 0;
  for (const part of parts) {
    const isMark = part.kind === BADGE_PART.mark;
    for (let c = 0; c < 8; c += 2) {
      for (const axis of [0, 1] as const) {
        out.setFloat32(at + 4 * axis, (part.world[axis] - origin[axis]) * TILE_EXTENT, true);
        // The corners of a digit are told by their sign: how large it is on the screen is whole pixels, known when it is drawn.
        const local = (CORNERS[c + axis] as number) * (isMark ? MARK_HALF : 1);
        const corner = part.at[axis] + (isMark ? local : 0);
        out.setInt16(at + 8 + 2 * axis, Math.round(corner * SIXTEENTHS), true);
        out.setInt16(at + 12 + 2 * axis, Math.round(local * SIXTEENTHS), true);
      }
      out.setUint8(at + 16, part.kind);
      out.setUint8(at + 17, part.level);
      out.setUint8(at + 18, part.digit);
      at += BADGE_STRIDE;
    }
  }
  return { vertices: new Uint8Array(buffer), index: quadIndex(parts.length) };
}

/**
 * The badge under a spot, or null; of several the one drawn last.
 * @param lngLat degrees
 * @param zoom of the map
 * @param reach CSS pixels beside it that still count as on it
 */
export function badgeAt(
  { placed }: BadgeView,
  lngLat: readonly [number, number],
  zoom: number,
  scale: number,
  reach: number,
): AlarmBadge | null {
  const px = 512 * 2 ** zoom;
  const [x, y] = toWorld(lngLat[0], lngLat[1]);
  const found = placed.filter(({ badge, world, middle }) => {
    const dx = Math.abs((x - world[0]) * px - middle[0] * scale);
    const dy = Math.abs((y - world[1]) * px - middle[1] * scale);
    return dx <= (widthOf(badge) * scale) / 2 + reach && dy <= ((SHAPE_PX + 3) * scale) / 2 + reach;
  });
  return found.toSorted(leastFirst).at(-1)?.badge ?? null;
}
