/** What is open over the tabs of the field app. A draft or record is named by its id, so that a reload finds it again. */
export type Open =
  | { readonly is: "task"; readonly task: string }
  | { readonly is: "check"; readonly draft: string }
  | { readonly is: "patrol"; readonly draft: string }
  | { readonly is: "finding"; readonly draft: string }
  | { readonly is: "leak"; readonly draft: string }
  | { readonly is: "works"; readonly list: string }
  | { readonly is: "hazard"; readonly hazard: string }
  | { readonly is: "record"; readonly record: string }
  | { readonly is: "notice"; readonly record: string };

export const FIELD_TABS = ["today", "map", "hazards", "mine"] as const;
export type FieldTab = (typeof FIELD_TABS)[number];

export interface Place {
  readonly tab: FieldTab;
  readonly open: Open | null;
}

export const HOME: Place = { tab: "today", open: null };

const KINDS: Readonly<Record<Open["is"], string>> = {
  task: "task",
  check: "draft",
  patrol: "draft",
  finding: "draft",
  leak: "draft",
  works: "list",
  hazard: "hazard",
  record: "record",
  notice: "record",
};

function readOpen(value: unknown): Open | null {
  if (typeof value !== "object" || value === null) return null;
  const open = value as Readonly<Record<string, unknown>>;
  if (typeof open.is !== "string" || !Object.hasOwn(KINDS, open.is)) return null;
  const key = KINDS[open.is as Open["is"]];
  return typeof open[key] === "string" ? ({ is: open.is, [key]: open[key] } as unknown as Open) : null;
}

/** A place as it was written down; what cannot be read is home. */
export function readPlace(text: string | null): Place {
  try {
    const { tab, open } = JSON.parse(text ?? "{}") as { tab?: unknown; open?: unknown };
    const known = FIELD_TABS.find((name) => name === tab);
    return known ? { tab: known, open: readOpen(open) } : HOME;
  } catch {
    return HOME;
  }
}
