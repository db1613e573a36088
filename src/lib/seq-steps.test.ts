import fc from "fast-check";
import { expect, test } from "vitest";
import { unpackSteps } from "./seq-steps.ts";

function pack(seqs: readonly number[]): string {
  const bytes: number[] = [];
  seqs.forEach((seq, i) => {
    let step = seq - (seqs[i - 1] ?? -1);
    for (; step >= 0x80; step = Math.floor(step / 0x80)) bytes.push((step % 0x80) | 0x80);
    bytes.push(step);
  });
  return btoa(String.fromCharCode(...bytes));
}

const anySeqs = fc.uniqueArray(fc.integer({ min: 0, max: 0xfffffffe })).map((seqs) => seqs.toSorted((a, b) => a - b));

test("any dense numbers arrive as they were sent", () => {
  fc.assert(
    fc.property(anySeqs, (seqs) => {
      expect([...unpackSteps(pack(seqs), seqs.length)]).toEqual(seqs);
    }),
  );
});

test("numbers that are cut off, or more than told, are refused", () => {
  const packed = pack([3, 400, 70_000]);
  expect(() => unpackSteps(packed, 4)).toThrow("3 came");
  expect(() => unpackSteps(packed, 2)).toThrow("more came");
});
