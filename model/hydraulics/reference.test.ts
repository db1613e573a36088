import { describe, expect, test } from "vitest";
import gbLowRing9 from "#model/cases/gb-low-ring-9.json" with { type: "json" };
import gbLowZones16 from "#model/cases/gb-low-zones-16.json" with { type: "json" };
import gbMedium25 from "#model/cases/gb-medium-25.json" with { type: "json" };
import gb50028PipeOpen from "#model/cases/gb50028-pipe-open.json" with { type: "json" };
import hpTree30Colebrook from "#model/cases/hp-tree-30-colebrook.json" with { type: "json" };
import lpMesh20Colebrook from "#model/cases/lp-mesh-20-colebrook.json" with { type: "json" };
import lpMesh20Nikuradse from "#model/cases/lp-mesh-20-nikuradse.json" with { type: "json" };
import mpMesh100IsolatedNikuradse from "#model/cases/mp-mesh-100-isolated-nikuradse.json" with { type: "json" };
import regulatorLockupNikuradse from "#model/cases/regulator-lockup-nikuradse.json" with { type: "json" };
import regulatorWideOpenNikuradse from "#model/cases/regulator-wide-open-nikuradse.json" with { type: "json" };
import stanet3parallelPc from "#model/cases/stanet-3parallel-pc.json" with { type: "json" };
import stanetHNet2sourcesN from "#model/cases/stanet-h-net-2sources-n.json" with { type: "json" };
import stanetMeshed2valvesPc from "#model/cases/stanet-meshed-2valves-pc.json" with { type: "json" };
import stanetOnePipe1Pc from "#model/cases/stanet-one-pipe-1-pc.json" with { type: "json" };
import stanetTCross2Pc from "#model/cases/stanet-t-cross-2-pc.json" with { type: "json" };
import twoLevelRegulatorsNikuradse from "#model/cases/two-level-regulators-nikuradse.json" with { type: "json" };
import { caseNetwork, type GasNetCase } from "./case-network.ts";
import { type Friction, friction } from "./friction.ts";
import { type GasModel, type GasNetwork, NATURAL_GAS } from "./gas-network.ts";
import { solveGas } from "./solve.ts";

const NETWORKS: readonly GasNetCase[] = [
  hpTree30Colebrook,
  lpMesh20Colebrook,
  lpMesh20Nikuradse,
  mpMesh100IsolatedNikuradse,
  regulatorLockupNikuradse,
  regulatorWideOpenNikuradse,
  stanet3parallelPc,
  stanetHNet2sourcesN,
  stanetMeshed2valvesPc,
  stanetOnePipe1Pc,
  stanetTCross2Pc,
  twoLevelRegulatorsNikuradse,
];

/** Between Re 10 and nothing our laws are linear; the pure law is not, so nearly still pipes differ by less than this. */
const FLOW_SHARE = 1e-5;

describe.each(NETWORKS)("$id", (given) => {
  const { network, gas, gaugeBar, pipeIds } = caseNetwork(given);
  const solution = solveGas(network, gas);

  test("converges in few steps and balances", () => {
    expect(solution.isConverged).toBe(true);
    expect(solution.iterations / solution.sweeps).toBeLessThanOrEqual(15);
    expect(solution.residual).toBeLessThan(1e-9);
    expect(solution.imbalance).toBeLessThan(1e-9);
  });

  test("agrees with the reference to 2e-6 bar and 1e-5 of the largest flow", () => {
    const unsupplied: string[] = [];
    for (const [i, node] of given.expected.nodes.entries()) {
      const pa = solution.pa[i] as number;
      if (node.p === undefined) unsupplied.push(node.id);
      else expect(Math.abs(gaugeBar(pa, i) - node.p), node.id).toBeLessThan(2e-6);
      expect(Number.isNaN(pa)).toBe(node.p === undefined);
    }
    expect(solution.unsupplied.map((i) => given.nodes[i]?.id)).toEqual(unsupplied);
    const most = Math.max(...given.expected.pipes.map((p) => Math.abs(p.flow ?? 0)));
    for (const pipe of given.expected.pipes)
      if (pipe.flow !== undefined)
        expect(Math.abs((solution.flow[pipeIds.indexOf(pipe.id)] ?? 0) - pipe.flow), pipe.id).toBeLessThan(
          FLOW_SHARE * most,
        );
    for (const [r, regulator] of (given.expected.regulators ?? []).entries())
      if (regulator.flow !== undefined)
        expect(Math.abs((solution.regulatorFlow[r] as number) - regulator.flow), regulator.id).toBeLessThan(
          FLOW_SHARE * most,
        );
  });
});

