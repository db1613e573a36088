import { TILE_EXTENT } from "#contract/tiles.ts";
import { toWorld } from "./mercator.ts";
import type { NetworkTile } from "./network-tile.ts";
import { STATE_MASK, type StateBytes } from "./state-bytes.ts";
import { pipeWidthFactor, TAG_SIZES, type TagPlace } from "./stroke.ts";

/** What a person points at: degrees, the map's zoom, and how far off a hit may be, CSS pixels. */
export interface Aim {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
  readonly reach: number;
}

export interface PickedPipe {
  readonly seq: number;
  readonly level: number;
  readonly material: number;
  readonly dnMm: number;
  readonly status: number;
}

export interface PickedTag {
  readonly seq: number;
  readonly tagKind: number;
  readonly stationSeq: number;
}

/** Where the aim lies in a tile, tile units, and how many pixels a unit spans. */
function inTile({ lng, lat, zoom }: Aim, { z, x, y }: NetworkTile) {
  const [wx, wy] = toWorld(lng, lat);
  const n = 2 ** z;
  return {
    px: (wx * n - x) * TILE_EXTENT,
    py: (wy * n - y) * TILE_EXTENT,
    pixels: (512 * 2 ** (zoom - z)) / TILE_EXTENT,
  };
}

const squaredDistance = (px: number, py: number, ax: number, ay: number, bx: number, by: number): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  const [ex, ey] = [ax + t * dx - px, ay + t * dy - py];
  return ex * ex + ey * ey;
};

/**
 * The pipe nearest to the aim, of those that are drawn and within reach of their stroke's edge; null when there is none.
 * @param isDrawn whether a level and material are shown
 * @param widthOf pixels of a level at zoom 12
 */
export function pickPipe(
  tile: NetworkTile,
  aim: Aim,
  isDrawn: (level: number, material: number) => boolean,
  widthOf: (level: number) => number,
): PickedPipe | null {
  const { px, py, pixels } = inTile(aim, tile);
  const { offsets, xy, seq, level, material, dnMm, status } = tile.lines;
  const factor = pipeWidthFactor(aim.zoom);
  let best = -1;
  let nearest = aim.reach;
  for (let p = 0; p < seq.length; p++) {
    if (!isDrawn(level[p] as number, material[p] as number)) continue;
    const half = (widthOf(level[p] as number) * factor) / 2;
    const limit = ((nearest + half) / pixels) ** 2;
    for (let i = offsets[p] as number; i + 1 < (offsets[p + 1] as number); i++) {
      const d = squaredDistance(
        px,
        py,
        xy[2 * i] as number,
        xy[2 * i + 1] as number,
        xy[2 * i + 2] as number,
        xy[2 * i + 3] as number,
      );
      if (d > limit) continue;
      const edge = Math.max(0, Math.sqrt(d) * pixels - half);
      if (best !== -1 && edge >= nearest) continue;
      best = p;
      nearest = edge;
    }
  }
  if (best === -1) return null;
  return {
    seq: seq[best] as number,
    level: level[best] as number,
    material: material[best] as number,
    dnMm: dnMm[best] as number,
    status: status[best] as number,
  };
}

const WARNING = 1;
const ALARM = 2;

/** The sensor whose mark lies under the aim; of several the worst. Marks stand where `place` says, as the shader draws them. */
export function pickTag(tile: NetworkTile, aim: Aim, states: StateBytes, place: TagPlace): PickedTag | null {
  const { px, py, pixels } = inTile(aim, tile);
  const { position, seq, kind, count, station } = tile.tags;
  let best = -1;
  let worst = -1;
  for (let t = 0; t < count; t++) {
    const v = t * 4;
    const state = (states.bytes[seq[v] as number] ?? STATE_MASK) & STATE_MASK;
    const isBad = state === WARNING || state === ALARM;
    const slot = kind[v * 4 + 1] as number;
    if (!isBad && (!place.calm || (slot > 0 && !place.all))) continue;
    const up = place.offset + (place.all ? slot * place.step : 0);
    const dx = ((position[v * 2] as number) - px) * pixels + place.offset;
    const dy = ((position[v * 2 + 1] as number) - py) * pixels - up;
    const radius = ((TAG_SIZES[state] ?? 9) / 2) * (isBad ? place.bad : place.factor) + aim.reach / 2;
    const rank = state === ALARM ? 2 : state === WARNING ? 1 : 0;
    if (dx * dx + dy * dy > radius * radius || rank <= worst) continue;
    best = t;
    worst = rank;
  }
  if (best === -1) return null;
  return { seq: seq[best * 4] as number, tagKind: kind[best * 16] as number, stationSeq: station[best] as number };
}
