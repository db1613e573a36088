/** What PostgreSQL said, the same whichever engine said it. */
export interface ErrorFacts {
  readonly message: string;
  /** SQLSTATE, e.g. 23505 for a duplicate key. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly where?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
}

/** A statement that the database refused. The transaction is rolled back. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly constraint: string | undefined;

  constructor(facts: ErrorFacts, cause?: unknown) {
    super(facts.message, cause === undefined ? undefined : { cause });
    this.code = facts.code;
    this.detail = facts.detail;
    this.hint = facts.hint;
    this.where = facts.where;
    this.table = facts.table;
    this.column = facts.column;
    this.constraint = facts.constraint;
  }
}

/** The engine is gone: a crashed worker, a closed database, a lost connection. What was under way did not commit, unless it says so. */
export class DatabaseGone extends Error {
  override readonly name = "DatabaseGone";
}

const FIELDS = ["code", "detail", "hint", "where", "table", "column", "constraint"] as const;

/** Picks the facts out of whatever an engine threw. */
export function errorFacts(thrown: unknown): ErrorFacts {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const from = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Record<string, unknown>;
  const facts = FIELDS.map((field) => [field, typeof from[field] === "string" ? from[field] : undefined]);
  return { message, ...Object.fromEntries(facts) };
}
