import fc from "fast-check";
import { expect, test } from "vitest";
import { readFacts } from "#mocks/files/facts.ts";
import { DAY, HOUR } from "#mocks/world/time.ts";
import { buildWorld } from "#mocks/world/world.ts";
import { type SignalTag, signalOf, signalTagOf, temperamentOf } from "./values.ts";

const SEED = 1;
const asOf = Date.parse("2026-11-20T08:00:00+08:00");
const tags = buildWorld({ tier: "tiny", seed: SEED, asOf, ...readFacts() }).parts.flatMap((p) =>
  p.tags.map(signalTagOf),
);
const anyTag = fc.constantFrom(...tags);
const anyTime = fc.integer({ min: asOf - 40 * DAY, max: asOf + 40 * DAY });
const stateOf = (tag: SignalTag, v: number): "normal" | "warning" | "alarm" => {
  if ((tag.lowAlarm !== null && v <= tag.lowAlarm) || (tag.highAlarm !== null && v >= tag.highAlarm)) return "alarm";
  const isOut = (tag.lowWarning !== null && v <= tag.lowWarning) || (tag.highWarning !== null && v >= tag.highWarning);
  return isOut ? "warning" : "normal";
};

test("a value is a function of tag, instant and seed", () => {
  fc.assert(
    fc.property(anyTag, anyTime, (tag, ms) => {
      expect(signalOf(tag, SEED).at(ms)).toEqual(signalOf({ ...tag }, SEED).at(ms));
    }),
  );
});

test("a sound sensor is normal outside its excursions, and as bad as they say at their height", () => {
  fc.assert(
    fc.property(anyTag, anyTime, (tag, ms) => {
      const signal = signalOf(tag, SEED);
      if (signal.temperament !== "sound") return;
      const around = signal.excursions(ms - 2 * DAY, ms + 2 * DAY);
      for (const e of around) {
        const height = signal.at((e.startMs + e.endMs) / 2);
        expect(stateOf(tag, height?.v ?? Number.NaN)).toBe(e.severity);
        expect(e.endMs).toBeGreaterThan(e.startMs);
      }
      if (around.some((e) => ms >= e.startMs && ms <= e.endMs)) return;
      expect(stateOf(tag, signal.at(ms)?.v ?? Number.NaN), `${tag.id} ${tag.kind}`).toBe("normal");
    }),
    { numRuns: 3000 },
  );
});

test("one sensor in a hundred or so is in excursion at any hour", () => {
  let [out, seen] = [0, 0];
  for (let n = 0; n < 1500; n++) {
    const tag = { ...(tags[0] as SignalTag), id: `T${n}` };
    for (let h = 0; h < 24; h += 5) {
      const ms = asOf + h * HOUR;
      seen++;
      if (
        signalOf(tag, SEED)
          .excursions(ms - DAY, ms)
          .some((e) => e.endMs > ms)
      )
        out++;
    }
  }
  expect(out / seen).toBeGreaterThan(0.002);
  expect(out / seen).toBeLessThan(0.015);
});

/** Ids until one has the wanted temperament. */
const withTemperament = (kind: SignalTag["kind"], wanted: string): SignalTag => {
  const like = { ...(tags[0] as SignalTag), kind, nominal: kind === "methane" ? 0.3 : 100 };
  for (let n = 0; ; n++) {
    const tag = { ...like, id: `X${n}` };
    if (temperamentOf(tag, SEED) === wanted) return tag;
  }
};
const hours = (tag: SignalTag, days: number) =>
  Array.from({ length: days * 24 }, (_, h) => signalOf(tag, SEED).at(asOf + h * HOUR));

test("a stuck sensor repeats itself, a silent one falls silent, a leaping one says it is suspect", () => {
  const stuck = new Set(hours(withTemperament("pressure", "stuck"), 28).map((s) => s?.v));
  expect(stuck.size).toBeLessThanOrEqual(3);
  const silent = hours(withTemperament("pressure", "silent"), 40);
  expect(silent.filter((s) => s === null).length / silent.length).toBeCloseTo(0.6, 1);
  expect(hours(withTemperament("pressure", "jumping"), 10).some((s) => s?.q === 1)).toBe(true);
  expect(signalOf(withTemperament("pressure", "late"), SEED).delayMs).toBeGreaterThan(HOUR);
});

test("sewer gas is worst in the small hours", () => {
  const byHour = (utcHour: number) =>
    Array.from({ length: 20 }, (_, d) => {
      const ms = Math.floor(asOf / DAY) * DAY + d * DAY + utcHour * HOUR;
      return signalOf(withTemperament("methane", "biogas"), SEED).at(ms)?.v ?? 0;
    }).reduce((a, b) => a + b, 0) / 20;
  // 04:00 and 16:00 in Beijing.
  expect(byHour(20)).toBeGreaterThan(byHour(8) + 2);
});
