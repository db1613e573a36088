import { COLOR_BYS, type ColorBy, classCount, NO_FILTER, type PipeFilter } from "#contract/pipe-classes.ts";

/** Whether pipes of a class pass, as far as its own attribute says. */
export const isOn = (filter: PipeFilter, by: ColorBy, k: number): boolean => filter.only[by]?.includes(k) ?? true;

/** The filter with other classes of one attribute; none, or all there are, is no filter by it. */
export function withClasses(filter: PipeFilter, by: ColorBy, classes: readonly number[]): PipeFilter {
  const { [by]: _, ...others } = filter.only;
  const wanted = [...new Set(classes)].toSorted((a, b) => a - b);
  const isAll = wanted.length === 0 || wanted.length >= classCount(by);
  return { ...filter, only: isAll ? others : { ...others, [by]: wanted } };
}

/** A press on a row of the legend: the first one leaves that class alone, further ones add or take away; the last taken away, all are back. */
export function toggleClass(filter: PipeFilter, by: ColorBy, k: number): PipeFilter {
  const before = filter.only[by];
  if (!before) return withClasses(filter, by, [k]);
  return withClasses(filter, by, before.includes(k) ? before.filter((one) => one !== k) : [...before, k]);
}

/** One class and no other; pressed again, all are back. */
export function onlyClass(filter: PipeFilter, by: ColorBy, k: number): PipeFilter {
  const before = filter.only[by];
  return withClasses(filter, by, before?.length === 1 && before[0] === k ? [] : [k]);
}

/** A piece of a filter that can be taken off by itself. */
export type FilterPart =
  | { readonly kind: "class"; readonly by: ColorBy; readonly k: number }
  | { readonly kind: "laid"; readonly span: readonly [number, number] }
  | { readonly kind: "patrolled"; readonly span: readonly [string, string] };

export function partsOf({ only, laid, patrolled }: PipeFilter): readonly FilterPart[] {
  return [
    ...COLOR_BYS.flatMap((by) => (only[by] ?? []).map((k) => ({ kind: "class" as const, by, k }))),
    ...(laid ? [{ kind: "laid" as const, span: laid }] : []),
    ...(patrolled ? [{ kind: "patrolled" as const, span: patrolled }] : []),
  ];
}

export function without(filter: PipeFilter, part: FilterPart): PipeFilter {
  if (part.kind === "class")
    return withClasses(
      filter,
      part.by,
      (filter.only[part.by] ?? []).filter((k) => k !== part.k),
    );
  return { ...filter, [part.kind]: null };
}

/** The same question, whatever the order in which it was put together. */
export const sameFilter = (a: PipeFilter, b: PipeFilter): boolean =>
  JSON.stringify(partsOf(a)) === JSON.stringify(partsOf(b));

/** The filter put together anew from its parts: equal filters become equal texts, as keys of a cache want. */
export const plainFilter = (filter: PipeFilter): PipeFilter =>
  COLOR_BYS.reduce<PipeFilter>((made, by) => withClasses(made, by, filter.only[by] ?? []), {
    ...NO_FILTER,
    laid: filter.laid,
    patrolled: filter.patrolled,
  });
