import type { Bbox } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { NOBODY } from "./lines.ts";
import { widenTo } from "./packed-tree.ts";
import { type Sight, type Snapshot, sees } from "./snapshot.ts";
import { latOf, lngOf } from "./world.ts";

/** What TileJSON 3.0.0 means when it says nothing. */
const WORLD: Bbox = [-180, -85.05112877980659, 180, 85.0511287798066];

function measure(snapshot: Snapshot, sight: Sight): Bbox | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (lng: number, lat: number) => {
    if (lng < box[0]) box[0] = lng;
    if (lat < box[1]) box[1] = lat;
    if (lng > box[2]) box[2] = lng;
    if (lat > box[3]) box[3] = lat;
  };
  const { pipes, stations } = snapshot;
  // In whole world units first: one projection for all pipes.
  const world = Int32Array.of(0x7fffffff, 0x7fffffff, -0x80000000, -0x80000000);
  for (const { seqs, offsets, xy } of pipes.lines)
    for (let place = 0; place < seqs.length; place += 1) {
      const seq = seqs[place] as number;
      if (seq === NOBODY || !sees(sight, pipes, seq)) continue;
      const end = 2 * (offsets[place + 1] as number);
      for (let k = 2 * (offsets[place] as number); k < end; k += 2)
        widenTo(world, xy[k] as number, xy[k + 1] as number);
    }
  const [west, north, east, south] = world as unknown as [number, number, number, number];
  if (west <= east) {
    add(lngOf(west), latOf(south));
    add(lngOf(east), latOf(north));
  }
  for (let i = 0; i < stations.count; i += 1)
    if (sees(sight, stations, i)) add(stations.lngLat[2 * i] as number, stations.lngLat[2 * i + 1] as number);
  return box[0] <= box[2] ? box : null;
}

const kept = new WeakMap<Snapshot, Map<string, Bbox | null>>();

/**
 * The box of the pipes and stations in sight, never of anybody else's; where there are none, of the outline of one's own area, which is
 * public. Measured once for each sight of a snapshot.
 */
export function boundsFor(snapshot: Snapshot, sight: Sight, { areaCode }: Scope): Bbox {
  const bySight = kept.get(snapshot) ?? new Map<string, Bbox | null>();
  kept.set(snapshot, bySight);
  const known = bySight.get(sight.key);
  const measured = known === undefined ? measure(snapshot, sight) : known;
  bySight.set(sight.key, measured);
  return measured ?? snapshot.outlines.find(({ code }) => code === areaCode)?.bbox ?? WORLD;
}

/** The box of all outlines, which everybody may see. */
export function outlineBounds({ outlines }: Snapshot): Bbox {
  const own = outlines.filter(({ level }) => level !== "neighbour").map(({ bbox }) => bbox);
  if (own.length === 0) return WORLD;
  const edge = (i: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) => pick(...own.map((box) => box[i]));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}
