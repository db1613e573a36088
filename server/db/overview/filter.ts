import type { OverviewQuery } from "#contract/overview.ts";
import type { Place } from "./place.ts";

/** What narrows the numbers: the place, and what a click on a chart has set. */
export interface Filter extends Pick<OverviewQuery, "enterprise" | "level" | "material" | "gasKind" | "stationKind"> {
  readonly place: Place;
}

/**
 * Which columns of a table the filters speak of. A filter on something that a table knows nothing of leaves its numbers alone:
 * users have no pipe material.
 */
export interface Filterable {
  readonly level?: string;
  readonly material?: string;
  readonly gasKind?: string;
  readonly stationKind?: string;
  /** Alias of the table that has area_code and enterprise_id, when several are joined. */
  readonly of?: string;
}

const CHOICES = ["level", "material", "gasKind", "stationKind"] as const;

/** The conditions and their values; more values may follow. */
export function conditions(filter: Filter, columns: Filterable): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (condition: (place: string) => string, value: unknown) => {
    values.push(value);
    parts.push(condition(`$${values.length}`));
  };
  const prefix = columns.of ? `${columns.of}.` : "";
  if (filter.place.areas) add(($) => `${prefix}area_code = any(${$}::text[])`, filter.place.areas);
  if (filter.enterprise) add(($) => `${prefix}enterprise_id = ${$}`, filter.enterprise);
  for (const choice of CHOICES) {
    const column = columns[choice];
    if (column && filter[choice]) add(($) => `${column} = ${$}`, filter[choice]);
  }
  return { text: parts.length > 0 ? parts.join(" and ") : "true", values };
}
