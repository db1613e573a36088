import { NO_SUPERVISE, SUPERVISE_PAGES, type SuperviseView } from "./supervise.ts";

type Part = readonly [string, string | null];

/** The panel of field work as parts of an address; what is as usual is left out. */
export function superviseParts(view: SuperviseView | undefined): readonly Part[] {
  if (view === undefined) return [];
  return [
    ["work", view.page],
    ["record", view.record],
    ["who", view.person],
  ];
}

const short = (text: string | null): string | null => (text !== null && /^[\w.@-]{1,80}$/.test(text) ? text : null);

/** Reads what it understands; undefined where the link says nothing of field work. */
export function readSupervise(search: URLSearchParams): SuperviseView | undefined {
  const page = SUPERVISE_PAGES.find((known) => known === search.get("work"));
  const record = short(search.get("record"));
  if (page === undefined && record === null) return undefined;
  return { page: page ?? NO_SUPERVISE.page, record, person: short(search.get("who")) };
}
