import type { View, ViewStore } from "./view.ts";

/** Pages of what supervisors see of field work, in the order of their tabs. */
export const SUPERVISE_PAGES = [
  "coverage",
  "plans",
  "works",
  "hazards",
  "figures",
  "sampling",
  "rules",
  "people",
  "records",
  "conflicts",
] as const;
export type SupervisePage = (typeof SUPERVISE_PAGES)[number];

/** What the panel of field work shows, beside the area and the enterprise drilled to: part of the view, so that a link opens the same. */
export interface SuperviseView {
  readonly page: SupervisePage;
  /** The record that is open as evidence. */
  readonly record: string | null;
  /** The hazard that is open in place of the board. */
  readonly hazard: string | null;
  /** The draw of second looks that is open in place of their list. */
  readonly sampling: string | null;
  /** The conflict that is open in place of their list. */
  readonly conflict: string | null;
  /** Account of the person whose way is on the map. */
  readonly person: string | null;
  /** Begin of the day of that way, an instant; null = their newest. */
  readonly day: string | null;
}

export const NO_SUPERVISE: SuperviseView = {
  page: SUPERVISE_PAGES[0],
  record: null,
  hazard: null,
  sampling: null,
  conflict: null,
  person: null,
  day: null,
};

export const superviseOf = (view: Pick<View, "supervise">): SuperviseView => view.supervise ?? NO_SUPERVISE;

const change = (store: ViewStore, to: Partial<SuperviseView>) =>
  store.setState((view) => ({ panel: "supervise", supervise: { ...superviseOf(view), ...to } }));

/** Opens a page; what was open on another is folded. */
export const openSupervise = (store: ViewStore, page: SupervisePage) =>
  change(store, { page, record: null, hazard: null, sampling: null, conflict: null });

/** Opens one record as evidence over the page; null folds it. */
export const openRecord = (store: ViewStore, record: string | null) => change(store, { record });

/** Opens one record as evidence from elsewhere; folded, it leaves the list of records. */
export const openEvidence = (store: ViewStore, record: string) => change(store, { page: "records", record });

/** Opens one hazard in place of the board; null leads back to it. */
export const openHazard = (store: ViewStore, hazard: string | null) =>
  change(store, { page: "hazards", record: null, hazard });

/** Opens one draw of second looks in place of their list; null leads back to it. */
export const openSampling = (store: ViewStore, sampling: string | null) =>
  change(store, { page: "sampling", record: null, sampling });

/** Opens one conflict in place of their list; null leads back to it. */
export const openConflict = (store: ViewStore, conflict: string | null) =>
  change(store, { page: "conflicts", record: null, conflict });

/** Shows a person's way on the map; null takes it off. */
export const followPerson = (store: ViewStore, person: string | null) => change(store, { person, day: null });

/** Shows the way of another day of the person who is followed. */
export const followOn = (store: ViewStore, day: string) => change(store, { day });
