import { expect, test } from "vitest";
import type { ColumnStore } from "#api/columns.ts";
import { type ColorBy, NO_FILTER, type PipeFilter } from "#contract/pipe-classes.ts";
import { LAYERS_AT_FIRST } from "#layers/index.ts";
import { sceneOf } from "#layers/testing/scene.ts";
import { CHOSEN, HIDDEN, SELECTED } from "#lib/state-bytes.ts";
import { createChosenPipesStore, tellChosen } from "#state/chosen-pipes.ts";
import { usualView } from "#state/usual-view.ts";
import { createViewStore } from "#state/view.ts";
import { paintPipes } from "./pipe-paint.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function stage(over: { colorBy?: ColorBy; pipeFilter?: PipeFilter } = {}) {
  const { network } = sceneOf();
  if (!network) throw new Error("no network");
  const view = createViewStore(usualView({ visible: LAYERS_AT_FIRST, ...over }));
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  /** Columns say i mod 4; answers come when the test lets them. */
  const answer = (name: string, signal: AbortSignal) =>
    new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      asked.push(name);
      signal.addEventListener("abort", () => reject(signal.reason));
      waiting.push(() => resolve(Uint8Array.from({ length: 10 }, (_, i) => (i + name.length) % 4)));
    });
  const columns: ColumnStore = { load: answer, reload: (name, signal) => answer(`${name}!`, signal) };
  let tick = () => {};
  let changes = 0;
  const chosen = createChosenPipesStore();
  const paint = paintPipes({
    view,
    chosen,
    network,
    columns,
    onChange: () => {
      changes += 1;
    },
    every: (run) => {
      tick = run;
      return () => {};
    },
  });
  const come = async () => {
    for (const run of waiting.splice(0)) run();
    await settle();
  };
  const states = network.pipeStates;
  const hidden = () => [...states.bytes.subarray(0, 10)].map((byte) => ((byte & HIDDEN) === 0 ? 0 : 1));
  return { view, states, network, asked, come, paint, chosen, hidden, tick: () => tick(), changes: () => changes };
}

test("by pressure level nothing is asked for: tiles tell it", async () => {
  const { asked, network, changes } = stage();
  await settle();
  expect([asked, network.painted.by, changes()]).toEqual([[], "level", 0]);
});

test("another colouring is one column into one plane; until it has come the old one stays", async () => {
  const { view, states, network, asked, come, changes } = stage();
  view.setState({ colorBy: "age" });
  await settle();
  expect([asked, network.painted.by, changes()]).toEqual([["age"], "level", 0]);
  await come();
  expect([network.painted.by, changes()]).toEqual(["age", 1]);
  expect([...states.plane("color").subarray(0, 4)]).toEqual([3, 0, 1, 2]);
});

test("who changes their mind sees the last colouring, however late the first comes", async () => {
  const { view, come, network } = stage();
  view.setState({ colorBy: "age" });
  view.setState({ colorBy: "material" });
  view.setState({ colorBy: "level" });
  await come();
  expect(network.painted.by).toBe("level");
});

test("a filter hides pipes and nothing else, and gives them back", async () => {
  const { view, states, come, hidden } = stage();
  states.move(SELECTED, null, 1);
  view.setState({ pipeFilter: { ...NO_FILTER, only: { age: [3] } } });
  await come();
  expect(hidden()).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 0, 1]);
  expect(states.bytes[1]).toBe(SELECTED | HIDDEN);
  view.setState({ pipeFilter: NO_FILTER });
  await settle();
  expect(hidden()).toEqual(new Array(10).fill(0));
});

test("pressure is asked for anew while it colours or filters, and only then", async () => {
  const { view, asked, come, tick } = stage();
  tick();
  expect(asked).toEqual([]);
  view.setState({ colorBy: "pressure" });
  await come();
  tick();
  expect(asked).toEqual(["pressure", "pressure!"]);
  await come();
  view.setState({ colorBy: "level", pipeFilter: { ...NO_FILTER, only: { pressure: [1], age: [1] } } });
  await come();
  asked.length = 0;
  tick();
  expect(asked).toEqual(["pressure!", "age"]);
});

test("pipes of a region are marked and unmarked; those of another snapshot are other pipes", async () => {
  const { states, chosen } = stage();
  const marked = () => [...states.bytes.subarray(0, 10)].flatMap((byte, i) => ((byte & CHOSEN) === 0 ? [] : [i]));
  tellChosen(chosen, "v1", Uint32Array.of(2, 5));
  expect(marked()).toEqual([2, 5]);
  tellChosen(chosen, "v1", Uint32Array.of(5, 7));
  expect(marked()).toEqual([5, 7]);
  tellChosen(chosen, "other", Uint32Array.of(1));
  expect(marked()).toEqual([]);
});

test("which way gas flows is asked for once, near enough to draw it", async () => {
  const { paint, asked, come, states } = stage();
  paint.look(12);
  expect(asked).toEqual([]);
  paint.look(15.2);
  paint.look(16);
  await come();
  expect(asked).toEqual(["flow"]);
  expect(new Set(states.plane("flow"))).toEqual(new Set([0, 1, 2]));
});
