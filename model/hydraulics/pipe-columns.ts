import type { GasModel, GasNetwork } from "./gas-network.ts";
import type { Topology } from "./topology.ts";

/** Rounded constants of GB 50028 against the exact ones (16/π², 8/π² in its units). */
const GB_MEDIUM = 1.27e10 / ((16 / Math.PI ** 2 / 3600 ** 2) * 1e15 * 101_325e-3);
const GB_LOW = 6.26e7 / ((8 / Math.PI ** 2 / 3600 ** 2) * 1e15);

/** The pipes of a solve as columns, in the order of `Topology.livePipes`. */
export interface PipeColumns {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Resistance without friction: u1 − u2 = base · Z · (λ lengthOverD + zeta) · m|m|. */
  readonly base: Float64Array;
  readonly lengthOverD: Float64Array;
  readonly zeta: Float64Array;
  readonly kd: Float64Array;
  /** Re per kg/s. */
  readonly rePerFlow: Float64Array;
  readonly rise: Float64Array;
  readonly area: Float64Array;
}

/** Gathers what a solve needs of each live pipe. */
export function pipeColumns(network: GasNetwork, gas: GasModel, { livePipes, groupOf }: Topology): PipeColumns {
  const { pipes, height } = network;
  const column = (of: (e: number) => number): Float64Array => Float64Array.from(livePipes, of);
  const d = (e: number): number => pipes.diameter[e] as number;
  const base = (e: number): number => {
    const area = (Math.PI * d(e) * d(e)) / 4;
    if (gas.equation === "gb-low") return (GB_LOW * gas.temperature) / (gas.tN * 2 * gas.rhoN * area * area);
    const physical = (gas.pN * gas.temperature) / (gas.tN * gas.rhoN * area * area);
    return gas.equation === "gb-medium" ? physical * GB_MEDIUM : physical;
  };
  return {
    from: Int32Array.from(livePipes, (e) => groupOf[pipes.from[e] as number] as number),
    to: Int32Array.from(livePipes, (e) => groupOf[pipes.to[e] as number] as number),
    base: column(base),
    lengthOverD: column((e) => (pipes.length[e] as number) / d(e)),
    zeta: column((e) => pipes.zeta?.[e] ?? 0),
    kd: column((e) => (pipes.roughness[e] as number) / d(e)),
    rePerFlow: column((e) => 4 / (Math.PI * d(e) * gas.viscosity)),
    area: column((e) => (Math.PI * d(e) * d(e)) / 4),
    rise: column((e) =>
      height ? (height[pipes.from[e] as number] as number) - (height[pipes.to[e] as number] as number) : 0,
    ),
  };
}
