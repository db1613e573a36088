import type { GasNetwork, RegulatorState } from "./gas-network.ts";
import { solutionOf } from "./solution-of.ts";
import type { Sweep } from "./solve.ts";

/** Pressures and flows closer than this are the same: keeps regulators from hunting. */
const HYSTERESIS = 1e-9;
/** Less than this is no flow: what rounding leaves in a network at rest, kg/s (some drops a day). */
const STILL = 1e-9;

/** How a regulator ought to work, seeing what came of how it did; and by how much it was wrong. */
function judge(
  network: GasNetwork,
  r: number,
  state: RegulatorState,
  { newton: { topology }, result }: Sweep,
  { control, through, scale }: { control: number | undefined; through: number; scale: number },
): { state: RegulatorState; wrong: number } {
  const { from, to, pa } = network.regulators as NonNullable<GasNetwork["regulators"]>;
  const inlet = result.pa[topology.groupOf[from[r] as number] as number] as number;
  const outlet = result.pa[topology.groupOf[to[r] as number] as number] as number;
  const set = pa[r] as number;
  if (Number.isNaN(inlet)) return { state: "unfed", wrong: 0 };
  const least = set * HYSTERESIS;
  const leastFlow = Math.max(STILL, HYSTERESIS * scale);
  if (state === "wide_open" && through < -leastFlow) return { state: "closed", wrong: -through / scale };
  if (state === "wide_open" && inlet > set + least) return { state: "active", wrong: inlet / set - 1 };
  if (state === "closed" || state === "unfed") {
    const isWanted = Number.isNaN(outlet) || outlet < Math.min(set, inlet) - least;
    return isWanted ? { state: "active", wrong: 1 } : { state, wrong: 0 };
  }
  if (state !== "active") return { state, wrong: 0 };
  // Another holds its outlet higher: it is shut by that, and an inlet too low is none of its doing.
  if (control === undefined) return { state, wrong: 0 };
  if (inlet < set - least) return { state: "wide_open", wrong: 1 - inlet / set };
  const given = result.given[control] as number;
  return given < -Math.max(STILL, HYSTERESIS * scale)
    ? { state: "closed", wrong: -given / scale }
    : { state, wrong: 0 };
}

const regulatorFlows = (network: GasNetwork, states: readonly RegulatorState[], done: Sweep): Float64Array =>
  solutionOf(network, states, done, { iterations: 0, sweeps: 0, isSettled: false }).regulatorFlow;

/** New states for all regulators; only the one most wrong changes when the same states have been before. */
export function reviseRegulators(
  network: GasNetwork,
  states: readonly RegulatorState[],
  done: Sweep,
  seen: ReadonlySet<string>,
): readonly RegulatorState[] {
  const { controls } = done.newton.topology;
  const controlOf = new Map(controls.flatMap(({ device, index }, c) => (device === "regulator" ? [[index, c]] : [])));
  const scale = done.result.given.reduce((most, m) => Math.max(most, Math.abs(m)), 1e-12);
  // What passes a regulator that stands open is known from what its ends take; only then is it worth the walk.
  const flows = states.includes("wide_open") ? regulatorFlows(network, states, done) : null;
  const verdicts = states.map((state, r) =>
    judge(network, r, state, done, { control: controlOf.get(r), through: flows?.[r] ?? 0, scale }),
  );
  const all = verdicts.map((v) => v.state);
  if (!seen.has(all.join())) return all;
  const worst = verdicts.reduce((at, v, r) => (v.wrong > (verdicts[at]?.wrong ?? 0) ? r : at), 0);
  return states.map((state, r) => (r === worst ? (all[r] as RegulatorState) : state));
}
