import { UnionFind } from "#model/graph/union-find.ts";
import { type Friction, friction, LEAST_RE } from "#model/hydraulics/friction.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { SparseSystem } from "#model/hydraulics/sparse.ts";
import type { ModelNetwork } from "./assemble.ts";
import { KGS_PER_M3H, paAt, ROUGHNESS } from "./district-gas.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

/** A node whose pressure a source or a regulator holds. */
export interface Held {
  readonly node: number;
  /** Regulator's edge; −1 for a source. */
  readonly edge: number;
  /** Place in `graph.sources`; −1 for a regulator. */
  readonly source: number;
  /** kPa gauge in the solution. */
  readonly kPa: number;
}

/** What is read somewhere in the solution, and how it moves. */
export interface Answering {
  /** kPa gauge of a node, or m³/h that a held node feeds in. */
  readonly value: number;
  /** Change per m³/h taken at each node, by its place in `nodes`. */
  readonly perDemand: Float64Array;
  /** Change per kPa of each held node. */
  readonly perHeld: Float64Array;
}

/**
 * A solved pressure district and its answers to small changes of demand and of held pressures: one factorisation of its Jacobian, then one
 * back-substitution a question (the matrix is its own adjoint). Open valves lose nothing: nodes they join are one.
 */
export class DistrictResponse {
  /** Nodes of the graph in this district. */
  readonly nodes: Int32Array;
  readonly held: readonly Held[];
  readonly #net: ModelNetwork;
  readonly #solved: SolvedNetwork;
  readonly #placeOf: ReadonlyMap<number, number>;
  /** Group of each node by place; groups below `#free` are sought, those from it on are held. */
  readonly #group: Int32Array;
  readonly #free: number;
  /** Held node that leads each held group. */
  readonly #leader: readonly number[];
  readonly #system: SparseSystem | null;
  /** By held group: sought groups and the conductance to each, m³/h per kPa². */
  readonly #ties: readonly Map<number, number>[];
  /** m³/h that each held group feeds in. */
  readonly #inflow: Float64Array;

