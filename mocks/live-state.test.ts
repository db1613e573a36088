import fc from "fast-check";
import { expect, test } from "vitest";
import { assemble } from "#model/network/assemble.ts";
import { LiveNetwork } from "#model/network/live-network.ts";
import type { LiveTag } from "#model/network/live-tags.ts";
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
const fresh = () => new LiveNetwork(net, tags);
const { places } = fresh();
/** What sensors would say if all were as recorded, with demand times `scale`. */
const sound = (scale = 1): Float64Array =>
  Float64Array.from(tags, ({ kind, record }, i) => {
    const e = net.edgeOfNode[record] ?? -1;
    return kind === "pressure"
      ? (base.kPa[places[i] as number] as number)
      : (e === -1 ? Number.NaN : (base.flowM3h[e] as number)) * scale;
  });
const gauges = tags.flatMap(({ kind }, i) => (kind === "pressure" && !Number.isNaN(sound()[i]) ? [i] : []));

test("a made-up sensor's usual value is what the model has on the side it measures: no boundary is off", () => {
  expect(gauges.length).toBeGreaterThan(3);
  for (const i of gauges) {
    const { nominal } = tags[i] as LiveTag;
    const kPa = base.kPa[places[i] as number] as number;
    expect(Math.abs(kPa - (nominal ?? kPa)), `${part.tags.find(({ id }) => id === tags[i]?.id)?.name}`).toBeLessThan(
      Math.max(0.2, 0.08 * kPa),
    );
  }
});

test("sensors that say what the records let expect are all believed, and nothing is lost", () => {
  const { sensors, losses, stateOfPipe, solved } = fresh().look(sound());
  expect(sensors.filter(({ isSuspect }) => isSuspect)).toEqual([]);
  expect(losses).toEqual([]);
  expect(new Set(sensors.map(({ tag }) => tag))).toEqual(new Set([...gauges, ...sensors.map(({ tag }) => tag)]));
  expect([...solved.failed].some((one) => one === 1)).toBe(false);
  for (const state of stateOfPipe) expect([0, 1, 2, 255]).toContain(state);
});

test("a planted bad sensor stands at the top, whichever it is and whichever way it lies, and does not bend the others", () => {
  fc.assert(
    fc.property(fc.constantFrom(...gauges), fc.constantFrom(0.4, 0.7, 1.5, 1.9, 40), (bad, factor) => {
      const values = sound();
      values[bad] = (values[bad] as number) * factor;
      const { sensors } = fresh().look(values);
      expect(sensors[0]?.tag).toBe(bad);
      expect(sensors.filter(({ isSuspect }) => isSuspect).map(({ tag }) => tag)).toEqual([bad]);
    }),
    { numRuns: 40 },
  );
});

test("it stays at the top as long as it lies, and is believed again once it is mended", () => {
  const live = fresh();
  const bad = gauges[0] as number;
  const values = sound();
  live.look(values);
  values[bad] = (values[bad] as number) * 1.6;
  for (let i = 0; i < 4; i++) expect(live.look(values).sensors[0]).toMatchObject({ tag: bad, isSuspect: true });
  const mended = live.look(sound());
  expect(mended.sensors.filter(({ isSuspect }) => isSuspect)).toEqual([]);
});

test("without any reading all is stale, and nobody is suspected", () => {
  const { sensors, stateOfPipe, demandScale } = fresh().look(new Float64Array(tags.length).fill(Number.NaN));
  expect([sensors, demandScale]).toEqual([[], 1]);
  for (const state of stateOfPipe) expect([2, 255]).toContain(state);
});

test("readings that stay as they are cost nothing: no district is solved again", () => {
  const live = fresh();
  live.look(sound());
  expect(live.look(sound()).anew).toBe(0);
});

test("demand that all flow meters see is taken over", () => {
  const { demandScale, sensors } = fresh().look(sound(0.6));
  if (tags.some(({ kind }, i) => kind === "flow" && (sound()[i] as number) > 5))
    expect(demandScale).toBeCloseTo(0.6, 2);
  expect(sensors.filter(({ isSuspect, tag }) => isSuspect && tags[tag]?.kind === "flow")).toEqual([]);
});

test("gas that nobody is known to take is told as a loss at its place, the sensors around it believed", () => {
  const input = recordedInput(net);
  const { first, nodes, count } = base.districts;
  const { from, to } = net.graph;
  const isNextTo = (n: number, at: number) =>
    n === at || from.some((a, e) => (a === n && to[e] === at) || (a === at && to[e] === n));
  let [tried, told] = [0, 0];
  for (let d = 0; d < count; d++) {
    const members = [...nodes.subarray(first[d], first[d + 1])].filter(
      (n) => n < rows.nodes.ids.length && base.isFed[n],
    );
    if (members.length < 8 || members.some((n) => (base.kPa[n] as number) > 10)) continue;
    const around = members.map((n): LiveTag => ({ id: `T${n}`, kind: "pressure", record: n, nominal: null }));
    for (const at of members) {
      const demandM3h = input.demandM3h.slice();
      demandM3h[at] = (demandM3h[at] as number) + 50;
      const taken = solveDistricts(net, { ...input, demandM3h });
      const live = new LiveNetwork(net, around);
      const { losses, sensors } = live.look(Float64Array.from(live.places, (n) => taken.kPa[n] as number));
      tried++;
      // The last before a source looks like a set point, and the end of a line like its own sensor.
      const [loss] = losses;
      if (!loss) continue;
      told++;
      expect(isNextTo(loss.node, at), `${loss.node} for ${at}`).toBe(true);
      expect(sensors.filter(({ isSuspect }) => isSuspect)).toEqual([]);
    }
  }
  expect(tried).toBeGreaterThan(10);
  expect(told / tried).toBeGreaterThan(0.5);
});
