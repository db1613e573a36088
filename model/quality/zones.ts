import { PRESSURE_LEVEL_MAX_KPA, PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";

/** Joins places of a network into zones as its pipes are read, page by page. */
export class ZoneBuilder {
  readonly #ids = new Map<string, number>();
  readonly #parent: number[] = [];
  readonly #levels = new Map<string, Set<PressureLevel>>();
  readonly #closed: ReadonlySet<string>;

  /** `closed` are the nodes that let nothing through: closed valves. */
  constructor(closed: ReadonlySet<string>) {
    this.#closed = closed;
  }

  #root(i: number): number {
    let at = i;
    while (this.#parent[at] !== at) {
      const above = this.#parent[at] as number;
      this.#parent[at] = this.#parent[above] as number;
      at = above;
    }
    return at;
  }

  #place(node: string, level: PressureLevel): number {
    const key = `${node}\n${level}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#parent.length;
    this.#parent.push(id);
    this.#ids.set(key, id);
    const levels = this.#levels.get(node) ?? new Set();
    this.#levels.set(node, levels.add(level));
    return id;
  }

  /** A pipe joins its ends at its own level: a regulator's node has a place on each side of it. */
  add(fromNode: string, toNode: string, level: PressureLevel): void {
    if (this.#closed.has(fromNode) || this.#closed.has(toNode)) return;
    const [a, b] = [this.#root(this.#place(fromNode, level)), this.#root(this.#place(toNode, level))];
    if (a !== b) this.#parent[b] = a;
  }

  /** A number that is the same for all places of one zone, or -1: of a pressure sensor at a node, on the side whose level fits what it usually shows. */
  zoneOf(node: string, usualKPa: number): number {
    const levels = this.#levels.get(node);
    if (levels === undefined) return -1;
    // Lowest level first: the first that can hold the pressure.
    const fits = PRESSURE_LEVELS.toReversed().find(
      (level) => levels.has(level) && usualKPa <= (PRESSURE_LEVEL_MAX_KPA[level] ?? Number.POSITIVE_INFINITY),
    );
    return fits === undefined ? -1 : this.#root(this.#place(node, fits));
  }
}

/** Zone numbers as small ones, from 0; -1 stays. */
export function denseZones(zones: readonly number[]): Int32Array {
  const dense = new Map<number, number>();
  return Int32Array.from(zones, (zone) => {
    if (zone < 0) return -1;
    const known = dense.get(zone) ?? dense.size;
    dense.set(zone, known);
    return known;
  });
}
