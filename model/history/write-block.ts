import { HOUR_MINUTES } from "#contract/history-layout.ts";
import { type ByteWriter, bitsOf } from "./bits.ts";
import { decimalsFor, quantaOf, type Sample, type TagHour } from "./hour.ts";

/** Places with an even step between them are told in three bytes, all others by a bit for each minute. */
function writePlaces(out: ByteWriter, samples: readonly Sample[], step: number): void {
  if (step > 0) {
    out.u8(samples[0]?.minute ?? 0);
    out.u8(step);
    out.u8(samples.length);
    return;
  }
  const mask = new Uint8Array(8);
  for (const { minute } of samples) mask[minute >> 3] = (mask[minute >> 3] as number) | (1 << (minute & 7));
  out.all(mask);
}

/** The step between samples when it is the same between all; 0 when it is not. */
function evenStep(samples: readonly Sample[]): number {
  const step = samples.length > 1 ? (samples[1] as Sample).minute - (samples[0] as Sample).minute : 1;
  return samples.every(({ minute }, i) => i === 0 || minute - (samples[i - 1] as Sample).minute === step) ? step : 0;
}

function writeValues(out: ByteWriter, quanta: readonly number[], asSteps: boolean): void {
  out.zigzag(quanta[0] as number);
  if (quanta.length === 1) return;
  const told = tell(quanta, asSteps);
  const frame = Math.min(...told);
  const width = bitsOf(Math.max(...told) - frame);
  out.zigzag(frame);
  out.u8(width);
  out.packed(told.length, width, (i) => (told[i] as number) - frame);
}

const tell = (quanta: readonly number[], asSteps: boolean): number[] =>
  quanta.slice(1).map((q, i) => (asSteps ? q - (quanta[i] as number) : q));

const spread = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : Math.max(...numbers) - Math.min(...numbers);

/** Writes one tag's hour as contract/history-layout.ts lays it out. Samples must be in order, their values finite. */
export function writeBlock(out: ByteWriter, { decimals: wanted, staleAfterS, carried, samples }: TagHour): void {
  if (samples.length > HOUR_MINUTES) throw new Error(`an hour has ${HOUR_MINUTES} minutes, not ${samples.length}`);
  const hasSamples = samples.length > 0;
  if (!hasSamples && carried === null) {
    out.u8(0);
    return;
  }

  const step = evenStep(samples);
  const places = hasSamples ? (step > 0 ? 1 : 2) : 0;
  const level = samples[0]?.level ?? 0;
  const differ = samples.some((sample) => sample.level !== level);
  out.u8(places | (carried ? 4 : 0) | (differ ? 8 : 0) | ((carried?.level ?? 0) << 4) | (differ ? 0 : level << 6));

  const values = [...(carried ? [carried.value] : []), ...samples.map(({ value }) => value)];
  const decimals = decimalsFor(Math.max(...values.map(Math.abs)), wanted);
  const quanta = values.map((value) => quantaOf(value, decimals));
  const asSteps = spread(tell(quanta, true)) < spread(tell(quanta, false));
  out.u8((decimals + 8) | (asSteps ? 16 : 0));
  out.varint(staleAfterS);
  if (carried) out.varint(carried.ageS);

  if (hasSamples) {
    writePlaces(out, samples, step);
    const least = Math.min(...samples.map(({ backS }) => backS));
    const width = bitsOf(Math.max(...samples.map(({ backS }) => backS)) - least);
    out.u8(least);
    out.u8(width);
    out.packed(samples.length, width, (i) => (samples[i] as Sample).backS - least);
    if (differ) out.packed(samples.length, 2, (i) => (samples[i] as Sample).level);
  }
  writeValues(out, quanta, asSteps);
}
