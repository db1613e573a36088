import type { GasNetwork, GasSolution } from "./gas-network.ts";

/** A part of a network to be solved by itself, and the way back. */
export interface District {
  readonly network: GasNetwork;
  /** Node of the whole network by node of the district. */
  readonly nodes: Int32Array;
  /** Pipe of the whole network by pipe of the district. */
  readonly pipes: Int32Array;
  readonly regulators: Int32Array;
}

/**
 * Cuts out some nodes, say those of a pressure system (`trace(graph, [node], "pressure_system")`). Regulators that lead in become
 * sources at their set point; what crosses the border otherwise (regulators that lead out, pipes) is taken as the demand it was in
 * `before`, and as nothing when there is no such solution. Compressors inside stay; those across the border count as closed.
 */
export function districtOf(
  whole: GasNetwork,
  members: ArrayLike<number>,
  before?: Pick<GasSolution, "flow" | "regulatorFlow">,
): District {
  const nodes = Int32Array.from(members);
  const number = new Int32Array(whole.demand.length).fill(-1);
  for (const [i, n] of nodes.entries()) number[n] = i;
  const own = (list: { readonly from: Int32Array; readonly to: Int32Array } | undefined): Int32Array =>
    Int32Array.from((list?.from.keys() ?? []) as Iterable<number>).filter(
      (e) => number[list?.from[e] as number] !== -1 && number[list?.to[e] as number] !== -1,
    );
  const ends = (list: { readonly from: Int32Array; readonly to: Int32Array }, rows: Int32Array) => ({
    from: rows.map((e) => number[list.from[e] as number] as number),
    to: rows.map((e) => number[list.to[e] as number] as number),
  });
  const pick = (column: Float64Array, rows: Int32Array): Float64Array =>
    Float64Array.from(rows, (e) => column[e] as number);
  const demand = pick(whole.demand, nodes);
  const take = (node: number, kgS: number): void => {
    const i = number[node] as number;
    if (i !== -1 && Number.isFinite(kgS)) demand[i] = (demand[i] as number) + kgS;
  };
  const crosses = (a: number, b: number): boolean => (number[a] === -1) !== (number[b] === -1);
  for (let e = 0; before && e < whole.pipes.from.length; e++) {
    const [a, b] = [whole.pipes.from[e] as number, whole.pipes.to[e] as number];
    if (!crosses(a, b)) continue;
    take(a, before.flow[e] as number);
    take(b, -(before.flow[e] as number));
  }
  const sources = sourcesOf(whole, number, (r, inlet) => take(inlet, before?.regulatorFlow[r] ?? 0));
  const pipes = own(whole.pipes);
  const valves = own(whole.valves);
  const regulators = own(whole.regulators);
  const compressors = own(whole.compressors);
  const { zeta, lambda } = whole.pipes;
  const { pressureDriven, height } = whole;
  return {
    ...{ nodes, pipes, regulators },
    network: {
      demand,
      sources,
      ...(height && { height: pick(height, nodes) }),
      pipes: {
        ...ends(whole.pipes, pipes),
        length: pick(whole.pipes.length, pipes),
        diameter: pick(whole.pipes.diameter, pipes),
        roughness: pick(whole.pipes.roughness, pipes),
        ...(zeta && { zeta: pick(zeta, pipes) }),
        ...(lambda && { lambda: pick(lambda, pipes) }),
      },
      ...(whole.valves && {
        valves: {
          ...ends(whole.valves, valves),
          isOpen: Uint8Array.from(valves, (v) => whole.valves?.isOpen[v] as number),
          ...(whole.valves.zeta && { zeta: pick(whole.valves.zeta, valves) }),
          ...(whole.valves.diameter && { diameter: pick(whole.valves.diameter, valves) }),
        },
      }),
      ...(whole.regulators && {
        regulators: { ...ends(whole.regulators, regulators), pa: pick(whole.regulators.pa, regulators) },
      }),
      ...(whole.compressors && {
        compressors: {
          ...ends(whole.compressors, compressors),
          kind: Uint8Array.from(compressors, (c) => whole.compressors?.kind[c] as number),
          value: pick(whole.compressors.value, compressors),
        },
      }),
      ...(pressureDriven && {
        pressureDriven: {
          servicePa: pick(pressureDriven.servicePa, nodes),
          leastPa: pick(pressureDriven.leastPa, nodes),
        },
      }),
    },
  };
}

/** Own sources and regulators that lead in; `leadsOut` hears of the others across the border. */
function sourcesOf(
  { sources, regulators }: GasNetwork,
  number: Int32Array,
  leadsOut: (regulator: number, inlet: number) => void,
): GasNetwork["sources"] {
  const node: number[] = [];
  const pa: number[] = [];
  const hold = (n: number, value: number): void => {
    const at = node.indexOf(n);
    if (at === -1) {
      node.push(n);
      pa.push(value);
    } else pa[at] = Math.max(pa[at] as number, value);
  };
  for (const [s, n] of sources.node.entries()) if (number[n] !== -1) hold(number[n] as number, sources.pa[s] as number);
  for (const [r, inlet] of (regulators?.from ?? new Int32Array()).entries()) {
    const outlet = regulators?.to[r] as number;
    const [from, to] = [number[inlet] as number, number[outlet] as number];
    if (from === -1 && to !== -1) hold(to, regulators?.pa[r] as number);
    else if (from !== -1 && to === -1) leadsOut(r, inlet);
  }
  return { node: Int32Array.from(node), pa: Float64Array.from(pa) };
}
