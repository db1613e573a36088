import fc from "fast-check";
import { expect, test } from "vitest";
import { STATION_KINDS } from "#contract/gas.ts";
import { clusterStations } from "#workers/cluster-stations.ts";
import { COARSEST, FINEST } from "./cluster-grid.ts";
import { arcsOf, CLUSTER_STRIDE, clusterAt, clusterMesh, discRadius } from "./cluster-mesh.ts";
import { ALARM, asStale, clustersIn, OFFLINE, STALE, STATES, WARNING } from "./cluster-view.ts";
import { UNKNOWN_STATE } from "./state-bytes.ts";

const BOX_KIND = STATION_KINDS.indexOf("regulator_box");
const EVERYWHERE = { west: 0, north: 0, east: 1, south: 1 };
/** Boxes of one county, each in a state. */
const stations = fc.array(
  fc.record({
    x: fc.integer({ min: 3_500_000_000, max: 3_501_000_000 }),
    y: fc.integer({ min: 1_700_000_000, max: 1_701_000_000 }),
    byte: fc.nat(255),
  }),
  { minLength: 1, maxLength: 120 },
);
type Stations = { x: number; y: number; byte: number }[];
const treeOf = (list: Stations) =>
  clusterStations(
    {
      place: Uint32Array.from(list.flatMap(({ x, y }) => [x, y])),
      kind: new Uint8Array(list.length).fill(BOX_KIND),
      gas: new Uint8Array(list.length),
    },
    {},
  ).all;
const statesOf = (list: Stations) => Uint8Array.from(list, ({ byte }) => byte);
const zooms = fc.integer({ min: COARSEST, max: FINEST });

test("counts by state are those of counting one by one, and their sum is every station there is", () => {
  fc.assert(
    fc.property(stations, zooms, (list, zoom) => {
      const tree = treeOf(list);
      const { total, states, range } = clustersIn(tree, zoom, EVERYWHERE, statesOf(list));
      expect(total.reduce((sum, n) => sum + n, 0)).toBe(list.length);
      total.forEach((count, c) => {
        const members = [...tree.members.subarray(range[2 * c], range[2 * c + 1])];
        expect(members).toHaveLength(count);
        for (let state = 0; state < STATES; state++)
          expect(states[c * STATES + state]).toBe(
            members.filter((seq) => ((list[seq]?.byte ?? 0) & 7) === state).length,
          );
      });
    }),
  );
});

test("a box shows the clusters that stand in it and no others", () => {
  fc.assert(
    fc.property(stations, zooms, fc.double({ min: 0, max: 1, noNaN: true }), (list, zoom, share) => {
      const tree = treeOf(list);
      const edge = (3_500_000_000 + share * 1_000_000) / 2 ** 32;
      const [left, right] = [
        clustersIn(tree, zoom, { ...EVERYWHERE, east: edge }, statesOf(list)),
        clustersIn(tree, zoom, { ...EVERYWHERE, west: edge }, statesOf(list)),
      ];
      const all = clustersIn(tree, zoom, EVERYWHERE, statesOf(list));
      const place = tree.levels[zoom - COARSEST]?.place ?? [];
      const onEdge = [...all.total.keys()].filter((c) => (place[2 * c] as number) === edge * 2 ** 32).length;
      expect(left.total.length + right.total.length - onEdge).toBe(all.total.length);
    }),
  );
});

test("without live frames nobody is said to be well or in alarm; who never told still has not", () => {
  const states = new Uint32Array(STATES).fill(3);
  const old = asStale(states);
  expect(old[STALE]).toBe(3 * (STATES - 1));
  expect(old[UNKNOWN_STATE]).toBe(3);
  expect(old.reduce((sum, n) => sum + n, 0)).toBe(3 * STATES);
});

const anyStates = fc.array(fc.nat(5000), { minLength: STATES, maxLength: STATES });

test("arcs end one after the other; whatever is there at all has an arc, and nothing else has", () => {
  fc.assert(
    fc.property(anyStates, (states) => {
      const [alarm, warning, stale, normal] = arcsOf(states);
      expect(alarm > 0).toBe((states[ALARM] as number) > 0);
      expect([alarm, warning, stale, normal]).toEqual([alarm, warning, stale, normal].toSorted((a, b) => a - b));
      if (alarm < 200) expect(warning > alarm).toBe((states[WARNING] as number) > 0);
      if (warning < 200) expect(stale > warning).toBe((states[STALE] as number) + (states[OFFLINE] as number) > 0);
      const isKnown = states.some((n, state) => n > 0 && state !== UNKNOWN_STATE);
      expect(normal > 0).toBe(isKnown);
    }),
  );
  expect(arcsOf([0, 0, 0, 0, 0, 0, 0, 900])).toEqual([0, 0, 0, 0]);
  expect(arcsOf([900, 0, 0, 0, 0, 0, 0, 5])).toEqual([0, 0, 0, 255]);
  expect(arcsOf([100_000, 0, 1, 0, 0, 0, 0, 0])[0]).toBeGreaterThan(10);
});

test("the worst clusters are painted last, and each is found where it is drawn", () => {
  const clusters = {
    zoom: 10,
    origin: [0.5, 0.4] as const,
    xy: Int16Array.of(0, 0, 2000, 0, -3000, 800),
    total: Uint32Array.of(7, 1, 250),
    states: new Uint32Array(3 * STATES),
    range: new Uint32Array(6),
  };
  clusters.states[ALARM] = 2;
  const { vertices, index } = clusterMesh(clusters);
  expect(Math.max(...index)).toBeLessThan(vertices.byteLength / CLUSTER_STRIDE);
  const last = new Int16Array(vertices.buffer).subarray(-CLUSTER_STRIDE / 2);
  expect([last[0], last[1]]).toEqual([0, 0]);
  const px = 512 / 4096;
  for (const c of [0, 1, 2]) {
    const [x, y] = [(clusters.xy[2 * c] as number) * px, (clusters.xy[2 * c + 1] as number) * px];
    expect(clusterAt(clusters, x + 2, y, px, 1)).toBe(c);
    expect(clusterAt(clusters, x + discRadius(clusters.total[c] as number) + 8, y, px, 1)).toBe(-1);
  }
});
