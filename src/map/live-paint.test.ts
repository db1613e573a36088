import { expect, test } from "vitest";
import { sceneOf } from "#layers/testing/scene.ts";
import { UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { createLiveStore } from "#state/live.ts";
import { paintLive } from "./live-paint.ts";
import { shortNumber, valueText } from "./values.ts";

globalThis.requestAnimationFrame ??= (run) => {
  queueMicrotask(() => run(0));
  return 0;
};

const columns = (snapshot: string, state: number) => ({
  snapshot,
  value: new Float32Array(10).fill(2.104),
  at: new Float64Array(10),
  state: new Uint8Array(10).fill(state),
});

function stage() {
  const { network } = sceneOf();
  if (!network) throw new Error("no network");
  const live = createLiveStore();
  let changes = 0;
  const onChange = () => {
    changes += 1;
  };
  const paint = paintLive({ live, network, peek: () => null, camera: () => null, isPast: () => false, onChange });
  return { live, paint, states: network.tagStates, changes: () => changes };
}

test("what nothing has told of is unknown, then what the frame says", async () => {
  const { live, states, paint } = stage();
  expect(states.bytes[3]).toBe(UNKNOWN_STATE);
  live.setState({ status: "live", columns: columns("v1", 2), tick: 1 });
  await null;
  await null;
  expect(states.bytes[3]).toBe(2);
  paint.stop();
});

test("frames of another snapshot number other sensors: nothing is painted from them", async () => {
  const { live, states, paint } = stage();
  live.setState({ status: "live", columns: columns("v1", 2), tick: 1 });
  live.setState({ columns: columns("v2", 1), tick: 2 });
  await null;
  await null;
  expect(states.bytes[3]).toBe(UNKNOWN_STATE);
  paint.stop();
});

test("a feed that falls silent after it spoke is lost, and comes back", () => {
  const { live, paint, changes } = stage();
  live.setState({ status: "offline" });
  expect(paint.isFeedLost()).toBe(false);
  live.setState({ status: "live", columns: columns("v1", 0), tick: 1 });
  live.setState({ status: "silent" });
  expect(paint.isFeedLost()).toBe(true);
  live.setState({ status: "live" });
  expect(paint.isFeedLost()).toBe(false);
  expect(changes()).toBeGreaterThanOrEqual(2);
  paint.stop();
});

test("a value has its unit and as many decimals as it deserves; none is said to be none", () => {
  expect([2.104, 12.34, 345.6, -0.05].map(shortNumber)).toEqual(["2.10", "12.3", "346", "-0.05"]);
  expect(valueText(columns("v1", 0), 3, 0)).toBe("2.10 kPa");
  const empty = columns("v1", 0);
  empty.value[3] = Number.NaN;
  expect(valueText(empty, 3, 0)).toBeNull();
  expect(valueText(empty, 99, 0)).toBeNull();
});
