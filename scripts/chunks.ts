import type { Rolldown } from "vite";

type Context = Parameters<Rolldown.CodeSplittingNameFunction>[1];
type Graph = ReadonlySet<string>;

/** All modules that one imports statically; not itself, which stays the file that is asked for. */
function graphOf(entry: string, context: Context): Graph {
  const found = new Set([entry]);
  for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  found.delete(entry);
  return found;
}

const FIELD = "src/panels/field/field-app.tsx";
/** What listens to the world. A phone in the field reads it after its first picture. */
const LIVE = "src/house-live.ts";
/** What others see first, and what comes after it. */
const OTHERS = [
  "src/panels/shell/desk.tsx",
  "src/panels/phone/phone.tsx",
  "src/map/map-view.tsx",
  "src/panels/legend/map-over.tsx",
  "src/panels/overview/overview-panel.tsx",
  LIVE,
];

/**
 * Parts of the SPA that load as a whole, the outer before the inner: what the sign-in page imports; what everybody needs who is signed in; what
 * an inspector's phone has in common with other screens; its own; what listens to the world. What a part imports lies in it or in one before it.
 */
const PARTS: readonly { readonly name: string; readonly graph: (of: (path: string) => Graph) => Graph }[] = [
  { name: "door", graph: (of) => of("src/main.tsx") },
  { name: "house", graph: (of) => of("src/app.tsx") },
  { name: "screens", graph: (of) => new Set([...of(FIELD)].filter((id) => OTHERS.some((other) => of(other).has(id)))) },
  { name: "field", graph: (of) => of(FIELD) },
  { name: "live", graph: (of) => of(LIVE) },
];

function remembered(graph: (path: string) => Graph): (path: string) => Graph {
  const known = new Map<string, Graph>();
  return (path) => {
    const found = known.get(path) ?? graph(path);
    known.set(path, found);
    return found;
  };
}

/**
 * `output.codeSplitting.groups`: each part becomes one file, and the rest is left to the bundler. On a slow line thirty small files wait for each
 * other, six at a time. `root`: of the project.
 */
export const partGroups = (root: string): Rolldown.CodeSplittingGroup[] =>
  PARTS.map(({ name, graph }, i) => {
    let known: Graph | null = null;
    return {
      debugName: name,
      priority: PARTS.length - i,
      name: (id, context) => {
        known ??= graph(remembered((path) => graphOf(`${root}/${path}`, context)));
        return known.has(id) ? name : null;
      },
    };
  });
