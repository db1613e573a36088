import { expect, test } from "vitest";
import { STATION_KINDS } from "#contract/gas.ts";
import { ALARM, NO_CLUSTERS, NORMAL, STALE, STATES, WARNING } from "#lib/cluster-view.ts";
import { toWorld } from "#lib/mercator.ts";
import type { Network } from "#lib/network-tile.ts";
import { HIDDEN, SELECTED, StateBytes, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { createLiveStore } from "#state/live.ts";
import { clusterStations, type StationColumns, type StationFilter } from "#workers/cluster-stations.ts";
import type { CameraAt } from "./engine-types.ts";
import { createStationKeeper } from "./station-keeper.ts";

const CAMERA: CameraAt = { lng: 114.5, lat: 38, zoom: 10, bounds: [114, 37.6, 115, 38.4], width: 800, height: 800 };
const kindOf = (name: (typeof STATION_KINDS)[number]) => STATION_KINDS.indexOf(name);

/** Four boxes and a pit side by side, a gate, and a box out of sight. */
function columns(): StationColumns {
  const [x, y] = toWorld(114.5, 38).map((share) => share * 2 ** 32) as [number, number];
  const kinds = [...new Array<number>(4).fill(kindOf("regulator_box")), kindOf("valve_pit"), kindOf("city_gate"), 255];
  return {
    place: Uint32Array.from(kinds.flatMap((kind, i) => (kind === 255 ? [2 ** 32 - 1, 2 ** 32 - 1] : [x + i, y]))),
    kind: Uint8Array.from(kinds),
    gas: new Uint8Array(kinds.length),
  };
}

function begin({ fails = 0, isShown = true }: { fails?: number; isShown?: boolean } = {}) {
  const network = {
    version: "v1",
    stationStates: new StateBytes(7, UNKNOWN_STATE),
    tagStates: new StateBytes(6),
    clusters: { view: NO_CLUSTERS },
  } as unknown as Network;
  const live = createLiveStore();
  const waiting: (() => void)[] = [];
  const problems: unknown[] = [];
  const on = { changes: 0, counts: 0, isPast: false, camera: CAMERA, filter: {} as StationFilter, asked: 0, isShown };
  let left = fails;
  const keeper = createStationKeeper({
    live,
    network,
    load: {
      stations: async () => {
        on.asked += 1;
        if (left-- > 0) throw new Error("not now");
        return columns();
      },
      // Tags 0…5 sit in stations 0, 0, 1, 2, 4 and one out of sight.
      tagStation: async () => Uint32Array.of(0, 0, 1, 2, 4, 2 ** 32 - 1),
    },
    cluster: async (...args) => clusterStations(...args),
    camera: () => on.camera,
    wish: () => ({ filter: on.filter, isShown: on.isShown, scale: 1 }),
    onChange: () => {
      on.changes += 1;
    },
    onCounts: () => {
      on.counts += 1;
    },
    isPast: () => on.isPast,
    onProblem: (cause) => problems.push(cause),
    later: (run) => waiting.push(run),
  });
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  /** A second goes by: what waits for it is done. */
  const passSecond = () => {
    for (const run of waiting.splice(0)) run();
  };
  /** And what was put off after it. */
  const passTime = async () => {
    passSecond();
    passSecond();
    await settle();
  };
  const tell = (state: readonly number[], over: object = {}) => {
    const told = { snapshot: "v1", value: new Float32Array(6), at: new Float64Array(6), state: Uint8Array.from(state) };
    live.setState({ status: "live", columns: told, tick: live.getState().tick + 1, ...over });
  };
  const counts = () => {
    const { total, states } = keeper.clusters() ?? { total: [], states: [] };
    return { total: [...total], states: [...states] };
  };
  return { keeper, network, live, on, problems, settle, passSecond, passTime, tell, counts };
}

const row = (over: Readonly<Record<number, number>>) => Array.from({ length: STATES }, (_, i) => over[i] ?? 0);

test("a cluster counts its small stations, and once live data come their worst states at once", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  expect(s.counts()).toEqual({ total: [5], states: row({ [UNKNOWN_STATE]: 5 }) });
  s.tell([NORMAL, ALARM, WARNING, NORMAL, STALE, ALARM]);
  const after = row({ [ALARM]: 1, [WARNING]: 1, [NORMAL]: 1, [STALE]: 1, [UNKNOWN_STATE]: 1 });
  expect(s.counts()).toEqual({ total: [5], states: after });
  expect([...s.network.stationStates.bytes.subarray(0, 5)]).toEqual([ALARM, WARNING, NORMAL, UNKNOWN_STATE, STALE]);
});

test("many ticks within a second are counted once; a tick that changes no count draws nothing", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.tell([NORMAL, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL]);
  await s.passTime();
  const { changes, counts } = s.on;
  for (let i = 0; i < 50; i++) s.tell([NORMAL, WARNING, NORMAL, NORMAL, NORMAL, NORMAL]);
  await s.passTime();
  expect(s.on.counts).toBe(counts + 1);
  s.tell([NORMAL, WARNING, NORMAL, NORMAL, NORMAL, NORMAL]);
  await s.passTime();
  expect(s.on.counts).toBe(counts + 1);
  // Clusters stand where they stood: nothing is laid out anew.
  expect(s.on.changes).toBe(changes);
});

