import type { GasModel, GasNetwork } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import type { PressureUnder } from "./network-hole.ts";

/** A network with one pipe cut in two at the damage. Pipe `pipe` keeps its first half; the second is the last pipe. */
export interface DamagedNetwork {
  readonly network: GasNetwork;
  /** The damaged place, a node of its own behind all others. */
  readonly node: number;
}

const add = (column: Float64Array, value: number): Float64Array => Float64Array.from([...column, value]);
const addPlace = (column: Int32Array, value: number): Int32Array => Int32Array.from([...column, value]);

/** Cuts a pipe at `share` of its length from its `from` end. Throws when the share leaves no length on either side. */
export function damageAt(network: GasNetwork, pipe: number, share: number): DamagedNetwork {
  if (!(share > 0 && share < 1)) throw new Error(`share along the pipe: expected between 0 and 1, got ${share}`);
  const { pipes, demand, height } = network;
  const node = demand.length;
  const [a, b] = [pipes.from[pipe] as number, pipes.to[pipe] as number];
  const length = pipes.length[pipe] as number;
  const lengths = add(pipes.length, length * (1 - share));
  lengths[pipe] = length * share;
  const to = addPlace(pipes.to, b);
  to[pipe] = node;
  const { zeta, lambda } = pipes;
  const driven = network.pressureDriven;
  return {
    node,
    network: {
      ...network,
      demand: add(demand, 0),
      ...(height && { height: add(height, (height[a] as number) * (1 - share) + (height[b] as number) * share) }),
      pipes: {
        ...pipes,
        from: addPlace(pipes.from, node),
        to,
        length: lengths,
        diameter: add(pipes.diameter, pipes.diameter[pipe] as number),
        roughness: add(pipes.roughness, pipes.roughness[pipe] as number),
        ...(zeta && { zeta: add(zeta, 0) }),
        ...(lambda && { lambda: add(lambda, lambda[pipe] as number) }),
      },
      // What leaks is no customer's demand: it does not fall with service pressure but by the hole's own law.
      ...(driven && { pressureDriven: { servicePa: add(driven.servicePa, 0), leastPa: add(driven.leastPa, -1) } }),
    },
  };
}

/** What pressure a node keeps while so much leaks there: one solve a question. NaN when the network cannot bring so much. */
export function pressureUnder({ network, node }: DamagedNetwork, gas: GasModel): PressureUnder {
  return (kgS) => {
    const demand = network.demand.slice();
    demand[node] = (demand[node] as number) + kgS;
    const { isConverged, pa, starved } = solveGas({ ...network, demand }, gas);
    return isConverged && starved.length === 0 ? (pa[node] as number) : Number.NaN;
  };
}
