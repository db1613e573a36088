import { MARK_CLASSES, type MarkClass, type ModelMarks } from "#contract/model.ts";
import type { ModelNetwork } from "./assemble.ts";

/** What is to be painted, put together class by class; of two classes the later one stays. */
export class Marks {
  readonly #net: ModelNetwork;
  readonly #classOf = new Map<number, number>();

  constructor(net: ModelNetwork) {
    this.#net = net;
  }

  /** Pipes among edges. */
  edges(list: Iterable<number>, name: MarkClass): this {
    const k = MARK_CLASSES.indexOf(name);
    for (const e of list) if (e < this.#net.pipes) this.#classOf.set(e, k);
    return this;
  }

  /** Pipes both of whose ends are among nodes. */
  between(nodes: Iterable<number>, name: MarkClass): this {
    const { graph } = this.#net;
    const isIn = new Uint8Array(graph.nodes);
    for (const n of nodes) isIn[n] = 1;
    const found: number[] = [];
    for (let e = 0; e < this.#net.pipes; e++)
      if (isIn[graph.from[e] as number] && isIn[graph.to[e] as number] && !this.#classOf.has(e)) found.push(e);
    return this.edges(found, name);
  }

  result(): ModelMarks {
    const { seq } = this.#net.rows.pipes;
    const edges = [...this.#classOf.keys()];
    return {
      seqs: Uint32Array.from(edges, (e) => seq[e] as number),
      classes: Uint8Array.from(edges, (e) => this.#classOf.get(e) as number),
    };
  }
}
