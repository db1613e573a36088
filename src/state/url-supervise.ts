import { NO_SUPERVISE, SUPERVISE_PAGES, type SupervisePage, type SuperviseView } from "./supervise.ts";

type Part = readonly [string, string | null];

/** The panel of field work as parts of an address; what is as usual is left out. */
export function superviseParts(view: SuperviseView | undefined): readonly Part[] {
  if (view === undefined) return [];
  return [
    ["work", view.page],
    ["record", view.record],
    ["hazard", view.hazard],
    ["draw", view.sampling],
    ["conflict", view.conflict],
    ["who", view.person],
    ["day", view.day],
  ];
}

const short = (text: string | null): string | null => (text !== null && /^[\w.:@-]{1,80}$/.test(text) ? text : null);

const instant = (text: string | null): string | null =>
  text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : null;

/** Where a link that names no page leads. */
const pageOf = (hazard: string | null, sampling: string | null): SupervisePage => {
  if (hazard !== null) return "hazards";
  return sampling === null ? NO_SUPERVISE.page : "sampling";
};

/** Reads what it understands; undefined where the link says nothing of field work. */
export function readSupervise(search: URLSearchParams): SuperviseView | undefined {
  const page = SUPERVISE_PAGES.find((known) => known === search.get("work"));
  const record = short(search.get("record"));
  const hazard = short(search.get("hazard"));
  const sampling = short(search.get("draw"));
  if (page === undefined && record === null && hazard === null && sampling === null) return undefined;
  return {
    page: page ?? pageOf(hazard, sampling),
    record,
    hazard,
    sampling,
    conflict: short(search.get("conflict")),
    person: short(search.get("who")),
    day: instant(search.get("day")),
  };
}
