import type { PixelBox } from "./flat-layer.ts";

/** Kinds of things that are found by their numbers. */
export const PICK_KINDS = ["pipes", "tags"] as const;
export type PickKind = (typeof PICK_KINDS)[number];

/** One tile of a layer as it was last drawn. */
export interface Drawn {
  readonly id: string;
  /** The columns that its numbers are looked up in. */
  readonly geometry: object;
  /** Draws numbers into a box of what is bound. */
  paintIds(box: PixelBox): void;
}

/** What of one kind is on the screen: all that the last pass over it drew, and with the very uniforms it drew with. */
class DrawnList {
  readonly #drawn = new Map<string, Drawn>();
  #pass: object | null = null;

  add(pass: object, drawn: Drawn): void {
    if (pass !== this.#pass) this.#drawn.clear();
    this.#pass = pass;
    this.#drawn.set(drawn.id, drawn);
  }

  clear(): void {
    this.#drawn.clear();
  }

  all(): Iterable<Drawn> {
    return this.#drawn.values();
  }
}

const painters = new WeakMap<WebGL2RenderingContext, Map<string, () => void>>();

/** Remembers how a layer of the map draws once more what it last drew, with the states of that moment; null where it draws nothing. */
export function keepPainter(gl: WebGL2RenderingContext, layer: string, paint: (() => void) | null): void {
  const known = painters.get(gl) ?? new Map<string, () => void>();
  painters.set(gl, known);
  if (paint) known.set(layer, paint);
  else known.delete(layer);
}

/** Draws what a layer drew in the last whole frame, with the states of this moment. */
export const paintAgain = (gl: WebGL2RenderingContext, layer: string): void => painters.get(gl)?.get(layer)?.();

const lists = new WeakMap<WebGL2RenderingContext, Readonly<Record<PickKind, DrawnList>>>();

export function drawnList(gl: WebGL2RenderingContext, kind: PickKind): DrawnList {
  const known = lists.get(gl) ?? { pipes: new DrawnList(), tags: new DrawnList() };
  lists.set(gl, known);
  return known[kind];
}
