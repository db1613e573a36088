import fc from "fast-check";
import { expect, test } from "vitest";
import { GAS_KINDS, STATION_KINDS } from "#contract/gas.ts";
import { COARSEST, type ClusterTree, cellOf, cellUnits, FINEST, LATE_KINDS, SMALL_KINDS } from "#lib/cluster-grid.ts";
import { clusterStations, type StationColumns, type StationFilter } from "./cluster-stations.ts";

interface Row {
  readonly x: number;
  readonly y: number;
  readonly kind: number;
  readonly gas: number;
}

const OUT = 255;
/** Places within a province, some of them in one and the same spot, some out of sight. */
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    x: fc.integer({ min: 3_500_000_000, max: 3_560_000_000 }),
    y: fc.oneof(fc.integer({ min: 1_650_000_000, max: 1_720_000_000 }), fc.constant(1_700_000_001)),
    kind: fc.oneof(fc.nat(STATION_KINDS.length - 1), fc.constant(OUT)),
    gas: fc.nat(GAS_KINDS.length - 1),
  }),
  { maxLength: 200 },
);
const filters: fc.Arbitrary<StationFilter> = fc.record(
  { stationKind: fc.constantFrom(...STATION_KINDS), gasKind: fc.constantFrom(...GAS_KINDS) },
  { requiredKeys: [] },
);

const columnsOf = (list: readonly Row[]): StationColumns => ({
  place: Uint32Array.from(list.flatMap(({ x, y, kind }) => (kind === OUT ? [2 ** 32 - 1, 2 ** 32 - 1] : [x, y]))),
  kind: Uint8Array.from(list, ({ kind }) => kind),
  gas: Uint8Array.from(list, ({ kind, gas }) => (kind === OUT ? OUT : gas)),
});

const levels = ({ levels: all }: ClusterTree) => all.map((level, i) => ({ ...level, zoom: COARSEST + i }));
const isWanted = ({ kind, gas }: Row, names: readonly string[], { stationKind, gasKind }: StationFilter) =>
  names.includes(STATION_KINDS[kind] ?? "") &&
  (stationKind === undefined || STATION_KINDS[kind] === stationKind) &&
  (gasKind === undefined || GAS_KINDS[gas] === gasKind);

test("at every zoom each small station that is in sight and wanted is in one cluster, and nothing else is", () => {
  fc.assert(
    fc.property(rows, filters, (list, filter) => {
      const clusters = clusterStations(columnsOf(list), filter);
      for (const [tree, names] of [
        [clusters.all, SMALL_KINDS],
        [clusters.late, LATE_KINDS],
      ] as const) {
        const due = [...list.keys()].filter((seq) => isWanted(list[seq] as Row, names, filter));
        expect([...tree.members].sort((a, b) => a - b)).toEqual(due);
        for (const { offsets } of levels(tree)) {
          expect([offsets[0], offsets.at(-1)]).toEqual([0, due.length]);
          expect(offsets.every((to, i) => i === 0 || to > (offsets[i - 1] as number))).toBe(true);
        }
      }
    }),
  );
});

test("every member lies in its cluster's cell, the cluster stands in it too, and no cell has two clusters", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const { all } = clusterStations(columnsOf(list), {});
      for (const { offsets, place, zoom } of levels(all)) {
        const cell = (x: number, y: number) => `${cellOf(x, zoom)}/${cellOf(y, zoom)}`;
        const seen = new Set<string>();
        for (let c = 0; c + 1 < offsets.length; c++) {
          const own = cell(place[2 * c] as number, place[2 * c + 1] as number);
          expect(seen.has(own)).toBe(false);
          seen.add(own);
          for (const seq of all.members.subarray(offsets[c], offsets[c + 1]))
            expect(cell((list[seq] as Row).x, (list[seq] as Row).y)).toBe(own);
        }
      }
    }),
  );
});

/** Who is together with whom, whatever numbers they have. */
const groups = (list: readonly Row[], names: readonly number[]) => {
  const { all } = clusterStations(columnsOf(list), {});
  return levels(all).map(({ offsets, place }) =>
    Array.from({ length: offsets.length - 1 }, (_, c) => ({
      at: [place[2 * c], place[2 * c + 1]],
      of: [...all.members.subarray(offsets[c], offsets[c + 1])].map((seq) => names[seq]).sort(),
    })),
  );
};

test("clusters do not depend on the order of stations", () => {
  fc.assert(
    fc.property(
      rows.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
      ),
      ([list, order]) => {
        const inOrder = [...list.keys()];
        expect(
          groups(
            order.map((i) => list[i] as Row),
            order,
          ),
        ).toEqual(groups(list, inOrder));
      },
    ),
  );
});

test("cells nest: a cluster of one zoom is the sum of clusters of the next", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const { all } = clusterStations(columnsOf(list), {});
      for (let i = 0; i + 1 < all.levels.length; i++) {
        const finer = new Set(all.levels[i + 1]?.offsets);
        expect([...(all.levels[i]?.offsets ?? [])].every((offset) => finer.has(offset))).toBe(true);
      }
    }),
  );
});

test("a station alone is where it is; a crowd is near its cell's middle, so that neighbours stay apart", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const { all } = clusterStations(columnsOf(list), {});
      for (const { offsets, place, zoom } of levels(all))
        for (let c = 0; c + 1 < offsets.length; c++) {
          const [x, y] = [place[2 * c] as number, place[2 * c + 1] as number];
          const [first, count] = [
            all.members[offsets[c] as number] as number,
            (offsets[c + 1] as number) - (offsets[c] as number),
          ];
          if (count === 1) expect([x, y]).toEqual([list[first]?.x, list[first]?.y]);
          else
            for (const at of [x, y])
              expect(Math.abs(at / cellUnits(zoom) - cellOf(at, zoom) - 0.5)).toBeLessThanOrEqual(0.2501);
        }
    }),
  );
});

test("a crowd stands beside the symbol of a greater station, not on it", () => {
  const box = STATION_KINDS.indexOf("regulator_box");
  const [x, y] = [5985.5 * cellUnits(10), 2850.5 * cellUnits(10)];
  const boxes = Array.from({ length: 9 }, (_, i) => ({ x: x + i, y, kind: box, gas: 0 }));
  const gate = { x, y, kind: STATION_KINDS.indexOf("city_gate"), gas: 0 };
  const placeOf = (list: readonly Row[]) => clusterStations(columnsOf(list), {}).all.levels[10 - COARSEST]?.place ?? [];
  const away = (place: ArrayLike<number>) =>
    Math.hypot((place[0] as number) - x, (place[1] as number) - y) / cellUnits(10);
  expect(away(placeOf(boxes))).toBeLessThan(0.01);
  expect(away(placeOf([...boxes, gate]))).toBeGreaterThan(0.24);
});

test("no stations are no clusters; a network as wide as the world is refused, not clustered wrongly", () => {
  const none = clusterStations(columnsOf([]), {});
  expect(none.all.members).toHaveLength(0);
  expect(none.all.levels).toHaveLength(FINEST - COARSEST + 1);
  const kind = STATION_KINDS.indexOf("regulator_box");
  const ends = [0, 2 ** 32 - 2].map((x) => ({ x, y: 1_700_000_000, kind, gas: 0 }));
  expect(() => clusterStations(columnsOf(ends), {})).toThrow("half the world");
});
