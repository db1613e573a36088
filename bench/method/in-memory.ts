import { outlineUnits } from "#scripts/outlines/outline-units.ts";
import type { Built } from "#server/tiles/build.ts";
import type { Sight, Snapshot } from "#server/tiles/snapshot.ts";
import { snapshotOf } from "#server/tiles/snapshot-of.ts";
import { type TileAddress, WORLD_BITS, worldX, worldY } from "#server/tiles/world.ts";
import type { Courses } from "#bench/province/courses.ts";
import { readPacked } from "#bench/province/pack.ts";
import { builtFile } from "#bench/province/prepare.ts";
import type { Scale } from "#bench/province/scales.ts";

/** A prepared snapshot in this process. */
export function snapshotAt(scale: Scale): Snapshot {
  const built = readPacked<Built>(builtFile(scale));
  return snapshotOf(built.checksum, outlineUnits(), built);
}

export const everythingIn = (snapshot: Snapshot): Sight => ({
  key: "all",
  county: new Uint8Array(snapshot.counties.length).fill(1),
  enterprise: -1,
});

/** Tiles of a zoom that any pipe's box touches: the same list for both sides. */
export function touchedTiles({ count, offsets, lngLat }: Courses, z: number): TileAddress[] {
  const shift = WORLD_BITS - z;
  const found = new Set<number>();
  for (let i = 0; i < count; i++) {
    let [west, north, east, south] = [2 ** 31, 2 ** 31, 0, 0];
    for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++) {
      const x = worldX(lngLat[2 * k] as number) >> shift;
      const y = worldY(lngLat[2 * k + 1] as number) >> shift;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
    for (let x = west; x <= east; x++) for (let y = north; y <= south; y++) found.add(x * 2 ** z + y);
  }
  return [...found].map((key) => ({ z, x: Math.floor(key / 2 ** z), y: key % 2 ** z }));
}

/** As many tiles of a zoom around pipes picked by chance: dense places come more often, as they do for people. */
export function likelyTiles({ count, offsets, lngLat }: Courses, z: number, wanted: number): TileAddress[] {
  const shift = WORLD_BITS - z;
  const found = new Map<string, TileAddress>();
  let seed = z;
  for (let tries = 0; tries < 8 * wanted && found.size < wanted; tries++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const at = 2 * (offsets[Math.floor((seed / 2 ** 32) * count)] as number);
    const one = { z, x: worldX(lngLat[at] as number) >> shift, y: worldY(lngLat[at + 1] as number) >> shift };
    found.set(`${one.x}/${one.y}`, one);
  }
  return [...found.values()];
}

/** Rounds that are not counted: a server that has served for a while has its code compiled and its pages read, and so has a database. */
const WARM_UP = 5;

/** ms of each, in several rounds, after those that warm up. `largest` in bytes. */
export async function timedTiles(
  tiles: readonly TileAddress[],
  rounds: number,
  make: (at: TileAddress) => Promise<Uint8Array> | Uint8Array,
): Promise<{ times: number[]; largest: number }> {
  const times: number[] = [];
  let largest = 0;
  for (let round = 0; round < WARM_UP + rounds; round++)
    for (const at of tiles) {
      const began = performance.now();
      const made = make(at);
      const bytes = made instanceof Promise ? await made : made;
      if (round >= WARM_UP) times.push(performance.now() - began);
      largest = Math.max(largest, bytes.length);
    }
  return { times, largest };
}
