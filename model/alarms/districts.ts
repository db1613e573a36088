import { PRESSURE_LEVEL_MAX_KPA, PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";
import type { AlarmTag } from "./tag.ts";

/*
 * Which pressure district a tag stands in, and what feeds it. A district is what hangs together at one pressure level; a regulator or
 * station at whose node two levels meet feeds the lower from the higher. A closed valve divides.
 */

export interface NetNode {
  readonly id: string;
  readonly stationId: string | null;
  readonly isRegulator: boolean;
  readonly isClosedValve: boolean;
}

export interface NetPipe {
  readonly from: string;
  readonly to: string;
  readonly level: PressureLevel;
}

/** Nodes that are none of these need not be among `nodes`: pipes name them. */
export interface Network {
  readonly nodes: readonly NetNode[];
  readonly pipes: readonly NetPipe[];
}

export interface Feeder {
  readonly stationId: string;
  /** District it draws from; null when the network does not say. */
  readonly from: number | null;
}

export interface Districts {
  /** By number: the stations that feed each district. */
  readonly feeders: readonly (readonly Feeder[])[];
  /** A name that stays when the network is read again: the least id of its nodes. */
  readonly names: readonly string[];
  /** The district a tag measures, or undefined. */
  of(tag: AlarmTag): number | undefined;
}

const RANK = new Map(PRESSURE_LEVELS.map((level, i) => [level, i]));
const rankOf = (level: PressureLevel): number => RANK.get(level) as number;

class UnionFind {
  readonly #parent: number[] = [];
  make(): number {
    this.#parent.push(this.#parent.length);
    return this.#parent.length - 1;
  }
  find(i: number): number {
    let at = i;
    while (this.#parent[at] !== at) {
      const up = this.#parent[this.#parent[at] as number] as number;
      this.#parent[at] = up;
      at = up;
    }
    return at;
  }
  join(a: number, b: number): void {
    this.#parent[this.find(a)] = this.find(b);
  }
}

interface Meeting {
  readonly node: NetNode;
  /** Levels that meet here, each with an element of the union. */
  readonly at: Map<PressureLevel, number>;
}

/** A node of which nothing is said: a tee, a bend, an open valve. */
const plain = (id: string): Meeting => ({
  node: { id, stationId: null, isRegulator: false, isClosedValve: false },
  at: new Map(),
});

/** Whether different levels may meet at a node without being one district. */
const reduces = ({ stationId, isRegulator }: NetNode) => stationId !== null || isRegulator;

export function districtsOf({ nodes, pipes }: Network): Districts {
  const union = new UnionFind();
  const meetings = new Map<string, Meeting>(nodes.map((node) => [node.id, { node, at: new Map() }]));
  const elementAt = (id: string, level: PressureLevel): number => {
    const meeting = meetings.get(id) ?? plain(id);
    meetings.set(id, meeting);
    if (meeting.node.isClosedValve) return union.make();
    const known = meeting.at.get(level);
    if (known !== undefined) return known;
    const element = union.make();
    const other = reduces(meeting.node) ? undefined : meeting.at.values().next().value;
    meeting.at.set(level, element);
    if (other !== undefined) union.join(element, other);
    return element;
  };
  for (const { from, to, level } of pipes) union.join(elementAt(from, level), elementAt(to, level));
  return number(meetings, union);
}

function number(meetings: ReadonlyMap<string, Meeting>, union: UnionFind): Districts {
  const numbers = new Map<number, number>();
  const names: string[] = [];
  const feeders: Feeder[][] = [];
  const districtAt = (element: number, nodeId: string): number => {
    const root = union.find(element);
    let n = numbers.get(root);
    if (n === undefined) {
      n = names.length;
      numbers.set(root, n);
      names.push(nodeId);
      feeders.push([]);
    } else if (nodeId < (names[n] as string)) names[n] = nodeId;
    return n;
  };
  const stations = new Map<string, Map<PressureLevel, number>>();
  for (const { node, at } of meetings.values()) {
    const here = [...at].map(([level, element]) => [level, districtAt(element, node.id)] as const);
    if (node.stationId === null) continue;
    const known = stations.get(node.stationId) ?? new Map<PressureLevel, number>();
    for (const [level, district] of here) known.set(level, district);
    stations.set(node.stationId, known);
  }
  for (const [stationId, levels] of stations) {
    const sorted = [...levels].sort(([a], [b]) => rankOf(a) - rankOf(b));
    for (const [i, [, district]] of sorted.entries()) {
      const from = i === 0 ? null : (sorted[i - 1]?.[1] ?? null);
      if (from !== null && from !== district) feeders[district]?.push({ stationId, from });
    }
  }
  return { feeders, names, of: (tag) => districtOfTag(tag, stations.get(tag.stationId)) };
}

/** Inlet and outlet of a station stand in two districts: the tag's usual value says which it measures. */
function districtOfTag(tag: AlarmTag, levels: ReadonlyMap<PressureLevel, number> | undefined): number | undefined {
  if (levels === undefined || (tag.kind !== "pressure" && tag.kind !== "flow")) return undefined;
  const sorted = [...levels].sort(([a], [b]) => rankOf(b) - rankOf(a));
  if (tag.kind === "flow" || tag.nominal === null) return sorted[0]?.[1];
  const nominal = tag.nominal;
  const fits = sorted.find(([level]) => nominal <= 1.05 * (PRESSURE_LEVEL_MAX_KPA[level] ?? Number.POSITIVE_INFINITY));
  return (fits ?? sorted.at(-1))?.[1];
}
