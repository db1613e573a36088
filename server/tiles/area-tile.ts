import { DIVISION_LABEL_TILE, DIVISION_TILE, NEIGHBOUR_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { clipRing } from "./clip.ts";
import { ByteWriter, LayerWriter } from "./mvt-writer.ts";
import type { OutlineUnit, Snapshot } from "./snapshot.ts";
import { type TileAddress, toWorld, WORLD_BITS, worldX, worldY } from "./world.ts";

/** Outlines run this far over a tile's edge, so that the cut does not show as a line. */
export const AREA_BUFFER = 64;
const LEVEL_RANK = { province: 0, city: 100, county: 1000, neighbour: 2000 } as const;

interface Prepared {
  readonly unit: OutlineUnit;
  readonly id: number;
  readonly rank: number;
  readonly point: readonly [number, number];
  /** [west, north, east, south] in world units. */
  readonly box: readonly [number, number, number, number];
  readonly polygons: readonly (readonly Int32Array[])[];
}

const prepared = new WeakMap<readonly OutlineUnit[], readonly Prepared[]>();

function prepare(outlines: readonly OutlineUnit[]): readonly Prepared[] {
  const found = prepared.get(outlines);
  if (found) return found;
  const size = ({ bbox: [w, s, e, n] }: OutlineUnit) => (e - w) * (n - s);
  const bySize = outlines.toSorted((a, b) => size(b) - size(a));
  const made = outlines.map((unit, id): Prepared => {
    const [w, s, e, n] = unit.bbox;
    return {
      unit,
      id,
      rank: LEVEL_RANK[unit.level] + bySize.filter((other) => other.level === unit.level).indexOf(unit),
      point: [worldX(unit.lngLat[0]), worldY(unit.lngLat[1])],
      box: [worldX(w), worldY(n), worldX(e), worldY(s)],
      polygons: unit.polygons.map((rings) => rings.map(toWorld)),
    };
  });
  prepared.set(outlines, made);
  return made;
}

/**
 * One tile of the set `area`. Outlines are public geography: every signed-in person gets the same tile, and the client dims what is
 * outside their scope. Features carry the position of the unit in `Snapshot.outlines` as id.
 */
export function encodeAreaTile({ outlines }: Snapshot, { z, x, y }: TileAddress): Uint8Array<ArrayBuffer> {
  const shift = WORLD_BITS - z - Math.log2(TILE_EXTENT);
  const left = x * TILE_EXTENT;
  const top = y * TILE_EXTENT;
  const divisions = new LayerWriter(DIVISION_TILE.layer, DIVISION_TILE.attributes);
  const neighbours = new LayerWriter(NEIGHBOUR_TILE.layer, NEIGHBOUR_TILE.attributes);
  const labels = new LayerWriter(DIVISION_LABEL_TILE.layer, DIVISION_LABEL_TILE.attributes);
  // Half a pixel far out. Snapping to a common grid moves both sides of a shared border alike; line thinning would not.
  const grid = z < 10 ? 4 : z < 12 ? 2 : 1;
  for (const one of prepare(outlines)) {
    writeLabel(labels, one, (one.point[0] >> shift) - left, (one.point[1] >> shift) - top);
    const box = one.box.map((v, i) => (v >> shift) - (i % 2 === 0 ? left : top)) as [number, number, number, number];
    const most = TILE_EXTENT + AREA_BUFFER;
    if (box[0] > most || box[1] > most || box[2] < -AREA_BUFFER || box[3] < -AREA_BUFFER) continue;
    const toTile = (ring: Int32Array) => snapped(ring, shift, left, top, grid);
    if (one.unit.level === "neighbour")
      writePolygons(neighbours, one, toTile, (layer) => layer.attribute(0, one.unit.name));
    else writePolygons(divisions, one, toTile, (layer) => writeDivision(layer, one.unit));
  }
  const tile = new ByteWriter();
  neighbours.into(tile);
  divisions.into(tile);
  labels.into(tile);
  return tile.taken();
}

function writeDivision(layer: LayerWriter, unit: OutlineUnit): void {
  layer.attribute(0, unit.code);
  layer.attribute(1, unit.name);
  if (unit.parent !== null) layer.attribute(2, unit.parent);
  layer.attribute(3, unit.level);
  layer.attribute(4, unit.indicative);
}

function writeLabel(layer: LayerWriter, { unit, id, rank }: Prepared, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= TILE_EXTENT || y >= TILE_EXTENT) return;
  layer.begin();
  layer.attribute(0, unit.code);
  layer.attribute(1, unit.name);
  layer.attribute(2, unit.level);
  layer.attribute(3, rank);
  layer.moveTo(x, y);
  layer.end(id, "point");
}

/** A ring in tile units on a coarser grid, without its closing vertex, repeats and spikes. */
function snapped(ring: Int32Array, shift: number, left: number, top: number, grid: number): number[] {
  const out: number[] = [];
  const mask = ~(grid - 1);
  for (let i = 0; i + 2 < ring.length; i += 2) {
    const x = (((ring[i] as number) >> shift) - left) & mask;
    const y = (((ring[i + 1] as number) >> shift) - top) & mask;
    if (out.at(-2) === x && out.at(-1) === y) continue;
    if (out.at(-4) === x && out.at(-3) === y) out.length -= 2;
    else out.push(x, y);
  }
  while (out.length >= 4 && out[0] === out.at(-2) && out[1] === out.at(-1)) out.length -= 2;
  return out;
}

function writePolygons(
  layer: LayerWriter,
  { id, polygons }: Prepared,
  toTile: (ring: Int32Array) => number[],
  attributes: (layer: LayerWriter) => void,
): void {
  layer.begin();
  attributes(layer);
  for (const rings of polygons) {
    for (const [i, ring] of rings.entries()) {
      const cut = clipRing(toTile(ring), -AREA_BUFFER, TILE_EXTENT + AREA_BUFFER);
      const area = doubleArea(cut);
      // Without its outer ring a polygon has no holes either.
      if (area === 0 && i === 0) break;
      if (area !== 0) writeRing(layer, area > 0 === (i === 0) ? cut : backwards(cut));
    }
  }
  layer.end(id, "polygon");
}

/** MVT wants outer rings with positive area, y pointing down, and holes with negative. */
function writeRing(layer: LayerWriter, ring: readonly number[]): void {
  layer.moveTo(ring[0] as number, ring[1] as number);
  layer.lineTo(ring.length / 2 - 1);
  for (let i = 2; i < ring.length; i += 2) layer.point(ring[i] as number, ring[i + 1] as number);
  layer.close();
}

function doubleArea(ring: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    sum += (ring[i] as number) * (ring[next + 1] as number) - (ring[next] as number) * (ring[i + 1] as number);
  }
  return ring.length < 6 ? 0 : sum;
}

function backwards(ring: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) out.push(ring[i] as number, ring[i + 1] as number);
  return out;
}