  /** `taken`: m³/h by node of the graph, customers and regulators that draw there (`takenOf`). */
  constructor(net: ModelNetwork, solved: SolvedNetwork, d: number, taken: Float64Array) {
    this.#net = net;
    this.#solved = solved;
    const { first, nodes, firstPipe, pipes, firstValve, valves } = solved.districts;
    this.nodes = nodes.subarray(first[d], first[d + 1]);
    this.#placeOf = new Map(Array.from(this.nodes, (n, i) => [n, i]));
    this.held = heldOf(net, solved, d, this.#placeOf);
    const at = (n: number): number => this.#placeOf.get(n) as number;
    const joined = new UnionFind(this.nodes.length);
    for (const e of valves.subarray(firstValve[d], firstValve[d + 1]))
      joined.join(at(net.graph.from[e] as number), at(net.graph.to[e] as number));
    const numbered = numberGroups(
      joined,
      this.nodes.length,
      this.held.map(({ node }) => at(node)),
    );
    this.#group = numbered.group;
    this.#free = numbered.free;
    this.#leader = numbered.leader;
    this.#ties = this.#leader.map(() => new Map<number, number>());
    this.#inflow = new Float64Array(this.#leader.length);
    this.#system = this.#factor(pipes.subarray(firstPipe[d], firstPipe[d + 1]), at);
    this.nodes.forEach((n, i) => {
      const h = (this.#group[i] as number) - this.#free;
      if (h >= 0) this.#inflow[h] = (this.#inflow[h] as number) + (taken[n] as number);
    });
  }

  #factor(pipes: Int32Array, at: (n: number) => number): SparseSystem | null {
    const { graph } = this.#net;
    const [from, to, weight] = [[] as number[], [] as number[], [] as number[]];
    const anchor = new Float64Array(this.#free);
    const law: Friction = { lambda: 0, slope: 0 };
    for (const e of pipes) {
      const [a, b] = [graph.from[e] as number, graph.to[e] as number];
      const [i, j] = [this.#group[at(a)] as number, this.#group[at(b)] as number];
      if (i === j) continue;
      const m3h = this.#solved.flowM3h[e] as number;
      const isHeld = [i, j].map((g) => g - this.#free);
      for (const [k, sign] of [
        [isHeld[0] as number, 1],
        [isHeld[1] as number, -1],
      ] as const)
        if (k >= 0) this.#inflow[k] = (this.#inflow[k] as number) + sign * m3h;
      const g = conductance(this.#net, this.#solved, e, law);
      if (i < this.#free && j < this.#free) {
        from.push(i);
        to.push(j);
        weight.push(g);
      } else
        for (const [one, other] of [
          [i, j],
          [j, i],
        ] as const) {
          if (one >= this.#free || other < this.#free) continue;
          anchor[one] = (anchor[one] as number) + g;
          const tie = this.#ties[other - this.#free] as Map<number, number>;
          tie.set(one, (tie.get(one) ?? 0) + g);
        }
    }
    if (this.#free === 0 || this.held.length === 0) return null;
    const system = new SparseSystem(this.#free, Int32Array.from(from), Int32Array.from(to));
    system.factor(Float64Array.from(weight), anchor);
    return system;
  }

  #absolute(n: number): number {
    return paAt(this.#net, n, this.#solved.kPa[n] as number) / 1000;
  }

  /** By node, from the answer by sought group. */
  #byNode(w: Float64Array, scale: number): Float64Array {
    return Float64Array.from(this.#group, (g) => (g < this.#free ? scale * (w[g] as number) : 0));
  }

  /** Change of what `w` answers for, per kPa of each held node; only leaders of a group count. */
  #byHeld(w: Float64Array, scale: number): Float64Array {
    const out = new Float64Array(this.held.length);
    this.#leader.forEach((h, k) => {
      let sum = 0;
      for (const [g, c] of this.#ties[k] as Map<number, number>) sum += c * (w[g] as number);
      out[h] = scale * sum * 2 * this.#absolute((this.held[h] as Held).node);
    });
    return out;
  }

  /** Pressure of a node of the district, or null where it has none. */
  pressure(node: number): Answering | null {
    const i = this.#placeOf.get(node);
    const value = this.#solved.kPa[node] as number;
    if (i === undefined || Number.isNaN(value)) return null;
    const g = this.#group[i] as number;
    if (g >= this.#free) {
      const perHeld = new Float64Array(this.held.length);
      perHeld[this.#leader[g - this.#free] as number] = 1;
      return { value, perDemand: new Float64Array(this.nodes.length), perHeld };
    }
    if (!this.#system) return null;
    const w = new Float64Array(this.#free);
    w[g] = 1;
    this.#system.solve(w, w);
    const perKPa = 1 / (2 * this.#absolute(node));
    return { value, perDemand: this.#byNode(w, -perKPa), perHeld: this.#byHeld(w, perKPa) };
  }

  /** What a held node feeds in; of several that no loss parts the one that leads stands for all. Null when another leads. */
  inflow(h: number): Answering | null {
    const k = this.#leader.indexOf(h);
    if (k === -1) return null;
    const w = new Float64Array(this.#free);
    for (const [g, c] of this.#ties[k] as Map<number, number>) w[g] = c;
    this.#system?.solve(w, w);
    const perDemand = this.#byNode(w, 1);
    this.#group.forEach((g, i) => {
      if (g === this.#free + k) perDemand[i] = 1;
    });
    return { value: this.#inflow[k] as number, perDemand, perHeld: new Float64Array(this.held.length) };
  }
}

/** What holds a district's pressure in its solution. `placeOf` has its nodes. */
export function heldOf(
  net: ModelNetwork,
  solved: SolvedNetwork,
  d: number,
  placeOf: ReadonlyMap<number, unknown>,
): Held[] {
  const { graph } = net;
  const { input, kPa, isFed, flowM3h, districts } = solved;
  const held: Held[] = [];
  graph.sources.forEach((node, source) => {
    if (placeOf.has(node)) held.push({ node, edge: -1, source, kPa: input.sourceKPa[source] as number });
  });
  for (const edge of districts.feeders[d] ?? []) {
    const node = graph.to[edge] as number;
    if (!isFed[graph.from[edge] as number] || Number.isNaN(kPa[node] as number)) continue;
    // One that is locked up holds nothing: others keep the pressure above its set point.
    if ((flowM3h[edge] as number) > 0 || kPa[node] === input.setKPa[edge])
      held.push({ node, edge, source: -1, kPa: kPa[node] as number });
  }
  return held;
}

/** What leaves each node, m³/h: customers by what they get, and what regulators pass on to the next level. */
export function takenOf({ graph }: ModelNetwork, { input, flowM3h, shortM3h, districts }: SolvedNetwork): Float64Array {
  const taken = input.demandM3h.map((m3h, n) => m3h - (shortM3h[n] as number));
  for (const feeders of districts.feeders)
    for (const e of feeders) {
      const inlet = graph.from[e] as number;
      taken[inlet] = (taken[inlet] as number) + (flowM3h[e] as number);
    }
  return taken;
}

/** Dense numbers of groups, the held ones last. */
function numberGroups(joined: UnionFind, count: number, held: readonly number[]) {
  const leaderOf = new Map<number, number>();
  held.forEach((place, h) => {
    const root = joined.root(place);
    if (!leaderOf.has(root)) leaderOf.set(root, h);
  });
  const numberOf = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const root = joined.root(i);
    if (!leaderOf.has(root) && !numberOf.has(root)) numberOf.set(root, numberOf.size);
  }
  const free = numberOf.size;
  const leader: number[] = [];
  for (const [root, h] of leaderOf) {
    numberOf.set(root, free + leader.length);
    leader.push(h);
  }
  return { group: Int32Array.from({ length: count }, (_, i) => numberOf.get(joined.root(i)) as number), free, leader };
}

/** d(m³/h)/d(p1² − p2²) of a pipe in the solution, per kPa². */
function conductance(net: ModelNetwork, { kPa, flowM3h }: SolvedNetwork, e: number, f: Friction): number {
  const { graph, rows } = net;
  const gas = NATURAL_GAS;
  const d = (graph.diameterMm[e] as number) / 1000;
  const [p1, p2] = [graph.from[e] as number, graph.to[e] as number].map((n) => paAt(net, n, kPa[n] as number)) as [
    number,
    number,
  ];
  const s = p1 + p2;
  const z = gas.z((2 / 3) * (s - (p1 * p2) / s));
  const perFlow = 4 / (Math.PI * d * gas.viscosity);
  const size = Math.max(Math.abs((flowM3h[e] as number) * KGS_PER_M3H), LEAST_RE / perFlow);
  friction(gas.law, size * perFlow, (ROUGHNESS[rows.pipes.material[e] as number] ?? 1e-4) / d, f);
  const area = (Math.PI * d * d) / 4;
  const base = (z * gas.pN * gas.temperature) / (gas.tN * gas.rhoN * area * area);
  const long = Math.max(0.5, graph.lengthM[e] as number) / d;
  return 1e6 / (base * size * (2 * f.lambda + f.slope) * long) / KGS_PER_M3H;
}
