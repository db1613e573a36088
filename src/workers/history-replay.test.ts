import fc from "fast-check";
import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import { ByteWriter } from "#model/history/bits.ts";
import { writeColumnFile } from "#model/history/file.ts";
import type { TagHour } from "#model/history/hour.ts";
import { writeBlock } from "#model/history/write-block.ts";
import { createReplay, type ReplayAnswer } from "./history-replay.ts";
import { columnsOf } from "./live-rows.ts";

const HOUR = Date.UTC(2026, 10, 25, 19);
const [NORMAL, , ALARM, STALE, OFFLINE] = TAG_STATES.map((_, i) => i) as [number, number, number, number, number];

const fileOf = (hours: readonly (readonly TagHour[])[], seqs: readonly number[], from = HOUR, snapshot = "v1") => {
  const parts = hours.map((blocks) => {
    const out = new ByteWriter();
    for (const block of blocks) writeBlock(out, block);
    return out.bytes();
  });
  const known = from + hours.length * HOUR_MS;
  const file = { snapshot, from, knownUntil: known, tags: 1000, seqs: Uint32Array.from(seqs), hours: parts };
  return writeColumnFile(file).buffer;
};

const tag = (over: Partial<TagHour> = {}): TagHour => ({
  decimals: 2,
  staleAfterS: 180,
  carried: null,
  samples: [],
  ...over,
});
const sample = (minute: number, value: number, level = 0, backS = 0) => ({ minute, backS, value, level });

const rowsOf = (answer: ReplayAnswer) => {
  if (answer.type !== "at" || answer.rows === null) throw new Error("nothing is shown");
  const { seqs, values, at, states } = columnsOf(answer.rows);
  return Array.from(seqs, (seq, i) => ({ seq, value: values[i], at: at[i], state: states[i] }));
};

test("an instant shows the last value up to it, with its time and what it meant then", () => {
  const replay = createReplay();
  const blocks = [
    tag({ samples: [sample(0, 2.1), sample(9, 9.5, 2, 20)] }),
    tag({ carried: { ageS: 100, value: 7, level: 0 } }),
    tag(),
  ];
  replay({ type: "file", bytes: fileOf([blocks], [3, 4, 999]) });
  const at = (minute: number) => rowsOf(replay({ type: "at", at: HOUR + minute * MINUTE_MS, bytes: null }));
  expect(at(0)).toEqual([
    { seq: 3, value: Number.NaN, at: 0, state: OFFLINE },
    { seq: 4, value: 7, at: HOUR - 100_000, state: NORMAL },
    { seq: 999, value: Number.NaN, at: 0, state: OFFLINE },
  ]);
  expect(at(1)[0]).toEqual({ seq: 3, value: Math.fround(2.1), at: HOUR + MINUTE_MS, state: NORMAL });
  expect(at(5)[0]?.state).toBe(STALE);
  expect(at(5)[1]?.state).toBe(STALE);
  expect(at(10)[0]).toEqual({ seq: 3, value: 9.5, at: HOUR + 10 * MINUTE_MS - 20_000, state: ALARM });
});

test("an hour that was not fetched shows nothing, and says so", () => {
  const replay = createReplay();
  replay({ type: "file", bytes: fileOf([[tag()]], [1]) });
  expect(replay({ type: "at", at: HOUR + HOUR_MS, bytes: null })).toEqual({
    type: "at",
    at: HOUR + HOUR_MS,
    rows: null,
  });
  replay({ type: "forget" });
  expect(replay({ type: "at", at: HOUR, bytes: null })).toMatchObject({ rows: null });
});

test("hours of another numbering are void: their numbers stand for other tags", () => {
  const replay = createReplay();
  replay({ type: "file", bytes: fileOf([[tag()], [tag()]], [1]) });
  replay({ type: "file", bytes: fileOf([[tag()]], [2], HOUR + HOUR_MS, "v2") });
  expect(replay({ type: "at", at: HOUR, bytes: null })).toMatchObject({ rows: null });
  expect(rowsOf(replay({ type: "at", at: HOUR + HOUR_MS, bytes: null })).map(({ seq }) => seq)).toEqual([2]);
});

test("whatever order minutes are looked at in, each shows the same", () => {
  const values = fc.array(fc.option(fc.integer({ min: 0, max: 400 })), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 20 }), (minutes, looked) => {
      const replay = createReplay();
      const samples = minutes.flatMap((value, i) => (value === null ? [] : [sample(i, value / 4)]));
      replay({ type: "file", bytes: fileOf([[tag({ samples, staleAfterS: 100_000 })]], [0]) });
      for (const minute of looked) {
        const last = minutes.slice(0, minute).findLast((value) => value !== null);
        const [row] = rowsOf(replay({ type: "at", at: HOUR + minute * MINUTE_MS, bytes: null }));
        expect(row?.value).toBe(last === undefined || last === null ? Number.NaN : last / 4);
      }
    }),
    { numRuns: 60 },
  );
});

test("a buffer that comes back is written over instead of a new one being made", () => {
  const replay = createReplay();
  replay({ type: "file", bytes: fileOf([[tag({ samples: [sample(0, 1)] })]], [1]) });
  const spare = new ArrayBuffer(64);
  const answer = replay({ type: "at", at: HOUR + MINUTE_MS, bytes: spare });
  expect(answer.type === "at" && answer.rows?.bytes).toBe(spare);
});

test("a damaged file is refused and what is held stays", () => {
  const replay = createReplay();
  const bytes = fileOf([[tag({ samples: [sample(0, 1)] })]], [1]);
  replay({ type: "file", bytes });
  expect(() => replay({ type: "file", bytes: bytes.slice(0, -1) })).toThrow(/column file/);
  expect(rowsOf(replay({ type: "at", at: HOUR + MINUTE_MS, bytes: null }))).toHaveLength(1);
});
