import { describe, expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { assemble } from "#model/network/assemble.ts";
import { ductColumns } from "#model/network/duct-columns.ts";
import { readNetworkFile, writeNetworkFile } from "#model/network/file.ts";
import type { NetworkRows } from "#model/network/rows.ts";
import { recordedInput, solveDistricts } from "#model/network/solve-districts.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

const plan = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const part = buildCounty(plan, "130123");
const rows = networkRowsOf(part, { version: "v1", seqOf: (_, i) => 100 + i });
const net = assemble(rows);
const input = recordedInput(net);
const base = solveDistricts(net, input);

describe("a county's network", () => {
  test("comes out of its file as it went in", () => {
    expect(readNetworkFile(writeNetworkFile(rows).buffer)).toEqual(rows);
  });

  test("has its ducts, and a file from before there were any has none", () => {
    expect(rows.ducts.ids.length).toBe(part.ducts.length);
    expect(part.ducts.length).toBeGreaterThan(0);
    const { ducts: _, ductPoints: __, ...before } = rows;
    const old = new Uint8Array(writeNetworkFile({ ...before, ...ductColumns([]) } as NetworkRows));
    const length = new DataView(old.buffer).getUint32(4, true);
    const head = JSON.parse(new TextDecoder().decode(old.subarray(8, 8 + length)));
    delete head.rows.ducts;
    delete head.rows.ductPoints;
    head.bytes.length -= 9;
    const text = new TextEncoder().encode(JSON.stringify(head).padEnd(length, " "));
    old.set(text, 8);
    expect(readNetworkFile(old.buffer)).toEqual({ ...before, ...ductColumns([]) });
  });

  test("bytes that are no network file are refused", () => {
    expect(() => readNetworkFile(new ArrayBuffer(4))).toThrow("expected a network file, got 4 bytes");
    expect(() => readNetworkFile(new ArrayBuffer(64))).toThrow("expected a network file");
  });

  test("has an edge for each pipe, and one for each valve and regulator that a pipe ends at", () => {
    const devices = part.nodes.filter(
      ({ id, kind }) =>
        (kind === "valve" || kind === "regulator") && part.pipes.some((p) => p.from_node === id || p.to_node === id),
    );
    expect(net.graph.edges).toBe(rows.pipes.ids.length + devices.length);
    expect([...net.graph.kind].filter((kind) => kind !== EDGE.pipe)).toHaveLength(devices.length);
    expect([...(net.graph.customers ?? [])].reduce((a, b) => a + b, 0)).toBe(
      part.customers.filter(({ service_node }) => service_node !== null).length,
    );
  });
});

test("a pipe of unknown level stays on the side of a regulator that it was drawn to", () => {
  const level = rows.pipes.level.map((own, e) => (e % 3 === 0 ? PRESSURE_LEVELS.indexOf("unknown") : own));
  const doubtful = assemble({ ...rows, pipes: { ...rows.pipes, level } });
  expect([...doubtful.graph.from]).toEqual([...net.graph.from]);
  expect([...doubtful.graph.to]).toEqual([...net.graph.to]);
});

describe("solved district by district", () => {
  test("all districts converge, and pressures are those of the whole network solved at once", () => {
    expect([...base.failed].some((failed) => failed === 1)).toBe(false);
    part.nodes.forEach(({ pressure_kpa }, n) => {
      const kPa = base.kPa[n] as number;
      if (pressure_kpa === null || Number.isNaN(kPa)) return;
      expect(Math.abs(kPa - pressure_kpa) / Math.max(1, pressure_kpa)).toBeLessThan(2e-3);
    });
  });

  test("mass is conserved at every node that no source holds", () => {
    const sums = Float64Array.from(input.demandM3h);
    const held = new Uint8Array(net.graph.nodes);
    for (const n of net.graph.sources) held[n] = 1;
    for (let e = 0; e < net.graph.edges; e++) {
      const [from, to] = [net.graph.from[e] as number, net.graph.to[e] as number];
      // A valve's flow is not told: what it joins is one place.
      if (net.graph.kind[e] === EDGE.valve) held[from] = held[to] = 1;
      sums[from] = (sums[from] as number) + (base.flowM3h[e] as number);
      sums[to] = (sums[to] as number) - (base.flowM3h[e] as number);
    }
    sums.forEach((sum, n) => {
      if (!held[n] && base.isFed[n]) expect(Math.abs(sum)).toBeLessThan(1e-3);
    });
  });

  test("what is solved again after a change is what is solved afresh", () => {
    for (let e = net.pipes; e < net.graph.edges; e += 3) {
      const state = input.state.slice();
      state[e] = EDGE_STATE.operable;
      const [again, afresh] = [
        solveDistricts(net, { ...input, state }, base),
        solveDistricts(net, { ...input, state }),
      ];
      expect(again.solved).toBeLessThanOrEqual(afresh.solved);
      again.kPa.forEach((kPa, n) => {
        const other = afresh.kPa[n] as number;
        expect(Number.isNaN(kPa)).toBe(Number.isNaN(other));
        if (!Number.isNaN(kPa)) expect(Math.abs(kPa - other)).toBeLessThan(1e-4 * Math.max(1, Math.abs(other)));
      });
    }
  });
});
