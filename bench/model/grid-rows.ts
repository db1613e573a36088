import { CUSTOMER_CLASSES, MATERIALS, NODE_KINDS, PIPE_STATUSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import { ductColumns } from "#model/network/duct-columns.ts";
import type { NetworkRows } from "#model/network/rows.ts";
import { type GridItem, makeGrid } from "./perfgrid.ts";

const [SOURCE, VALVE, TEE] = (["source", "valve", "tee"] as const).map((kind) => NODE_KINDS.indexOf(kind)) as [
  number,
  number,
  number,
];
const HOURS = 8760;
/** The recipe's demand is that of a busy hour, half as much again as the year's mean. */
const BUSY = 1.5;
const DEGREE = 60 / 111_320;

/**
 * A grid of the recipe as the records of one county: medium pressure, its sources at 2 bar, and a valve at one place of `valveEach`. The whole of
 * it is one pressure district, so that whatever is asked has to solve all of it.
 */
export function gridRows(item: GridItem, valveEach: number): NetworkRows {
  const grid = makeGrid(item);
  const { nodes: count, edges, nx } = item;
  const sources = new Set(grid.sources);
  const level = PRESSURE_LEVELS.indexOf("MP_A");
  const each = <T>(length: number, of: (i: number) => T): T[] => Array.from({ length }, (_, i) => of(i));
  const kindOf = (n: number): number => (sources.has(n) ? SOURCE : n % valveEach === 1 ? VALVE : TEE);
  const customers = new Uint32Array(CUSTOMER_CLASSES.length * count);
  for (let n = 0; n < count; n++) if ((grid.m3H[n] as number) > 0) customers[n * CUSTOMER_CLASSES.length] = 1;
  return {
    ...{ version: "grid", area: "130123" },
    nodes: {
      ids: each(count, (n) => `N${n}`),
      names: each(count, () => ""),
      lngLat: Float64Array.from({ length: 2 * count }, (_, i) => {
        const n = i >> 1;
        return i % 2 === 0 ? 114 + (n % nx) * DEGREE : 38 + Math.floor(n / nx) * DEGREE;
      }),
      kind: Uint8Array.from({ length: count }, (_, n) => kindOf(n)),
      level: new Uint8Array(count).fill(level),
      state: new Uint8Array(count),
      setKPa: Float32Array.from({ length: count }, (_, n) => (sources.has(n) ? 200 : Number.NaN)),
      elevationM: new Float32Array(count).fill(Number.NaN),
      customers,
      annualM3: Float32Array.from(grid.m3H, (m3h) => (m3h * HOURS) / BUSY),
    },
    pipes: {
      ids: each(edges, (e) => `P${e}`),
      seq: Uint32Array.from({ length: edges }, (_, e) => e),
      from: Int32Array.from(grid.from),
      to: Int32Array.from(grid.to),
      lengthM: Float32Array.from(grid.lengthM),
      dnMm: Float32Array.from(grid.mm),
      wallMm: new Float32Array(edges).fill(Number.NaN),
      kPa: new Float32Array(edges).fill(Number.NaN),
      material: new Uint8Array(edges).fill(MATERIALS.indexOf("steel")),
      level: new Uint8Array(edges).fill(level),
      status: new Uint8Array(edges).fill(PIPE_STATUSES.indexOf("in_service")),
    },
    critical: { ids: [], node: new Int32Array(), kind: new Uint8Array(), class: new Uint8Array() },
    ...ductColumns([]),
  };
}
