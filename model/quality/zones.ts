import { PRESSURE_LEVEL_MAX_KPA, PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";

/** Joins places of a network into zones as its pipes are read, page by page. */
export class ZoneBuilder {
  readonly #ids = new Map<string, number>();
  readonly #parent: number[] = [];
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
    // Lowest level first: the first that is there and can hold the pressure.
    for (const level of PRESSURE_LEVELS.toReversed()) {
      const place = this.#ids.get(`${node}\n${level}`);
      const most = PRESSURE_LEVEL_MAX_KPA[level] ?? Number.POSITIVE_INFINITY;
      if (place !== undefined && usualKPa <= most) return this.#root(place);
    }
    return -1;
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
