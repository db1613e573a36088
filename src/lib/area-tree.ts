import type { Area } from "#contract/area.ts";

/** The supervision tree of the areas a person sees, by code. Counties are its leaves. */
export interface AreaTree {
  readonly byCode: ReadonlyMap<string, Area>;
  /** Top of what the person may see. */
  readonly root: string | null;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/** @param areas own area, everything below it, and ancestors, in any order; parents that are missing are roots. */
export function areaTree(areas: readonly Area[], root: string | null = null): AreaTree {
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const children = new Map<string, string[]>();
  for (const area of areas) {
    if (area.parent === null || area.parent === area.code) continue;
    const list = children.get(area.parent);
    if (list) list.push(area.code);
    else children.set(area.parent, [area.code]);
  }
  const top = root ?? areas.find((a) => a.parent === null || !byCode.has(a.parent))?.code ?? null;
  return { byCode, root: top, children };
}

/** Codes of the counties at or below an area. */
export function countiesOf(tree: AreaTree, code: string): readonly string[] {
  const area = tree.byCode.get(code);
  if (area?.level === "county") return [code];
  return (tree.children.get(code) ?? []).flatMap((child) => countiesOf(tree, child));
}

/** From an area up to the root: the area itself first. */
export function pathUp(tree: AreaTree, code: string): readonly string[] {
  const path: string[] = [];
  for (let at: string | null = code; at !== null && !path.includes(at); at = tree.byCode.get(at)?.parent ?? null) {
    path.push(at);
    if (at === tree.root) break;
  }
  return path;
}

/**
 * What a click on a county drills to from `focus`: one step down towards it, or, when it lies outside, the unit beside ours that
 * holds it. null when it is where we are already, or not in the tree.
 */
export function stepDown(tree: AreaTree, focus: string | null, county: string): string | null {
  const from = focus ?? tree.root;
  if (from === null || !tree.byCode.has(county)) return null;
  const [here, there] = [pathUp(tree, from), pathUp(tree, county)];
  const common = there.findIndex((code) => here.includes(code));
  return common > 0 ? (there[common - 1] ?? null) : null;
}
