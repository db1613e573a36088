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
import { gbNetwork } from "./gb-case.ts";
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
  const { network, gas, bar, pipeIds } = caseNetwork(given);
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
      else expect(Math.abs(bar(pa, i) - node.p), node.id).toBeLessThan(2e-6);
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

describe.each([gbLowRing9, gbLowZones16, gbMedium25])("$id", (given) => {
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
