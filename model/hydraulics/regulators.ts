import { UnionFind } from "#model/graph/union-find.ts";
import type { RegulatorState } from "./gas-network.ts";
import type { Control, RegulatorColumns, Topology } from "./topology.ts";

/** How a regulator works in a step, as numbers: held at its outlet, open from end to end, shut. */
export const [ACTIVE, WIDE, SHUT] = [0, 1, 2] as const;
const NAMES = ["active", "wide_open", "closed"] as const;

/** Pressures closer than this share of a set point are the same: keeps regulators from hunting. */
const HYSTERESIS = 1e-9;
/** Less than this is no flow: what rounding leaves in a network at rest, kg/s (some drops a day). */
const STILL = 1e-9;
/**
 * All regulators that are wrong are put right at once as long as that makes them fewer, and so many times more. Then the most wrong one alone
 * (block principal pivoting with a backup; Júdice, Pires 1994): what comes again and again that way is left in the end.
 */
const PATIENCE = 10;
/** Of those that ought to open, the ones open that lack at least this share of what the worst lacks. */
const OPENING = 0.7;
/** One alone is only put right on a step that has nearly settled: pressures moved by less than this share of the highest p². */
const GATE = 1e-2;

/** What a step of Newton came to, as regulators see it. */
export interface Seen {
  /** p² (or p) by group. */
  readonly u: Float64Array;
  /** kg/s through a regulator: what it gives when active, its own flow when open. */
  readonly flow: (r: number) => number;
  /** Largest flow of the network, kg/s. */
  readonly scale: number;
  /** Share of the highest p² that pressures still moved by. */
  readonly moved: number;
}

/**
 * The states of all regulators of a network, revised after each step of Newton as an active set: for each regulator, outlet ≥ the lesser of
 * set point and inlet, flow ≥ 0, and one of the two with equality (a complementarity problem, solved by semismooth Newton; Qi, Sun 1993).
 * Shutting one never leaves a part of the network without anything that holds its pressure.
 */
export class RegulatorBank {
  readonly columns: RegulatorColumns;
  /** ACTIVE, WIDE or SHUT by regulator of the columns. */
  readonly state: Uint8Array;
  /** Set points as p² (or p). */
  readonly set: Float64Array;
  readonly #slots: number;
  readonly #zoneOf: Int32Array;
  readonly #zones: number;
  /** 1 by zone where a source or compressor holds a pressure. */
  readonly #isAnchored: Uint8Array;
  #fewest = 0;
  #patience = 0;

  /** `from` and `to`: groups at the ends of live pipes. */
  constructor(topology: Topology, from: Int32Array, to: Int32Array, isSquare: boolean) {
    const { regulators, compressors, held, groups } = topology;
    this.columns = regulators;
    this.#slots = compressors.length;
    this.state = new Uint8Array(regulators.index.length);
    this.set = regulators.pa.map((pa) => (isSquare ? pa * pa : pa));
    const zones = new UnionFind(this.state.length > 0 ? groups : 0);
    if (this.state.length > 0) for (let e = 0; e < from.length; e++) zones.join(from[e] as number, to[e] as number);
    const { label, count } = zones.labels();
    this.#zoneOf = label;
    this.#zones = count;
    this.#isAnchored = new Uint8Array(count);
    for (let g = 0; g < label.length; g++) if (!Number.isNaN(held[g])) this.#isAnchored[label[g] as number] = 1;
  }

  get count(): number {
    return this.state.length;
  }

