import { type Friction, friction, LEAST_RE } from "#model/hydraulics/friction.ts";
import type { GasModel, GasNetwork } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";

/** What a sensor reads, and how it moves with demands and with the pressure of sources. */
export interface Response {
  /** kPa absolute of a node, or m³/h of a source. */
  readonly value: number;
  /** Change per m³/h taken at each node. */
  readonly perDemand: Float64Array;
  /** Change per kPa of each source. */
  readonly perSource: Float64Array;
}

/** The network solved for given demands and source pressures, and its answers to small changes. */
export interface SolvedNetwork {
  readonly isConverged: boolean;
  /** Pressure of each node, kPa absolute; NaN where no gas arrives. */
  readonly kPa: Float64Array;
  pressure: (node: number) => Response;
  inflow: (source: number) => Response;
}

const KPA = 1000;

/**
 * The only door between anomaly detection and hydraulics: one solve, then its Jacobian. A node's or source's response to all
 * demands is one back-substitution (the matrix is its own adjoint). The factor is dense: meant for districts of some hundred nodes.
 */
export class NetworkResponse {
  readonly #network: GasNetwork;
  readonly #gas: GasModel;
  /** Place among the nodes whose pressure is sought; −1 at a source. */
  readonly #free: Int32Array;
  readonly #freeNodes: number[] = [];
  readonly #friction: Friction = { lambda: 0, slope: 0 };

  /** Throws for a network that is more than pipes between nodes: valves, regulators and compressors belong between districts. */
  constructor(network: GasNetwork, gas: GasModel) {
    for (const kind of ["valves", "regulators", "compressors"] as const)
      if (network[kind]?.from.length) throw new Error(`district: expected pipes alone, got ${kind}`);
    this.#network = network;
    this.#gas = gas;
    const isSource = new Set(network.sources.node);
    this.#free = Int32Array.from(network.demand, (_, i) => (isSource.has(i) ? -1 : this.#freeNodes.push(i) - 1));
  }

