import { VectorTile } from "@mapbox/vector-tile";
import * as fc from "fast-check";
import { PbfReader } from "pbf";
import { GAS_KINDS, MATERIALS, PIPE_STATUSES, PRESSURE_LEVELS, STATION_KINDS, TAG_KINDS } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { build } from "../build.ts";
import type { UnitCounties } from "../geography.ts";
import {
  endPages,
  enterprisePages,
  type HazardRow,
  hazardPages,
  type PipeRow,
  pipePages,
  type StationRow,
  stationPages,
  type TagRow,
  tagPages,
} from "../pages-of-rows.ts";
import type { OutlineUnit, Snapshot } from "../snapshot.ts";
import { snapshotOf } from "../snapshot-of.ts";

/** A small network for tests: three counties in two units, two enterprises. */
export interface Network {
  readonly pipes: readonly PipeRow[];
  readonly stations: readonly StationRow[];
  readonly tags: readonly TagRow[];
  readonly hazards?: readonly HazardRow[];
}

export const COUNTIES = ["130102", "130104", "130202"] as const;
export const ENTERPRISES = ["E1", "E2"] as const;
export const UNITS: UnitCounties = new Map([
  ["130100", ["130102", "130104"]],
  ["130200", ["130202"]],
]);

/** Around 石家庄, small enough that low zooms put all of it into one tile. */
export const place: fc.Arbitrary<LngLat> = fc.tuple(
  fc.double({ min: 114.3, max: 114.7, noNaN: true }),
  fc.double({ min: 37.9, max: 38.2, noNaN: true }),
);

const owned = {
  area_code: fc.constantFrom(...COUNTIES),
  enterprise_id: fc.constantFrom(...ENTERPRISES),
};
const numbered = <T extends object>(prefix: string, rows: readonly T[]) =>
  rows.map((row, i) => ({ ...row, id: `${prefix}${i}` }));

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const node = fc.integer({ min: 0, max: 12 }).map((n) => `N${n}`);

const pipe = fc.record({
  ...owned,
  pressure_level: fc.constantFrom(...PRESSURE_LEVELS),
  material: fc.constantFrom(...MATERIALS),
  status: fc.constantFrom(...PIPE_STATUSES),
  gas_kind: fc.constantFrom(...GAS_KINDS),
  dn_mm: fc.integer({ min: 20, max: 1200 }),
  length_m: fc.integer({ min: 0, max: 5000 }),
  laid_year: maybe(fc.integer({ min: 1955, max: 2026 })),
  depth_m: maybe(fc.constantFrom(0.8, 1.2)),
  wall_mm: maybe(fc.constantFrom(4, 6.3)),
  design_kpa: maybe(fc.constantFrom(10, 400)),
  operating_kpa: maybe(
    fc.oneof(fc.constantFrom(0, 2, 2.8, 3, 10, 399.9, 400, 4000), fc.double({ min: 0, max: 7000, noNaN: true })),
  ),
  flow_m3h: maybe(fc.constantFrom(-3.5, 0, 120)),
  survey_accuracy_m: maybe(fc.constantFrom(0.1, 0.5, 2)),
  last_patrolled: maybe(
    fc.integer({ min: 18_000, max: 20_782 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  ),
  from_node: node,
  to_node: node,
  path: fc.array(place, { minLength: 2, maxLength: 8 }),
});
const station = fc.record({
  ...owned,
  name: fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\u001f", " ")),
  kind: fc.constantFrom(...STATION_KINDS),
  gas_kind: fc.constantFrom(...GAS_KINDS),
  lngLat: place,
});

export const network: fc.Arbitrary<Network> = fc
  .record({
    pipes: fc.array(pipe, { maxLength: 40 }),
    stations: fc.array(station, { maxLength: 25 }),
    tags: fc.array(
      fc.record({ ...owned, kind: fc.constantFrom(...TAG_KINDS), at: fc.nat({ max: 30 }), node_id: maybe(node) }),
      {
        maxLength: 40,
      },
    ),
  })
  .map(({ pipes, stations, tags }) => ({
    pipes: numbered("P", pipes),
    stations: numbered("S", stations),
    // Some name a station that is not there.
    tags: numbered(
      "T",
      tags.map(({ at, ...tag }) => ({ ...tag, station_id: `S${at}` })),
    ),
  }));

export function snapshotFrom(
  { pipes, stations, tags, hazards }: Partial<Network>,
  outlines: readonly OutlineUnit[] = [],
): Snapshot {
  const pages = {
    counties: COUNTIES,
    pipes: pipePages(pipes ?? []),
    stations: stationPages(stations ?? []),
    tags: tagPages(tags ?? []),
    hazards: hazardPages(hazards ?? []),
    enterprises: enterprisePages(ENTERPRISES.map((id) => ({ id, name: `name of ${id}` }))),
    ends: endPages(pipes ?? [], tags ?? []),
  };
  return snapshotOf("v1", outlines, build(pages));
}

export interface Decoded {
  readonly id: number;
  readonly properties: Readonly<Record<string, number | string | boolean>>;
  /** In tile units. */
  readonly parts: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

/** Features of one layer as another library reads them; none when the layer is not there. */
export function decode(bytes: Uint8Array, layer: string): Decoded[] {
  const found = new VectorTile(new PbfReader(bytes)).layers[layer];
  if (!found) return [];
  return Array.from({ length: found.length }, (_, i) => {
    const feature = found.feature(i);
    return { id: feature.id as number, properties: feature.properties, parts: feature.loadGeometry() };
  });
}
