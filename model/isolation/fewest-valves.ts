import { isClosable, isOpen } from "#model/graph/network-graph.ts";
import { type Damage, damagedEdges, damagedNodes } from "./damage.ts";
import { isolate, type IsolationPlan } from "./isolate.ts";
import type { SegmentIndex } from "./segments.ts";

export interface FewestValves {
  /** The valves: no set of less weight parts the damage from all sources. */
  readonly valves: Int32Array;
  /** Their number, or the sum of their minutes. */
  readonly weight: number;
  /** The plan when only these are closed: its area is larger, its `required` are the valves. */
  readonly plan: IsolationPlan;
}

/**
 * The least set of valves (or, with `minutesOf`, the least crew time in sum) that parts the damage from every source: a minimum cut
 * between segments, Dinic 1970; of several least cuts the one nearest to the damage. Null when a source lies where no valve can part it.
 */
export function fewestValves(
  index: SegmentIndex,
  damage: Damage,
  options: { readonly inoperable?: readonly number[]; readonly minutesOf?: (valve: number) => number } = {},
): FewestValves | null {
  const { graph } = index;
  const failed = new Set(options.inoperable);
  for (const e of damagedEdges(damage)) failed.add(e);
  const net = new CutNetwork(index.segments);
  const segment = (n: number): number => index.segmentOfCell[index.cellOfNode[n] as number] as number;
  for (let e = 0; e < graph.edges; e++) {
    if (!isClosable(graph, e)) continue;
    const a = segment(graph.from[e] as number);
    const b = segment(graph.to[e] as number);
    if (a !== b) net.join(a, b, failed.has(e) ? Number.POSITIVE_INFINITY : (options.minutesOf?.(e) ?? 1));
  }
  const near = damagedNodes(graph, damage).map(segment);
  const sides = net.cut(new Set(Array.from(graph.sources, segment)), new Set(near));
  if (!sides) return null;
  const isNear = (n: number): boolean => (sides.level[segment(n)] as number) >= 0;
  const [valves, unused]: [number[], number[]] = [[], [...failed]];
  for (let e = 0; e < graph.edges; e++) {
    if (!isOpen(graph, e) || !isClosable(graph, e)) continue;
    const a = isNear(graph.from[e] as number);
    const b = isNear(graph.to[e] as number);
    if (a !== b) valves.push(e);
    else if (a) unused.push(e);
  }
  return {
    valves: Int32Array.from(valves),
    weight: sides.weight,
    plan: isolate(index, damage, { inoperable: unused }),
  };
}

/** An undirected network of capacities between segments. */
class CutNetwork {
  readonly #head: Int32Array;
  readonly #next: number[] = [];
  readonly #to: number[] = [];
  readonly #room: number[] = [];

  constructor(size: number) {
    this.#head = new Int32Array(size).fill(-1);
  }

  join(a: number, b: number, room: number): void {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      this.#next.push(this.#head[x] as number);
      this.#head[x] = this.#to.length;
      this.#to.push(y);
      this.#room.push(room);
    }
  }

  /** Pushes flow from the damage outwards until no source is reached; the damage's side then has levels from 0, the other −1. */
  cut(far: ReadonlySet<number>, near: ReadonlySet<number>): { level: Int32Array; weight: number } | null {
    let weight = 0;
    for (;;) {
      const { level, goals } = this.#levels(near, far);
      if (goals.length === 0) return { level, weight };
      const at = this.#head.slice();
      for (const start of near) {
        for (let pushed = this.#push(start, far, level, at); pushed > 0; pushed = this.#push(start, far, level, at)) {
          if (pushed === Number.POSITIVE_INFINITY) return null;
          weight += pushed;
        }
      }
    }
  }

  #levels(near: ReadonlySet<number>, far: ReadonlySet<number>): { level: Int32Array; goals: number[] } {
    const level = new Int32Array(this.#head.length).fill(-1);
    const queue = [...near];
    const goals: number[] = [];
    for (const s of queue) level[s] = 0;
    for (let head = 0; head < queue.length; head++) {
      const s = queue[head] as number;
      if (far.has(s)) {
        goals.push(s);
        continue;
      }
      for (let k = this.#head[s] as number; k !== -1; k = this.#next[k] as number) {
        const other = this.#to[k] as number;
        if ((this.#room[k] as number) <= 0 || level[other] !== -1) continue;
        level[other] = (level[s] as number) + 1;
        queue.push(other);
      }
    }
    return { level, goals };
  }

  /** One way of ascending levels to a source, found without recursion; how much went through. */
  #push(start: number, far: ReadonlySet<number>, level: Int32Array, at: Int32Array): number {
    const way: number[] = [];
    let s = start;
    for (;;) {
      if (far.has(s)) {
        const room = way.reduce((least, k) => Math.min(least, this.#room[k] as number), Number.POSITIVE_INFINITY);
        if (room !== Number.POSITIVE_INFINITY)
          for (const k of way) {
            this.#room[k] = (this.#room[k] as number) - room;
            this.#room[k ^ 1] = (this.#room[k ^ 1] as number) + room;
          }
        return room;
      }
      let k = at[s] as number;
      while (k !== -1 && ((this.#room[k] as number) <= 0 || level[this.#to[k] as number] !== (level[s] as number) + 1))
        k = this.#next[k] as number;
      at[s] = k;
      if (k !== -1) {
        way.push(k);
        s = this.#to[k] as number;
        continue;
      }
      const back = way.pop();
      if (back === undefined) return 0;
      s = this.#to[back ^ 1] as number;
      at[s] = this.#next[back] as number;
    }
  }
}
