import { taggedEnds } from "./beside.ts";
import { type PackedStrings, positionOf } from "./packed-strings.ts";
import type { EndPage } from "./pages.ts";

interface Ends {
  readonly pipe: Uint32Array<ArrayBuffer>;
  readonly tag: Uint32Array<ArrayBuffer>;
}

/** Ends with those of some pipes read anew; pairs of which one has gone are left out. */
export function patchedEnds(
  old: Ends,
  { endsOf, ends }: { readonly endsOf: readonly string[]; readonly ends: readonly EndPage[] },
  pipes: PackedStrings,
  tags: PackedStrings,
): Ends {
  const anew = new Set(endsOf.map((id) => positionOf(pipes, id)));
  const kept: (readonly [number, number])[] = [];
  old.pipe.forEach((pipe, i) => {
    const tag = old.tag[i] as number;
    if (!anew.has(pipe) && !pipes.later?.gone.has(pipe) && !tags.later?.gone.has(tag)) kept.push([pipe, tag]);
  });
  const read = taggedEnds(ends, pipes, tags);
  const all = [...kept, ...Array.from(read.pipe, (pipe, i) => [pipe, read.tag[i] as number] as const)];
  // Stable: the end that a pipe comes from stays first.
  all.sort(([a], [b]) => a - b);
  return { pipe: Uint32Array.from(all, ([pipe]) => pipe), tag: Uint32Array.from(all, ([, tag]) => tag) };
}
