import { DatabaseError } from "#server/db/errors.ts";

/** What a caller asked cannot be answered, in words for that caller. `at` names the parameter. */
export class BadQuery extends Error {
  readonly at: string;

  constructor(at: string, message: string) {
    super(message);
    this.name = "BadQuery";
    this.at = at;
  }
}

/**
 * What the database says of values that only it can judge: texts that are no value of a type (class 22), geometries that PostGIS refuses
 * (XX000, or none at all from the embedded engine), questions that take too long (57014).
 */
function isAskersFault({ code }: DatabaseError): boolean {
  return code === undefined || code.startsWith("22") || code === "XX000" || code === "57014" || code === "54001";
}

/** Runs a query that holds what a caller wrote; a refusal of the database that is the caller's to mend becomes a `BadQuery`. */
export async function orBadQuery<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof DatabaseError) || !isAskersFault(cause)) throw cause;
    const why = cause.code === "57014" ? "it takes too long; ask for less" : "a value or geometry in it makes no sense";
    throw new BadQuery("query", `The database refused the query: ${why}.`);
  }
}
