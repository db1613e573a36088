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
  /** k/d; for the law `fixed` λ, for `power` its factor c. */
  readonly kd: Float64Array;
  /** λ that the law comes to at high Re, for `nikuradse`: it needs no more of the wall. */
  readonly rough: Float64Array;
  /** Re per kg/s. */
  readonly rePerFlow: Float64Array;
  readonly rise: Float64Array;
  readonly area: Float64Array;
}

/** Gathers what a solve needs of each live pipe; behind pipes stand valves with a loss, as pipes without length. */
export function pipeColumns(network: GasNetwork, gas: GasModel, { livePipes, groupOf }: Topology): PipeColumns {
  const { pipes, height, valves } = network;
  const own = pipes.from.length;
  const count = livePipes.length;
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  const columns = Array.from({ length: 8 }, () => new Float64Array(count)) as [
    ...[Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array],
  ];
  const [base, lengthOverD, zeta, kd, rough, rePerFlow, rise, area] = columns;
  for (let i = 0; i < count; i++) {
    const e = livePipes[i] as number;
    const isValve = e >= own;
    const v = e - own;
    const a = (isValve ? valves?.from[v] : pipes.from[e]) as number;
    const b = (isValve ? valves?.to[v] : pipes.to[e]) as number;
    const d = (isValve ? valves?.diameter?.[v] : pipes.diameter[e]) as number;
    from[i] = groupOf[a] as number;
    to[i] = groupOf[b] as number;
    lengthOverD[i] = isValve ? 0 : (pipes.length[e] as number) / d;
    zeta[i] = (isValve ? valves?.zeta?.[v] : pipes.zeta?.[e]) ?? 0;
    area[i] = (Math.PI / 4) * d * d;
    rePerFlow[i] = 4 / (Math.PI * d * gas.viscosity);
    base[i] = baseOf(gas, area[i] as number);
    const wall = isValve ? 1e-4 : (pipes.roughness[e] as number) / d;
    kd[i] = isValve ? wall : wallOf(network, gas, e, wall, base[i] as number, rePerFlow[i] as number);
    rough[i] = (2 * Math.log10(1 / wall) + 1.14) ** -2;
    if (height) rise[i] = (height[a] as number) - (height[b] as number);
  }
  return { from, to, base, lengthOverD, zeta, kd, rough, rePerFlow, rise, area };
}

function baseOf(gas: GasModel, area: number): number {
  if (gas.equation === "gb-low") return (GB_LOW * gas.temperature) / (gas.tN * 2 * gas.rhoN * area * area);
  const physical = (gas.pN * gas.temperature) / (gas.tN * gas.rhoN * area * area);
  return gas.equation === "gb-medium" ? physical * GB_MEDIUM : physical;
}

const PA2_PER_BAR2 = 1e10;

function wallOf(
  { pipes }: GasNetwork,
  gas: GasModel,
  e: number,
  wall: number,
  base: number,
  rePerFlow: number,
): number {
  if (gas.law === "fixed") {
    const lambda = pipes.lambda?.[e];
    if (lambda === undefined) throw new Error(`pipe ${e}: the law fixed expects its friction factor`);
    return lambda;
  }
  if (gas.law !== "power") return wall;
  if (!gas.power) throw new Error("the law power expects its formula (GasModel.power)");
  const { coef, efficiency, dExp, qExp } = gas.power;
  const d = pipes.diameter[e] as number;
  // Pa² at 1 kg/s, and λ = c Re^(qExp − 2) that gives as much.
  const loss = ((PA2_PER_BAR2 * coef) / (efficiency ** 2 * (1000 * d) ** dExp)) * (3600 / gas.rhoN) ** qExp;
  return (loss * d) / base / rePerFlow ** (qExp - 2);
}
