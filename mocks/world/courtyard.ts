import type { GasKind, PressureLevel } from "#contract/gas.ts";
import type { Network } from "./network.ts";
import type { Xy } from "./plane.ts";
import { between, type Rng } from "./rng.ts";

export interface CourtyardAsk {
  /** Regulator node that feeds it. */
  readonly from: string;
  readonly level: PressureLevel;
  readonly owner: string;
  readonly gas: GasKind;
  /** From the courtyard's own frame (x along its lane, y across) into the plane. */
  readonly place: (x: number, y: number) => Xy;
  /** Room along the lane and to either side, m. */
  readonly along: number;
  readonly across: number;
  /** Pipes to lay, at least one. */
  readonly pipes: number;
}

/** How many knots the lane has, so that side alleys come out about as long as the lane. */
const knots = (pipes: number): number => Math.max(1, Math.min(8, Math.round(Math.sqrt(pipes * 0.7))));

/**
 * Lays the low-pressure pipes of a courtyard or a village lane: a lane from the regulator, alleys to both sides, house
 * services at their ends. Returns the service nodes. Exactly `pipes` pipes are laid.
 */
export function layCourtyard(net: Network, r: Rng, ask: CourtyardAsk): string[] {
  const n = knots(ask.pipes);
  const alleys = alleyLengths(r, ask.pipes - n, n * 2);
  const longest = Math.max(1, ...alleys);
  const dx = Math.min(32, (ask.along - 8) / n);
  const dy = Math.min(22, (ask.across - 4) / longest);
  const services: string[] = [];
  const end = (id: string): void => {
    net.node(id).kind = "service";
    services.push(id);
  };
  const add = (x: number, y: number): string =>
    net.addNode({ at: ask.place(x, y), level: ask.level, owner: ask.owner });
  let knot = ask.from;
  for (let i = 0; i < n; i++) {
    const x = (i + 1) * dx;
    const next = add(x + between(r, -1, 1), between(r, -1, 1));
    net.addPipe(knot, next, ask.level, ask.owner, ask.gas);
    knot = next;
    let isEnd = i === n - 1;
    for (const side of [1, -1] as const) {
      const steps = alleys[i * 2 + (side === 1 ? 0 : 1)] ?? 0;
      if (steps > 0) isEnd = false;
      let at = knot;
      const lean = between(r, -0.06, 0.06);
      for (let s = 1; s <= steps; s++) {
        const to = add(x + s * dy * lean, side * s * dy);
        net.addPipe(at, to, ask.level, ask.owner, ask.gas);
        at = to;
      }
      if (steps > 0) end(at);
    }
    if (isEnd) end(knot);
  }
  return services;
}

/** Shares pipes out over alleys: some longer, some none, the far ones first where few are left. */
function alleyLengths(r: Rng, pipes: number, alleys: number): number[] {
  const base = Math.floor(pipes / alleys);
  const more = pipes - base * alleys;
  const lengths = Array.from({ length: alleys }, (_, i) => base + (i >= alleys - more ? 1 : 0));
  const most = base + 2;
  for (let i = 0; i < alleys; i++) {
    const j = Math.floor(r() * alleys);
    const [from, to] = [lengths[i] as number, lengths[j] as number];
    if (i === j || from === 0 || to >= most || r() < 0.4) continue;
    lengths[i] = from - 1;
    lengths[j] = to + 1;
  }
  return lengths;
}
