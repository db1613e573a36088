import fc from "fast-check";
import { expect, test } from "vitest";
import { CHOSEN, HOVERED, pipeStates, SELECTED, StateBytes, stateWidth } from "./state-bytes.ts";

/** What a texture holds that is written as the map writes it. */
function mirror(states: ReturnType<typeof pipeStates>) {
  const texture = new Uint8Array(states.all.length);
  let version = -1;
  return () => {
    let rows = 0;
    for (const { from, to } of states.changedSince(version)) {
      texture.set(states.all.subarray(from * states.width, to * states.width), from * states.width);
      rows += to - from;
    }
    version = states.version;
    return { texture, rows };
  };
}

test("a texture that is written by changed rows alone holds what the bytes hold", () => {
  const COUNT = 20_000;
  const n = fc.nat(COUNT - 1);
  const change = fc.oneof(
    fc.record({ kind: fc.constant("move" as const), before: fc.option(n), now: fc.option(n) }),
    fc.record({ kind: fc.constant("many" as const), of: fc.array(n, { maxLength: 50 }) }),
    fc.record({ kind: fc.constant("replace" as const), value: fc.nat(20), from: n, to: n }),
    fc.record({ kind: fc.constant("draw" as const) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
      const states = pipeStates(COUNT);
      const draw = mirror(states);
      for (const c of changes) {
        if (c.kind === "move") states.move(HOVERED, c.before, c.now);
        else if (c.kind === "many") states.moveMany(CHOSEN, [], Uint32Array.from(c.of));
        else if (c.kind === "replace")
          states.replace(
            "color",
            states.plane("color").map((v, i) => (i >= c.from && i < c.to ? c.value : v)),
          );
        else draw();
      }
      expect(draw().texture).toEqual(states.all);
      expect(draw().rows).toBe(0);
    }),
  );
});

test("one pipe under the pointer is one row; all pipes in another colour are one plane", () => {
  const states = pipeStates(1_000_000);
  const draw = mirror(states);
  draw();
  states.move(HOVERED, null, 700_000);
  expect(draw().rows).toBe(1);
  states.replace("color", new Uint8Array(1_000_000).fill(3));
  expect(draw().rows).toBe(states.rows);
  expect(states.replace("color", new Uint8Array(1_000_000).fill(3))).toBe(false);
  expect(draw().rows).toBe(0);
});

test("planes do not touch each other", () => {
  const states = pipeStates(5);
  states.replace("color", [1, 2, 3]);
  states.replace("flow", [2, 2]);
  states.move(SELECTED, null, 1);
  expect([...states.plane("color").subarray(0, 5)]).toEqual([1, 2, 3, 255, 255]);
  expect([...states.plane("flow").subarray(0, 3)]).toEqual([2, 2, 0]);
  expect([...states.bytes.subarray(0, 3)]).toEqual([0, SELECTED, 0]);
});

test("it is known whether anything carries a mark", () => {
  const states = new StateBytes(10);
  states.move(HOVERED, null, 3);
  states.moveMany(CHOSEN, [], [3, 3, 4]);
  expect(states.has(HOVERED | SELECTED)).toBe(true);
  states.move(HOVERED, 3, null);
  expect(states.has(HOVERED | SELECTED)).toBe(false);
  states.moveMany(CHOSEN, [4, 3], [99]);
  expect(states.has(CHOSEN)).toBe(false);
});

test("seven million pipes fit a texture of any GPU", () => {
  for (const count of [0, 1, 1_000_000, 7_000_000, 22_000_000]) {
    const width = stateWidth(count, 3);
    expect(Math.ceil(count / width) * 3).toBeLessThanOrEqual(8192);
    expect(width).toBeLessThanOrEqual(8192);
  }
  expect(() => stateWidth(100_000_000, 3)).toThrow();
});