  /** m³/h normal by node, kPa absolute by source. Throws, naming it, for a node that no source reaches. */
  solve(demandM3H: Float64Array, sourceKPa: Float64Array): SolvedNetwork {
    const kgS = this.#gas.rhoN / 3600;
    const network: GasNetwork = {
      ...this.#network,
      demand: demandM3H.map((q) => q * kgS),
      sources: { node: this.#network.sources.node, pa: sourceKPa.map((p) => p * KPA) },
    };
    const { isConverged, pa, flow, unsupplied, starved } = solveGas(network, this.#gas);
    if (unsupplied.length > 0) throw new Error(`district: expected every node to be fed, node ${unsupplied[0]} is not`);
    const isSolved = isConverged && starved.length === 0;
    return isSolved ? this.#linear(network, { pa, flow }) : unsolved(demandM3H.length, sourceKPa.length);
  }

  #linear(network: GasNetwork, { pa, flow }: { pa: Float64Array; flow: Float64Array }): SolvedNetwork {
    const { from, to } = network.pipes;
    const [free, count, sources] = [this.#free, this.#freeNodes.length, network.sources.node];
    const m3h = 3600 / this.#gas.rhoN;
    const conductance = Float64Array.from(flow, (m, e) => this.#conductance(e, m, pa) * m3h);
    const matrix = new Float64Array(count * count);
    /** Conductance between each source and the sought nodes. */
    const ties = Array.from(sources, () => new Float64Array(count));
    for (let e = 0; e < from.length; e++) {
      const [a, b, g] = [from[e] as number, to[e] as number, conductance[e] as number];
      const [i, j] = [free[a] as number, free[b] as number];
      for (const [one, other, node] of [
        [i, j, b],
        [j, i, a],
      ] as const) {
        if (one < 0) continue;
        matrix[one * count + one] = (matrix[one * count + one] as number) + g;
        if (other >= 0) matrix[one * count + other] = (matrix[one * count + other] as number) - g;
        else {
          const tie = ties[sources.indexOf(node)] as Float64Array;
          tie[one] = (tie[one] as number) + g;
        }
      }
    }
    choleskyInPlace(matrix, count);
    const perNode = (w: Float64Array, scale: number): Float64Array =>
      Float64Array.from(free, (f) => (f < 0 ? 0 : scale * (w[f] as number)));
    /** du of a source at 1 kPa. */
    const lift = (s: number): number => 2 * (pa[sources[s] as number] as number) * KPA;
    return {
      isConverged: true,
      kPa: pa.map((p) => p / KPA),
      pressure: (node) => {
        const at = pa[node] as number;
        const held = sources.indexOf(node);
        if (held >= 0) {
          const perSource = Float64Array.from(sources, (_, s) => (s === held ? 1 : 0));
          return { value: at / KPA, perDemand: new Float64Array(free.length), perSource };
        }
        const w = new Float64Array(count);
        w[free[node] as number] = 1;
        solveInPlace(matrix, count, w);
        const perPa = 1 / (2 * at * KPA);
        return {
          value: at / KPA,
          perDemand: perNode(w, -perPa),
          perSource: Float64Array.from(ties, (tie, s) => dot(tie, w) * lift(s) * perPa),
        };
      },
      inflow: (source) => {
        const node = sources[source] as number;
        const tie = ties[source] as Float64Array;
        const w = tie.slice();
        solveInPlace(matrix, count, w);
        let value = (network.demand[node] as number) * m3h;
        let direct = 0;
        for (let e = 0; e < from.length; e++) {
          if (from[e] === node) value += (flow[e] as number) * m3h;
          if (to[e] === node) value -= (flow[e] as number) * m3h;
          if (from[e] === node || to[e] === node) direct += conductance[e] as number;
        }
        const perDemand = perNode(w, 1);
        perDemand[node] = 1;
        return {
          value,
          perDemand,
          perSource: Float64Array.from(ties, (other, s) => ((s === source ? direct : 0) - dot(other, w)) * lift(s)),
        };
      },
    };
  }

  /** dm/d(p1² − p2²) of a pipe, kg/(s·Pa²). */
  #conductance(e: number, m: number, pa: Float64Array): number {
    const { pipes } = this.#network;
    const [gas, f] = [this.#gas, this.#friction];
    const d = pipes.diameter[e] as number;
    const [p1, p2] = [pa[pipes.from[e] as number] as number, pa[pipes.to[e] as number] as number];
    const s = p1 + p2;
    const z = gas.z((2 / 3) * (s - (p1 * p2) / s));
    const perFlow = 4 / (Math.PI * d * gas.viscosity);
    const size = Math.max(Math.abs(m), LEAST_RE / perFlow);
    friction(gas.law, size * perFlow, (pipes.roughness[e] as number) / d, f);
    const area = (Math.PI * d * d) / 4;
    const base = (z * gas.pN * gas.temperature) / (gas.tN * gas.rhoN * area * area);
    const long = (pipes.length[e] as number) / d;
    return 1 / (base * size * (2 * (f.lambda * long + (pipes.zeta?.[e] ?? 0)) + f.slope * long));
  }
}

/** What a network that could not be solved answers: nothing. */
function unsolved(nodes: number, sources: number): SolvedNetwork {
  const nothing: Response = {
    value: Number.NaN,
    perDemand: new Float64Array(nodes),
    perSource: new Float64Array(sources),
  };
  const kPa = new Float64Array(nodes).fill(Number.NaN);
  return { isConverged: false, kPa, pressure: () => nothing, inflow: () => nothing };
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** Lower factor of a symmetric positive definite matrix, row by row, over the matrix itself. */
export function choleskyInPlace(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[i * n + k] as number) * (matrix[j * n + k] as number);
      if (i !== j) matrix[i * n + j] = sum / (matrix[j * n + j] as number);
      else if (sum > 0) matrix[i * n + i] = Math.sqrt(sum);
      else throw new Error(`matrix is not positive definite at ${i}: ${sum}`);
    }
}

/** Solves with the factor of `choleskyInPlace`, over the right side. */
export function solveInPlace(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[i * n + k] as number) * (b[k] as number);
    b[i] = sum / (factor[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (factor[k * n + i] as number) * (b[k] as number);
    b[i] = sum / (factor[i * n + i] as number);
  }
}
