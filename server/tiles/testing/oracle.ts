import * as fc from "fast-check";
import type { LngLat } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { PIPE_TILE, STATION_TILE, TAG_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { encodeNetworkTile } from "../network-tile.ts";
import type { PipeRow } from "../pages-of-rows.ts";
import { sightOf } from "../sight.ts";
import type { Snapshot } from "../snapshot.ts";
import type { TileAddress } from "../world.ts";
import { COUNTIES, type Decoded, decode, ENTERPRISES, type Network, network, snapshotFrom, UNITS } from "./network.ts";

export const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
export const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant(PROVINCE),
  fc
    .constantFrom("130100", "130200", "139999")
    .map((areaCode): Scope => ({ level: "city", areaCode, enterpriseId: null })),
  fc.constantFrom(...COUNTIES).map((areaCode): Scope => ({ level: "county", areaCode, enterpriseId: null })),
  fc
    .constantFrom(...ENTERPRISES, "E9")
    .map((enterpriseId): Scope => ({ level: "enterprise", areaCode: "130102", enterpriseId })),
);

/** Longitude and latitude in units of one tile, by the textbook formula: the oracle. */
export function inTile([lng, lat]: LngLat, { z, x, y }: TileAddress): [number, number] {
  const n = 2 ** z * TILE_EXTENT;
  const rad = (lat * Math.PI) / 180;
  const py = (0.5 - Math.log(Math.tan(Math.PI / 4 + rad / 2)) / (2 * Math.PI)) * n;
  return [(lng / 360 + 0.5) * n - x * TILE_EXTENT, py - y * TILE_EXTENT];
}
export const tileAt = ([lng, lat]: LngLat, z: number): TileAddress => {
  const [x, y] = inTile([lng, lat], { z, x: 0, y: 0 });
  return { z, x: Math.floor(x / TILE_EXTENT), y: Math.floor(y / TILE_EXTENT) };
};
export const address = fc
  .tuple(
    fc.double({ min: 114.25, max: 114.75, noNaN: true }),
    fc.double({ min: 37.85, max: 38.25, noNaN: true }),
    fc.integer({ min: 4, max: 15 }),
  )
  .map(([lng, lat, z]) => tileAt([lng, lat], z));

export const distance = (
  [px, py]: readonly number[],
  [ax, ay]: readonly number[],
  [bx, by]: readonly number[],
): number => {
  const [dx, dy] = [(bx as number) - (ax as number), (by as number) - (ay as number)];
  const t = Math.max(
    0,
    Math.min(
      1,
      (((px as number) - (ax as number)) * dx + ((py as number) - (ay as number)) * dy) / (dx * dx + dy * dy || 1),
    ),
  );
  return Math.hypot((px as number) - (ax as number) - t * dx, (py as number) - (ay as number) - t * dy);
};
export const fromLine = (p: readonly number[], line: readonly (readonly number[])[]) =>
  Math.min(...line.slice(1).map((b, i) => distance(p, line[i] as readonly number[], b)));
export const PIXEL = TILE_EXTENT / 512;

/** Points along a line, in units of the tile, no further apart than a pixel. */
export const walk = (line: readonly (readonly number[])[]): number[][] =>
  line.slice(1).flatMap((b, i) => {
    const a = line[i] as readonly number[];
    const steps = Math.min(
      20_000,
      Math.ceil(Math.hypot((b[0] as number) - (a[0] as number), (b[1] as number) - (a[1] as number)) / PIXEL) + 1,
    );
    return Array.from({ length: steps + 1 }, (_, s) => [
      (a[0] as number) + (((b[0] as number) - (a[0] as number)) * s) / steps,
      (a[1] as number) + (((b[1] as number) - (a[1] as number)) * s) / steps,
    ]);
  });
export const isIn = ([x, y]: readonly number[], margin = 0) =>
  (x as number) >= margin &&
  (y as number) >= margin &&
  (x as number) < TILE_EXTENT - margin &&
  (y as number) < TILE_EXTENT - margin;

export interface Case {
  readonly net: Network;
  readonly snapshot: Snapshot;
  readonly at: TileAddress;
  readonly sight: ReturnType<typeof sightOf>;
  readonly layers: { readonly pipe: Decoded[]; readonly station: Decoded[]; readonly tag: Decoded[] };
}

export function forEveryTile(law: (one: Case) => void): void {
  fc.assert(
    fc.property(network, scope, address, (net, who, at) => {
      const snapshot = snapshotFrom(net);
      const sight = sightOf(who, snapshot, UNITS);
      const bytes = encodeNetworkTile(snapshot, sight, at);
      const layers = {
        pipe: decode(bytes, PIPE_TILE.layer),
        station: decode(bytes, STATION_TILE.layer),
        tag: decode(bytes, TAG_TILE.layer),
      };
      law({ net, snapshot, at, sight, layers });
    }),
    { numRuns: 150 },
  );
}

export const pipeOf = ({ net, snapshot }: Case, seq: number) =>
  net.pipes.find((p) => p.id === snapshot.pipeId(seq)) as PipeRow;
export const mayHold = ({ level, areaCode, enterpriseId }: Scope, row: { area_code: string; enterprise_id: string }) =>
  level === "province" ||
  (level === "enterprise"
    ? row.enterprise_id === enterpriseId
    : row.area_code === areaCode || (level === "city" && (UNITS.get(areaCode) ?? []).includes(row.area_code)));
