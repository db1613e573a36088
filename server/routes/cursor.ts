import type { InstantKey } from "#server/db/instant-key.ts";
import { ProblemError } from "#server/http/problem.ts";

/** A place in a list as an opaque text; nobody builds one by hand, so that its inside may change. */
export const toCursor = (place: string): string => Buffer.from(place, "utf8").toString("base64url");

/** The place behind a cursor; throws 400 for one that was never ours. */
export function fromCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const place = Buffer.from(cursor, "base64url").toString("utf8");
  // A NUL never comes out of us and PostgreSQL takes none.
  if (toCursor(place) === cursor && !place.includes("\0")) return place;
  throw new ProblemError("bad_request", "The cursor is not one of ours.");
}

/** The key behind a cursor made of the two, joined by a line end; null without a cursor. Throws 400 for what was never ours. */
export function keyOf(cursor: string | undefined): InstantKey | null {
  const text = fromCursor(cursor);
  if (text === undefined) return null;
  const [at = "", id, ...rest] = text.split("\n");
  if (id === undefined || rest.length > 0 || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) || Number.isNaN(Date.parse(at)))
    throw new ProblemError("bad_request", "The cursor is not one of ours.");
  return [at, id];
}
