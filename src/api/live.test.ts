import fc from "fast-check";
import { expect, test } from "vitest";
import { createLiveStore } from "#state/live.ts";
import type { LiveRows } from "#workers/live-messages.ts";
import { columnsOf, createBufferPool } from "#workers/live-rows.ts";
import { applyRows, type LiveSink, type SinkColumns } from "./live.ts";

interface Cell {
  readonly seq: number;
  readonly v: number;
  readonly state: number;
}
interface Sketch {
  readonly reset: boolean;
  readonly snapshot: string;
  readonly cells: readonly Cell[];
}

const sketchArb = (tags: number): fc.Arbitrary<Sketch> =>
  fc.record({
    reset: fc.boolean(),
    snapshot: fc.constantFrom("v1", "v2"),
    cells: fc.uniqueArray(fc.record({ seq: fc.nat(tags - 1), v: fc.float(), state: fc.nat(5) }), {
      selector: (cell) => cell.seq,
    }),
  });

function packed({ reset, snapshot, cells }: Sketch, tags: number): LiveRows {
  const rows = { count: cells.length, bytes: createBufferPool().take(cells.length) };
  const { seqs, values, at, states } = columnsOf(rows);
  seqs.set(cells.map((c) => c.seq));
  values.set(cells.map((c) => c.v));
  at.set(cells.map((c) => c.seq + 1));
  states.set(cells.map((c) => c.state));
  return { ...rows, reset, snapshot, tags };
}

test("columns hold the last word on each tag since the last reset or renumbering, and 255 for all others", () => {
  fc.assert(
    fc.property(fc.array(sketchArb(8), { minLength: 1, maxLength: 10 }), (messages) => {
      let columns: SinkColumns | null = null;
      let model = new Map<number, [number, number]>();
      for (const message of messages) {
        if (message.reset || columns?.snapshot !== message.snapshot) model = new Map();
        columns = applyRows(columns, packed(message, 8));
        for (const { seq, v, state } of message.cells) model.set(seq, [v, state]);
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
