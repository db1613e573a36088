import fc from "fast-check";
import { expect, test } from "vitest";
import { SELECTED, StateBytes, UNKNOWN_STATE, writeTagStates } from "./state-bytes.ts";
import { writeTagStatesAt } from "./tag-states.ts";

const TAGS = 3000;
const cellArb = fc.record({ seq: fc.nat(TAGS - 1), state: fc.constantFrom(0, 1, 2, 3, 4, 5, 255) });

test("changes written one by one leave the bytes that writing all at once does, and what is chosen stays chosen", () => {
  fc.assert(
    fc.property(fc.array(fc.array(cellArb, { maxLength: 20 }), { maxLength: 8 }), (ticks) => {
      const live = new Uint8Array(TAGS).fill(255);
      const [byChange, atOnce] = [
        new StateBytes<"flags">(TAGS, UNKNOWN_STATE),
        new StateBytes<"flags">(TAGS, UNKNOWN_STATE),
      ];
      for (const states of [byChange, atOnce]) states.move(SELECTED, null, 7);
      for (const cells of ticks) {
        for (const { seq, state } of cells) live[seq] = state;
        writeTagStatesAt(
          byChange,
          live,
          Uint32Array.from(cells, ({ seq }) => seq),
        );
      }
      writeTagStates(atOnce, live);
      expect(byChange.bytes).toEqual(atOnce.bytes);
      expect((byChange.bytes[7] as number) & SELECTED).toBe(SELECTED);
    }),
  );
});

test("a tick that changes values alone wakes nobody, one that changes a state wakes once and marks its rows", () => {
  const states = new StateBytes<"flags">(TAGS, UNKNOWN_STATE);
  const live = new Uint8Array(TAGS).fill(255);
  let heard = 0;
  states.listen(() => {
    heard += 1;
  });
  writeTagStatesAt(states, live, Uint32Array.of(1, 2000));
  expect(heard).toBe(0);
  live[1500] = 2;
  const before = states.version;
  writeTagStatesAt(states, live, Uint32Array.of(1, 1500, 2000, TAGS * 10));
  expect(heard).toBe(1);
  expect(states.changedSince(before)).toEqual([{ from: 1, to: 2 }]);
});