test("each moment of the past is counted at once, and nothing comes after it", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.on.isPast = true;
  for (const state of [NORMAL, ALARM, WARNING, ALARM, NORMAL]) {
    s.tell([state, state, NORMAL, NORMAL, NORMAL, NORMAL]);
    const rest = state === NORMAL ? { [NORMAL]: 4 } : { [state]: 1, [NORMAL]: 3 };
    expect(s.counts().states).toEqual(row({ ...rest, [UNKNOWN_STATE]: 1 }));
    expect(s.network.clusters.view).toBe(s.keeper.clusters());
    expect(s.network.stationStates.bytes[0]).toBe(state);
  }
  const { counts } = s.on;
  await s.passTime();
  expect(s.on.counts).toBe(counts);
});

test("a count that is due comes with the next tick, in the frame that is drawn for it, and not again after it", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.tell([NORMAL, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL]);
  s.tell([NORMAL, WARNING, NORMAL, NORMAL, NORMAL, NORMAL]);
  s.passSecond();
  expect(s.counts().states).toEqual(row({ [NORMAL]: 4, [UNKNOWN_STATE]: 1 }));
  s.tell([NORMAL, ALARM, NORMAL, NORMAL, NORMAL, NORMAL]);
  const counted = s.counts().states;
  expect(counted).toEqual(row({ [ALARM]: 1, [NORMAL]: 3, [UNKNOWN_STATE]: 1 }));
  const before = s.on.counts;
  await s.passTime();
  expect(s.on.counts).toBe(before);
});

test("what is chosen stays chosen when states come", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.network.stationStates.move(SELECTED, null, 3);
  s.tell([NORMAL, ALARM, NORMAL, NORMAL, NORMAL, NORMAL]);
  await s.passTime();
  expect(s.network.stationStates.bytes[3]).toBe(SELECTED | UNKNOWN_STATE);
});

test("a feed that is lost leaves no alarm standing as if it were now", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.tell([ALARM, ALARM, ALARM, ALARM, ALARM, ALARM]);
  await s.passTime();
  s.live.setState({ status: "silent" });
  await s.passTime();
  expect(s.counts().states).toEqual(row({ [STALE]: 4, [UNKNOWN_STATE]: 1 }));
});

test("numbers of another snapshot say nothing of these stations", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.tell([ALARM, ALARM, ALARM, ALARM, ALARM, ALARM]);
  s.live.setState({ columns: { ...s.live.getState().columns, snapshot: "v0" } as never });
  await s.passTime();
  expect(s.counts().states).toEqual(row({ [UNKNOWN_STATE]: 5 }));
});

test("marks of sensors are kept away while their stations stand in clusters, and only those", async () => {
  const s = begin();
  const hidden = () => [...s.network.tagStates.bytes.subarray(0, 6)].map((byte) => (byte & HIDDEN) !== 0);
  s.keeper.look();
  await s.settle();
  expect(hidden()).toEqual([true, true, true, true, true, false]);
  s.on.camera = { ...CAMERA, zoom: 15 };
  s.keeper.look();
  expect(hidden()).toEqual(new Array(6).fill(false));
});

test("a filter narrows clusters to the kind asked for", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  s.on.filter = { stationKind: "valve_pit" };
  s.keeper.look();
  await s.settle();
  expect(s.counts().total).toEqual([1]);
});

test("a map that moves a little is not counted anew; one that shows another place is", async () => {
  const s = begin();
  s.keeper.look();
  await s.settle();
  const before = s.on.changes;
  s.on.camera = { ...CAMERA, bounds: [114.1, 37.6, 115.1, 38.4] };
  s.keeper.look();
  expect(s.on.changes).toBe(before);
  s.on.camera = { ...CAMERA, bounds: [118, 37.6, 119, 38.4] };
  s.keeper.look();
  expect(s.counts().total).toEqual([]);
});

test.each([
  ["where stations are drawn one by one", { camera: { ...CAMERA, zoom: 15 } }],
  ["from afar", { camera: { ...CAMERA, zoom: 7 } }],
  ["when put away", { isShown: false }],
])("there are no clusters %s, and their columns are not fetched", async (_where, change) => {
  const s = begin();
  Object.assign(s.on, change);
  s.keeper.look();
  await s.settle();
  expect(s.counts().total).toEqual([]);
  expect(s.on.asked).toBe(0);
});

test("columns that do not come are told of, leave clusters away, and are asked for again", async () => {
  const s = begin({ fails: 1 });
  s.keeper.look();
  await s.settle();
  expect(s.keeper.clusters()).toBeNull();
  expect(s.problems).toContainEqual(new Error("not now"));
  await s.passTime();
  expect(s.counts().total).toEqual([5]);
  expect(s.problems.at(-1)).toBeNull();
});

test("stopped, it draws no more", async () => {
  const s = begin();
  s.keeper.look();
  s.keeper.stop();
  await s.settle();
  await s.passTime();
  expect(s.on.changes).toBe(0);
});
