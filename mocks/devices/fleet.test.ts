import fc from "fast-check";
import { expect, test } from "vitest";
import { DeviceReading } from "#contract/live-frame.ts";
import { createFleet, type DeviceTag } from "./fleet.ts";
import { signalOf, temperamentOf } from "./values.ts";

const START = Date.UTC(2026, 10, 22, 8);
const tag = (id: string, samplingS: number): DeviceTag => ({
  id,
  kind: "pressure",
  nominal: 200,
  lowAlarm: 100,
  lowWarning: 150,
  highWarning: 250,
  highAlarm: 300,
  areaCode: "130123",
  enterpriseId: "E1",
  samplingS,
});
const TAGS = Array.from({ length: 300 }, (_, i) => tag(`T${i}`, [5, 60, 900][i % 3] as number));

/** Walks from `from` for `ms` in steps of a quarter of a second. */
function run(tags: readonly DeviceTag[], from: number, ms: number) {
  const fleet = createFleet(tags, 1, from);
  const sent: { topic: string; at: number; reading: DeviceReading }[] = [];
  for (let now = from; now <= from + ms; now += 250) {
    for (const { topic, payload } of fleet.due(now)) {
      sent.push({ topic, at: now, reading: DeviceReading.parse(JSON.parse(payload)) });
    }
  }
  return sent;
}
const speaks = (t: DeviceTag) => temperamentOf(t, 1) !== "silent";

test("every device that speaks reports within the first seconds, and then at its sampling", () => {
  const sent = run(TAGS, START, 61_000);
  for (const t of TAGS.filter(speaks)) {
    const times = sent.filter((m) => m.topic === `gas/130123/E1/${t.id}`).map((m) => m.at);
    expect(times[0]).toBeLessThanOrEqual(START + 20_250);
    if (t.samplingS === 5) expect(times.length).toBeGreaterThanOrEqual(11);
  }
});

test("values are those of the made-up province at that time, whenever the devices were started", () => {
  const byId = new Map(TAGS.map((t) => [t.id, signalOf(t, 1)]));
  for (const { topic, reading } of run(TAGS, START + 12_345, 5000)) {
    const sample = byId.get(topic.split("/")[3] as string)?.at(reading.t as number);
    expect(sample).toEqual({ v: reading.v, q: reading.q });
  }
});

test("after a pause of the process nothing is sent in a heap", () => {
  const fleet = createFleet(TAGS, 1, START);
  for (let now = START; now < START + 30_000; now += 250) fleet.due(now);
  expect(fleet.due(START + 3_600_000).length).toBeLessThanOrEqual(TAGS.length);
  expect(fleet.due(START + 3_600_000)).toEqual([]);
});

test("a sensor never sends two readings of one time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.nat(1_000_000), (samplingS, offset) => {
      const times = run([tag("T1", samplingS)], START + offset, 60_000).map((m) => m.reading.t);
      expect(new Set(times).size).toBe(times.length);
    }),
    { numRuns: 30 },
  );
});
