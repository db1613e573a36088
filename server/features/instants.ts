import { BadQuery } from "./bad-query.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)$/;
const DAY_MS = 86_400_000;

/** Whether every part is one that a calendar has: JavaScript takes 31 February for 3 March. */
function isOnCalendar(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && !day.startsWith("0000");
}

/** A date or date-time of RFC 3339 as ISO text in UTC, or null. A day is its first moment. */
export function instantOf(text: string): string | null {
  if (!isOnCalendar(text.slice(0, 10))) return null;
  if (DAY.test(text)) return `${text}T00:00:00.000Z`;
  const at = DATE_TIME.test(text) ? Date.parse(text.replace(" ", "T").toUpperCase()) : Number.NaN;
  if (Number.isNaN(at)) return null;
  const iso = new Date(at).toISOString();
  // An offset may lead out of the years that four digits can say.
  return /^\d{4}-/.test(iso) && !iso.startsWith("0000") ? iso : null;
}

/** [from, to], both included; null is open. */
export type Span = readonly [from: string | null, to: string | null];

const isOpen = (text: string) => text === "" || text === "..";

/** The last moment of a day, or the moment itself. */
function endOf(text: string): string | null {
  const iso = instantOf(text);
  return iso !== null && DAY.test(text) ? new Date(Date.parse(iso) + DAY_MS - 1).toISOString() : iso;
}

/** Reads the parameter `datetime`: a moment, a day, or two with `/` between of which one may be open. Throws `BadQuery`. */
export function spanOf(text: string): Span {
  const refuse = () =>
    new BadQuery("datetime", "Expected an RFC 3339 date-time, or two with / between, one of which may be ..");
  const parts = text.split("/");
  const [first = "", second = first] = parts;
  if (parts.length > 2 || (isOpen(first) && isOpen(second))) throw refuse();
  const from = isOpen(first) ? null : instantOf(first);
  const to = isOpen(second) ? null : endOf(second);
  if ((from === null && !isOpen(first)) || (to === null && !isOpen(second))) throw refuse();
  if (from !== null && to !== null && from > to) throw refuse();
  return [from, to];
}
