import { type Friction, friction, leastRe } from "./friction.ts";
import { freeColumns } from "./free-columns.ts";
import type { GasModel, GasNetwork } from "./gas-network.ts";
import { type PipeColumns, pipeColumns } from "./pipe-columns.ts";
import type { Topology } from "./topology.ts";

/** The laws of all live pipes, linearised about their flows: m = target + conductance · (u1 − u2), with u = p² (p for `gb-low`). */
export class PipeLaws {
  readonly columns: PipeColumns;
  readonly isSquare: boolean;
  readonly #gas: GasModel;
  readonly #lambda: Float64Array;
  readonly #friction: Friction = { lambda: 0, slope: 0 };

  constructor(network: GasNetwork, gas: GasModel, topology: Topology) {
    this.#gas = gas;
    this.columns = pipeColumns(network, gas, topology);
    this.isSquare = gas.equation !== "gb-low";
    this.#lambda = new Float64Array(this.columns.from.length);
  }

  /** Gives its memory back; it cannot be used any more. */
  discard(): void {
    freeColumns(...Object.values(this.columns), this.#lambda);
  }

  get count(): number {
    return this.columns.from.length;
  }

  /** Some 3 m/s at pressure `pa` before the pipe: what stands in for the flow before the first step, kg/s. */
  usualFlow(e: number, pa: number): number {
    return ((3 * this.#gas.rhoN * pa) / this.#gas.pN) * (this.columns.area[e] as number);
  }

  /** Writes targets and conductances for pressures `p` (Pa, by group) and flows `flow`. Returns the worst violation of a law in u. */
  linearise(
    { u, p, flow }: { readonly u: Float64Array; readonly p: Float64Array; readonly flow: Float64Array },
    isFirst: boolean,
    target: Float64Array,
    conductance: Float64Array,
  ): number {
    const { base, lengthOverD, zeta, kd, rough, rePerFlow, rise, from, to } = this.columns;
    const { law, power, z: zOf, rhoN, tN, temperature, pN, gravity } = this.#gas;
    const exponent = (power?.qExp ?? 2) - 2;
    const least = leastRe(law);
    const isNikuradse = law === "nikuradse";
    const [f, isSquare] = [this.#friction, this.isSquare];
    const perPa = (rhoN * tN) / (temperature * pN);
    let worst = 0;
    for (let e = 0; e < from.length; e++) {
      const a = from[e] as number;
      const b = to[e] as number;
      const p1 = p[a] as number;
      const p2 = p[b] as number;
      const s = p1 + p2;
      const z = isSquare ? zOf((2 / 3) * (s - (p1 * p2) / s)) : 1;
      const dh = rise[e] as number;
      const column = dh === 0 ? 0 : ((perPa * (p1 / zOf(p1) + p2 / zOf(p2))) / 2) * gravity * dh * (isSquare ? s : 1);
      const m = flow[e] as number;
      const size = isFirst ? this.usualFlow(e, p1) : Math.abs(m);
      const perFlow = rePerFlow[e] as number;
      const at = Math.max(size, least / perFlow);
      const re = at * perFlow;
      if (isNikuradse) {
        f.slope = -64 / re;
        f.lambda = (rough[e] as number) - f.slope;
      } else {
        friction(law, re, kd[e] as number, f, this.#lambda[e] as number, exponent);
        this.#lambda[e] = f.lambda;
      }
      const ld = lengthOverD[e] as number;
      const scale = (base[e] as number) * z * at;
      const loss = f.lambda * ld + (zeta[e] as number);
      const resistance = Math.max(scale * loss, 1e-12);
      const steep = isFirst || size < at ? resistance : Math.max(scale * (2 * loss + f.slope * ld), 1e-12);
      const y = 1 / steep;
      conductance[e] = y;
      target[e] = isFirst ? column * y : m + (column - resistance * m) * y;
      if (isFirst) continue;
      const violation = Math.abs((u[a] as number) - (u[b] as number) + column - resistance * m);
      if (violation > worst) worst = violation;
    }
    return worst;
  }
}