interface GbCase {
  readonly id: string;
  readonly kind: "low" | "medium";
  readonly law: "colebrook" | "zones";
  readonly gas: { readonly rho_kg_m3: number; readonly nu_m2_s: number; readonly t_k: number; readonly z: number };
  readonly nodes: readonly { readonly id: string; readonly demand_m3_h?: number }[];
  readonly sources: readonly { readonly node: string; readonly p: number }[];
  readonly pipes: readonly {
    readonly from: string;
    readonly to: string;
    readonly length_m: number;
    readonly d_mm: number;
    readonly k_mm: number;
  }[];
  readonly expected: {
    readonly nodes: readonly { readonly p: number }[];
    readonly pipes: readonly { readonly q_m3_h: number }[];
  };
  readonly tolerance: { readonly p_abs: number; readonly q_abs_m3_h: number };
}

/** GB networks say Pa gauge (low) or kPa absolute (medium); flows in normal m³/h. */
function gbNetwork(given: GbCase): { network: GasNetwork; gas: GasModel; own: (pa: number) => number } {
  const rho = given.gas.rho_kg_m3;
  const at = (id: string): number => given.nodes.findIndex((n) => n.id === id);
  const own = (pa: number): number => (given.kind === "low" ? pa - 101_325 : pa / 1000);
  const pa = (p: number): number => (given.kind === "low" ? p + 101_325 : p * 1000);
  const gas: GasModel = {
    ...NATURAL_GAS,
    rhoN: rho,
    viscosity: rho * given.gas.nu_m2_s,
    temperature: given.gas.t_k,
    z: () => given.gas.z,
    law: given.law === "zones" ? "gb-zones" : "colebrook-gb",
    equation: given.kind === "low" ? "gb-low" : "gb-medium",
  };
  const network: GasNetwork = {
    demand: Float64Array.from(given.nodes, (n) => ((n.demand_m3_h ?? 0) / 3600) * rho),
    sources: {
      node: Int32Array.from(given.sources, (s) => at(s.node)),
      pa: Float64Array.from(given.sources, (s) => pa(s.p)),
    },
    pipes: {
      from: Int32Array.from(given.pipes, (p) => at(p.from)),
      to: Int32Array.from(given.pipes, (p) => at(p.to)),
      length: Float64Array.from(given.pipes, (p) => p.length_m),
      diameter: Float64Array.from(given.pipes, (p) => p.d_mm / 1000),
      roughness: Float64Array.from(given.pipes, (p) => p.k_mm / 1000),
    },
  };
  return { network, gas, own };
}

describe.each([gbLowRing9 as GbCase, gbLowZones16 as GbCase, gbMedium25 as GbCase])("$id", (given) => {
  test("agrees with the reference within its tolerance", () => {
    const { network, gas, own } = gbNetwork(given);
    const solution = solveGas(network, gas);
    expect(solution.isConverged).toBe(true);
    for (const [i, node] of given.expected.nodes.entries())
      expect(Math.abs(own(solution.pa[i] as number) - node.p)).toBeLessThan(given.tolerance.p_abs);
    for (const [e, pipe] of given.expected.pipes.entries()) {
      const m3h = ((solution.flow[e] as number) / given.gas.rho_kg_m3) * 3600;
      expect(Math.abs(m3h - pipe.q_m3_h)).toBeLessThan(given.tolerance.q_abs_m3_h);
    }
  });
});

test("friction factors agree with GB 50028's single-pipe vectors", () => {
  const { low_pressure, medium_pressure } = gb50028PipeOpen;
  const f: Friction = { lambda: 0, slope: 0 };
  for (const v of [...low_pressure, ...medium_pressure]) {
    friction("colebrook-gb", v.re, v.k_mm / v.d_mm, f);
    expect(f.lambda / v.lambda_colebrook).toBeCloseTo(1, 6);
    if (!("lambda_zones" in v)) continue;
    friction("gb-zones", v.re, v.k_mm / v.d_mm, f);
    expect(f.lambda / v.lambda_zones).toBeCloseTo(1, 6);
  }
});