  /**
   * As they were in a solution near by (`states` by number in the network), else as the levels `u` around them let expect: open where the
   * inlet has less, at work where the set point is at least `band` of the highest in its zone, shut by the others elsewhere.
   */
  begin(states: readonly RegulatorState[] | undefined, u: Float64Array, band: number): void {
    const { index, inlet, outlet } = this.columns;
    [this.#fewest, this.#patience] = [this.count + 1, PATIENCE];
    const lead = new Float64Array(this.#zones);
    const zone = (r: number): number => this.#zoneOf[outlet[r] as number] as number;
    const isLow = (r: number): boolean => (u[inlet[r] as number] as number) < (this.set[r] as number);
    for (let r = 0; r < this.count; r++)
      if (!isLow(r)) lead[zone(r)] = Math.max(lead[zone(r)] as number, this.set[r] as number);
    for (let r = 0; r < this.count; r++) {
      const known = NAMES.indexOf((states?.[index[r] as number] ?? "unfed") as (typeof NAMES)[number]);
      const isOverruled = (this.set[r] as number) < band * (lead[zone(r)] as number);
      this.state[r] = known >= 0 ? known : isLow(r) ? WIDE : isOverruled ? SHUT : ACTIVE;
    }
    this.#leadersOnly();
    this.#keepAnchored(() => 0);
  }

  /** Those that hold their outlet; of several at one place with one set point each an equal share. */
  controls(): Control[] {
    const { index, inlet, outlet, pa } = this.columns;
    const sharers = new Map<number, number>();
    for (let r = 0; r < this.count; r++)
      if (this.state[r] === ACTIVE) sharers.set(outlet[r] as number, (sharers.get(outlet[r] as number) ?? 0) + 1);
    const list: Control[] = [];
    for (let r = 0; r < this.count; r++) {
      if (this.state[r] !== ACTIVE) continue;
      const held = outlet[r] as number;
      list.push({
        ...{ device: "regulator", index: index[r] as number, slot: this.#slots + r, held, other: inlet[r] as number },
        ...{ share: 1 / (sharers.get(held) as number), sign: 1, follows: null, pa: pa[r] as number },
      });
    }
    return list;
  }

  /** Puts states right after a step; how many changed. 0 when each works as its pressures say. */
  revise(seen: Seen): number {
    const before = this.state.slice();
    let [wrong, worst, at, worstShut] = [0, 0, -1, 0];
    const wanted = this.state.slice();
    const by = new Float64Array(this.count);
    for (let r = 0; r < this.count; r++) {
      const verdict = this.#judge(r, seen);
      if (verdict.state === before[r]) continue;
      wanted[r] = verdict.state;
      by[r] = verdict.wrong;
      if (before[r] === SHUT) worstShut = Math.max(worstShut, verdict.wrong);
      wrong++;
      if (verdict.wrong > worst) [worst, at] = [verdict.wrong, r];
    }
    if (wrong === 0) return 0;
    if (wrong < this.#fewest) [this.#fewest, this.#patience] = [wrong, PATIENCE];
    else this.#patience--;
    // Those that open where it lacks most lift the others, which then need not.
    for (let r = 0; r < this.count; r++)
      if (before[r] === SHUT && (by[r] as number) < OPENING * worstShut) wanted[r] = SHUT;
    if (this.#patience >= 0) this.state.set(wanted);
    else if (seen.moved > GATE) return 1;
    else this.state[at] = wanted[at] as number;
    this.#leadersOnly();
    this.#keepAnchored((r) => (before[r] === SHUT ? Number.NEGATIVE_INFINITY : seen.flow(r)));
    let changed = 0;
    for (let r = 0; r < this.count; r++) if (this.state[r] !== before[r]) changed++;
    return changed;
  }

  #judge(r: number, { u, flow, scale }: Seen): { state: number; wrong: number } {
    const { inlet, outlet } = this.columns;
    const [now, set] = [this.state[r] as number, this.set[r] as number];
    const [above, below] = [u[inlet[r] as number] as number, u[outlet[r] as number] as number];
    const least = 2 * HYSTERESIS * set;
    const leastFlow = Math.max(STILL, HYSTERESIS * scale);
    const through = now === SHUT ? 0 : flow(r);
    if (now === SHUT) {
      if (below >= Math.min(set, above) - least) return { state: SHUT, wrong: 0 };
      return { state: above >= set ? ACTIVE : WIDE, wrong: (Math.min(set, above) - below) / set };
    }
    if (through < -leastFlow) return { state: SHUT, wrong: -through / scale };
    if (now === ACTIVE && above < set - least) return { state: WIDE, wrong: 1 - above / set };
    if (now === WIDE && above > set + least) return { state: ACTIVE, wrong: above / set - 1 };
    return { state: now, wrong: 0 };
  }

  /** Of several that would hold one outlet those with the highest set point do, and shut the others. */
  #leadersOnly(): void {
    const { outlet } = this.columns;
    const lead = new Map<number, number>();
    for (let r = 0; r < this.count; r++)
      if (this.state[r] === ACTIVE)
        lead.set(outlet[r] as number, Math.max(lead.get(outlet[r] as number) ?? 0, this.set[r] as number));
    for (let r = 0; r < this.count; r++)
      if (this.state[r] === ACTIVE && (this.set[r] as number) < (lead.get(outlet[r] as number) as number))
        this.state[r] = SHUT;
  }

  /**
   * Makes a regulator hold each part that none holds whose gas comes from a source or compressor, be it through others: the one that gives most, of
   * equals the highest set. Parts that hold only each other, round in a circle, have no gas that could.
   */
  #keepAnchored(gives: (r: number) => number): void {
    if (this.count === 0) return;
    const { inlet, outlet } = this.columns;
    const parts = new UnionFind(this.#zones);
    for (let r = 0; r < this.count; r++)
      if (this.state[r] === WIDE)
        parts.join(this.#zoneOf[inlet[r] as number] as number, this.#zoneOf[outlet[r] as number] as number);
    const partAt = (group: number | undefined): number => parts.root(this.#zoneOf[group as number] as number);
    const isHeld = new Uint8Array(this.#zones);
    for (let z = 0; z < this.#zones; z++) if (this.#isAnchored[z]) isHeld[parts.root(z)] = 1;
    for (;;) {
      let isMore = true;
      while (isMore) {
        isMore = false;
        for (let r = 0; r < this.count; r++) {
          if (this.state[r] !== ACTIVE || !isHeld[partAt(inlet[r])] || isHeld[partAt(outlet[r])]) continue;
          isHeld[partAt(outlet[r])] = 1;
          isMore = true;
        }
      }
      const best = new Map<number, number>();
      for (let r = 0; r < this.count; r++) {
        const part = partAt(outlet[r]);
        if (isHeld[part] || !isHeld[partAt(inlet[r])]) continue;
        const other = best.get(part);
        const isBetter =
          other === undefined ||
          gives(r) > gives(other) ||
          (gives(r) === gives(other) && (this.set[r] as number) > (this.set[other] as number));
        if (isBetter) best.set(part, r);
      }
      if (best.size === 0) return;
      for (const one of best.values()) {
        for (let r = 0; r < this.count; r++)
          if (this.state[r] === ACTIVE && outlet[r] === outlet[one]) this.state[r] = SHUT;
        this.state[one] = ACTIVE;
      }
    }
  }

  /** By number in the network; `isFed` says which inlets have gas, all others are shut. */
  names(count: number, isFedAt: (regulator: number) => boolean): RegulatorState[] {
    const names = Array.from({ length: count }, (_, r): RegulatorState => (isFedAt(r) ? "closed" : "unfed"));
    for (let r = 0; r < this.count; r++)
      names[this.columns.index[r] as number] = NAMES[this.state[r] as number] as RegulatorState;
    return names;
  }
}
