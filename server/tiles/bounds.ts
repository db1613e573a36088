import type { Bbox } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { type Sight, type Snapshot, sees } from "./snapshot.ts";

/** What TileJSON 3.0.0 means when it says nothing. */
const WORLD: Bbox = [-180, -85.05112877980659, 180, 85.0511287798066];

function measure(snapshot: Snapshot, sight: Sight): Bbox | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (lngLat: Float64Array, from: number, to: number) => {
    for (let i = 2 * from; i < 2 * to; i += 2) {
      const [lng, lat] = [lngLat[i] as number, lngLat[i + 1] as number];
      if (lng < box[0]) box[0] = lng;
      if (lat < box[1]) box[1] = lat;
      if (lng > box[2]) box[2] = lng;
      if (lat > box[3]) box[3] = lat;
    }
  };
  const { pipes, stations } = snapshot;
  for (let i = 0; i < pipes.count; i += 1)
    if (sees(sight, pipes, i)) add(pipes.lngLat, pipes.offsets[i] as number, pipes.offsets[i + 1] as number);
  for (let i = 0; i < stations.count; i += 1) if (sees(sight, stations, i)) add(stations.lngLat, i, i + 1);
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
