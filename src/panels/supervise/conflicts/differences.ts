import type { Json } from "#contract/field/canonical.ts";

/** One entry of two contents; `undefined` where a content does not have it. */
export interface Entry {
  /** Keys from the content's root; an element of a list by its own `id`, else by its place. */
  readonly path: readonly string[];
  readonly first: Json | undefined;
  readonly other: Json | undefined;
  readonly differs: boolean;
}

type Members = { readonly [key: string]: Json };

/** Of a list with more numbers than a person reads, only whether it differs and how long it is is told. */
const READABLE = 12;

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function idOf(value: Json, n: number): string {
  const id = isMembers(value) ? value.id : undefined;
  return typeof id === "string" ? id : String(n + 1);
}

/** A list of things as members, so that the same thing in two lists is held against itself; other values as they are. */
function opened(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value) || !value.some(isMembers) || value.length > READABLE * 5) return value;
  return Object.fromEntries(value.map((item, n) => [idOf(item, n), item]));
}

const isEqual = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Every entry of two contents, in the first one's order; what only the second has comes behind. */
export function entriesOf(first: Json | undefined, other: Json | undefined, path: readonly string[] = []): Entry[] {
  const [a, b] = [opened(first), opened(other)];
  const isOpen = (isMembers(a) || a === undefined) && (isMembers(b) || b === undefined);
  const keys = isOpen ? [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])] : [];
  if (keys.length > 0) return keys.flatMap((key) => entriesOf(a?.[key as never], b?.[key as never], [...path, key]));
  return [{ path, first, other, differs: !isEqual(first, other) }];
}
