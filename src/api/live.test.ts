import fc from "fast-check";
import { expect, test } from "vitest";
import { createLiveStore } from "#state/live.ts";
import type { LiveRows } from "#workers/live-messages.ts";
import { applyRows, type LiveSink, type SinkColumns } from "./live.ts";

const rowsArb = (tags: number): fc.Arbitrary<LiveRows> =>
  fc
    .record({
      reset: fc.boolean(),
      snapshot: fc.constantFrom("v1", "v2"),
      cells: fc.uniqueArray(fc.record({ seq: fc.nat(tags - 1), v: fc.float(), state: fc.nat(5) }), {
        selector: (cell) => cell.seq,
      }),
    })
    .map(({ reset, snapshot, cells }) => ({
      reset,
      snapshot,
      tags,
      seqs: Uint32Array.from(cells, (c) => c.seq),
      values: Float32Array.from(cells, (c) => c.v),
      at: Float64Array.from(cells, (c) => c.seq + 1),
      states: Uint8Array.from(cells, (c) => c.state),
    }));

test("columns hold the last word on each tag since the last reset or renumbering, and 255 for all others", () => {
  fc.assert(
    fc.property(fc.array(rowsArb(8), { minLength: 1, maxLength: 10 }), (messages) => {
      let columns: SinkColumns | null = null;
      let model = new Map<number, [number, number]>();
      for (const rows of messages) {
        if (rows.reset || columns?.snapshot !== rows.snapshot) model = new Map();
        columns = applyRows(columns, rows);
        rows.seqs.forEach((seq, i) => {
          model.set(seq, [rows.values[i] as number, rows.states[i] as number]);
        });
      }
      for (let seq = 0; seq < 8; seq++) {
        const [v, state] = model.get(seq) ?? [Number.NaN, 255];
        expect([columns?.value[seq], columns?.state[seq]]).toEqual([v, state]);
        expect(columns?.at[seq]).toBe(model.has(seq) ? seq + 1 : 0);
      }
    }),
  );
});

test("the live store takes what the worker brings", () => {
  const sink: LiveSink = createLiveStore();
  expect(sink.getState()).toMatchObject({ status: "connecting", ended: null, tick: 0 });
});
