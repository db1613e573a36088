import { STATION_KINDS, TAG_STATES } from "#contract/gas.ts";
import { cellOf, cellUnits } from "#lib/cluster-grid.ts";
import { toWorld } from "#lib/mercator.ts";
import { encodeTile } from "#lib/testing/encode-tile.ts";
import { CAMERA, type Made } from "./stage.tsx";

export const kindOf = (name: (typeof STATION_KINDS)[number]) => STATION_KINDS.indexOf(name);
export const [NORMAL, WARNING, ALARM, STALE, OFFLINE] = TAG_STATES.map((_, i) => i) as [
  number,
  number,
  number,
  number,
  number,
];
export const SIZE = [320, 200] as const;
export const ZOOM = 10;
/** A place of the map, pixels from its middle at ZOOM, in units of 2^32 around the world. */
export const unitsAt = (x: number, y: number): [number, number] => {
  const [left, top] = toWorld(CAMERA.lng, CAMERA.lat);
  const world = 512 * 2 ** ZOOM;
  return [(left + x / world) * 2 ** 32, (top + y / world) * 2 ** 32].map(Math.round) as [number, number];
};
/** The same in the middle of its cell, so that what is near it is in one cluster with it. */
export const inCell = (x: number, y: number): [number, number] =>
  unitsAt(x, y).map((units) => Math.round((cellOf(units, ZOOM) + 0.5) * cellUnits(ZOOM))) as [number, number];

export interface Group {
  readonly at: readonly [number, number];
  /** State of each station's tag; null = it has none. */
  readonly states: readonly (number | null)[];
}

export const bytes = (numbers: Uint32Array) => new Uint8Array(numbers.buffer as ArrayBuffer);

/** Boxes in groups, tag i at station i where it has one, as columns of the snapshot. */
export function worldOf(groups: readonly Group[]) {
  const stations = groups.flatMap(({ at, states }) =>
    states.map((state, i) => ({ x: at[0] + i * 200, y: at[1], state })),
  );
  const tags = stations.flatMap(({ state }, seq) => (state === null ? [] : [{ seq, state }]));
  const n = stations.length;
  const made: Made = {
    columns: {
      stationPlace: bytes(Uint32Array.from(stations.flatMap(({ x, y }) => [x, y]))),
      stationKind: new Uint8Array(n).fill(kindOf("regulator_box")),
      stationGas: new Uint8Array(n),
      tagStation: bytes(Uint32Array.from(tags, ({ seq }) => seq)),
    },
    numbers: { pipes: 10, stations: n, tags: tags.length },
    network: () => encodeTile({}),
    size: SIZE,
    isBare: true,
  };
  const live = {
    snapshot: "v1",
    value: new Float32Array(tags.length).fill(1),
    at: new Float64Array(tags.length).fill(1),
    state: Uint8Array.from(tags, ({ state }) => state),
  };
  return { made, live };
}
