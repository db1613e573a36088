import type { GasNetwork, GasSolution } from "./gas-network.ts";

const MOST = 20;

/**
 * What of a network can be no network, in words: "pipe 3: expected a diameter above 0 m, got NaN". Empty when all is sound, at most 20.
 * O(nodes + pipes), a small part of a solve.
 */
export function faultsOf(network: GasNetwork, demand: Float64Array = network.demand): string[] {
  const faults: string[] = [];
  const nodes = network.demand.length;
  const say = (what: string, i: number, expected: string, got: unknown): void => {
    if (faults.length < MOST) faults.push(`${what} ${i}: expected ${expected}, got ${String(got)}`);
  };
  const each = (
    what: string,
    column: ArrayLike<number> | undefined,
    expected: string,
    isSound: (v: number) => boolean,
  ) => {
    for (let i = 0; i < (column?.length ?? 0); i++)
      if (!isSound(column?.[i] as number)) say(what, i, expected, column?.[i]);
  };
  const isNode = (i: number): boolean => i >= 0 && i < nodes;
  const isPlace = `a node 0 … ${nodes - 1}`;
  if (demand.length !== nodes) say("demand", nodes, `${nodes} nodes`, demand.length);
  each("node", demand, "a demand in kg/s", Number.isFinite);
  each("node", network.height, "a height in m", Number.isFinite);
  each("source", network.sources.node, isPlace, isNode);
  each("source", network.sources.pa, "an absolute pressure above 0 Pa", isPositive);
  for (const [what, list] of [
    ["pipe", network.pipes],
    ["valve", network.valves],
    ["regulator", network.regulators],
    ["compressor", network.compressors],
  ] as const) {
    each(what, list?.from, isPlace, isNode);
    each(what, list?.to, isPlace, isNode);
  }
  each("pipe", network.pipes.length, "a length of 0 m or more", isNotNegative);
  each("pipe", network.pipes.diameter, "a diameter above 0 m", isPositive);
  each("pipe", network.pipes.roughness, "a roughness of 0 m or more", isNotNegative);
  each("regulator", network.regulators?.pa, "a set point above 0 Pa absolute", isPositive);
  each("compressor", network.compressors?.value, "a value", Number.isFinite);
  return faults;
}

/** A quick look before each solve: of the network `network`, this is a demand. */
export function isDemand({ demand: { length } }: GasNetwork, demand: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += demand[i] as number;
  return demand.length === length && Number.isFinite(sum);
}

const isPositive = (v: number): boolean => v > 0 && v < Number.POSITIVE_INFINITY;
const isNotNegative = (v: number): boolean => v >= 0 && v < Number.POSITIVE_INFINITY;

/** The answer to a network that is none. */
export function unsolvable(network: GasNetwork): GasSolution {
  const nodes = network.demand.length;
  const regulators = network.regulators?.from.length ?? 0;
  return {
    ...{ isConverged: false, iterations: 0, sweeps: 0, residual: Number.NaN, imbalance: Number.NaN },
    pa: new Float64Array(nodes).fill(Number.NaN),
    flow: new Float64Array(network.pipes.from.length),
    regulatorFlow: new Float64Array(regulators),
    regulatorState: new Array<"unfed">(regulators).fill("unfed"),
    compressorFlow: new Float64Array(network.compressors?.from.length ?? 0),
    valveFlow: new Float64Array(network.valves?.from.length ?? 0),
    served: new Float64Array(nodes),
    sourceFlow: new Float64Array(network.sources.node.length),
    ...{ unsupplied: [], starved: [], problems: ["bad_input"] },
  };
}
