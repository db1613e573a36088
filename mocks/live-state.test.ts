import fc from "fast-check";
import { expect, test } from "vitest";
import { assemble } from "#model/network/assemble.ts";
import { type LiveTag, liveStateOf, placeTags } from "#model/network/live-state.ts";
import { recordedInput, solveDistricts } from "#model/network/solve-districts.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

const plan = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const part = buildCounty(plan, "130123");
const rows = networkRowsOf(part, { version: "v1", seqOf: (_, i) => i });
const net = assemble(rows);
const base = solveDistricts(net, recordedInput(net));
const tags: LiveTag[] = part.tags.flatMap(({ id, kind, node_id, nominal }) => {
  const record = rows.nodes.ids.indexOf(node_id ?? "");
  return record === -1 || (kind !== "pressure" && kind !== "flow") ? [] : [{ id, kind, record, nominal }];
});
const places = placeTags(net, base, tags);
/** What sensors would say if all were as recorded, with demand times `scale`. */
const sound = (scale = 1): Float64Array =>
  Float64Array.from(tags, ({ kind, record }, i) => {
    const e = net.edgeOfNode[record] ?? -1;
    return kind === "pressure"
      ? (base.kPa[places[i] as number] as number)
      : (e === -1 ? Number.NaN : (base.flowM3h[e] as number)) * scale;
  });
const gauges = tags.flatMap(({ kind }, i) => (kind === "pressure" && !Number.isNaN(sound()[i]) ? [i] : []));
const live = (values: Float64Array, before = base) => liveStateOf({ net, base, tags, places, values, before });

test("sensors that say what the records let expect are all believed", () => {
  const { sensors, stateOfPipe, solved } = live(sound());
  expect(sensors).toHaveLength(gauges.length);
  expect(sensors.filter(({ isSuspect }) => isSuspect)).toEqual([]);
  expect([...solved.failed].some((one) => one === 1)).toBe(false);
  for (const state of stateOfPipe) expect([0, 1, 2, 255]).toContain(state);
});

test("a planted bad sensor stands at the top, whichever it is and whichever way it lies, and does not bend the others", () => {
  fc.assert(
    fc.property(fc.constantFrom(...gauges), fc.constantFrom(0.4, 0.7, 1.5, 1.9), (bad, factor) => {
      const values = sound();
      values[bad] = (values[bad] as number) * factor;
      const { sensors } = live(values);
      expect(sensors[0]?.tag).toBe(bad);
      expect(sensors.filter(({ isSuspect }) => isSuspect).map(({ tag }) => tag)).toEqual([bad]);
    }),
  );
});

test("without any reading all is stale, and nobody is suspected", () => {
  const { sensors, stateOfPipe, demandScale } = live(new Float64Array(tags.length).fill(Number.NaN));
  expect([sensors, demandScale]).toEqual([[], 1]);
  for (const state of stateOfPipe) expect([2, 255]).toContain(state);
});

test("readings that stay as they are cost nothing: no district is solved again", () => {
  const first = live(sound());
  expect(live(sound(), first.solved).solved.solved).toBe(0);
});
