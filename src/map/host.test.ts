import { expect, test } from "vitest";
import { sceneOf } from "#layers/testing/scene.ts";
import { createHost } from "./host.ts";
import { fakeBox, fakeEngine } from "./testing/fake-engine.ts";

type Fake = ReturnType<typeof fakeEngine>;

/** A host whose engines are fakes, and whose pauses end when the test says so. */
function stage(failures = 0) {
  const engines: { engine: Fake; lost: () => void; camera: unknown }[] = [];
  const said: string[] = [];
  const pauses: (() => void)[] = [];
  let failing = failures;
  const host = createHost({
    container: fakeBox(),
    layers: [],
    build: (_box, camera, lost) => {
      if (failing-- > 0) throw new Error("no WebGL2");
      const engine = fakeEngine();
      engines.push({ engine, lost, camera });
      return engine;
    },
    onFailed: () => said.push("failed"),
    onRebuilt: () => said.push("rebuilt"),
    later: (run) => pauses.push(run),
  });
  const pass = () => {
    while (pauses.length > 0) pauses.shift()?.();
  };
  return { host, engines, said, pass, fail: (times: number) => (failing = times) };
}

test("a lost engine is replaced by another with the same camera and scene", () => {
  const { host, engines, said, pass } = stage();
  host.open();
  host.show(sceneOf());
  engines[0]?.lost();
  pass();
  expect(said).toEqual(["rebuilt"]);
  expect(engines).toHaveLength(2);
  expect(engines[0]?.engine.log).toContain("remove");
  expect(engines[1]?.camera).toEqual(engines[0]?.engine.camera());
  expect(engines[1]?.engine.log).toContain("apply");
});

test("an engine that is no longer in use cannot ask for another", () => {
  const { host, engines, pass } = stage();
  host.open();
  engines[0]?.lost();
  pass();
  engines[0]?.lost();
  pass();
  expect(engines).toHaveLength(2);
});

test("rebuilding is tried again, and given up aloud", () => {
  const { host, engines, said, pass, fail } = stage();
  host.open();
  fail(2);
  engines[0]?.lost();
  pass();
  expect(said).toEqual(["rebuilt"]);
  fail(100);
  engines[1]?.lost();
  pass();
  expect(said).toEqual(["rebuilt", "failed"]);
});

test("a browser without WebGL2 is told of at once", () => {
  const { host, said } = stage(1);
  expect(host.open()).toBe(false);
  expect(said).toEqual(["failed"]);
});

test("a context that went silently is found when the page wakes; a closed host builds nothing", () => {
  const { host, engines, pass } = stage();
  host.open();
  if (engines[0]) engines[0].engine.lose();
  host.check();
  pass();
  expect(engines).toHaveLength(2);
  host.close();
  engines[1]?.lost();
  pass();
  expect(engines).toHaveLength(2);
});
