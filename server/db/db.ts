import type { Role, Scope } from "#contract/scope.ts";

/** A transaction under way. Values go in `$1`, never into the text. */
export interface Tx {
  /**
   * One statement. Values may be string, number, bigint, boolean, null, Date, Uint8Array, an array of these (an SQL array) or a plain
   * object (JSON; a JSON array must be given as text). What comes back is the same on both engines: int8 and numeric as number (int8
   * beyond 2^53 as bigint), date as "YYYY-MM-DD", timestamptz as Date, bytea as Uint8Array, json parsed, arrays as arrays.
   */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements without values, for migrations. */
  exec(text: string): Promise<void>;
  /**
   * Bulk load in PostgreSQL's COPY text format: rows as lines, columns split by tabs, \N for null.
   * `chunks` are pieces of that text, cut anywhere. Returns the number of rows.
   * Into a temporary table it is a plain COPY; into a table under row-level security the rows go through a temporary one, because
   * PostgreSQL refuses COPY there. Not for a person's transaction.
   */
  copy(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number>;
}

/** What opens doors beside the scope: the role for administrators' tables, a written purpose for personal data (domain.md §7). */
export interface Access {
  readonly role?: Role;
  readonly purpose?: string;
}

/**
 * The database, embedded or native. There is no way to query outside a transaction, and none to query without saying as whom:
 * `as` runs under row-level security with a person's scope, `asSystem` as the server's own role for work that belongs to nobody
 * (ingest, snapshot, import, sign-in), `asOwner` for migrations alone.
 *
 * A transaction is given back when `run` returns and rolled back when it throws. Starting one inside another is an error on both
 * engines: the embedded one has a single connection and would wait for itself.
 */
export interface Db {
  readonly engine: "embedded" | "native";
  /** For the log: the directory, or host and database name, never a password. */
  readonly where: string;
  /**
   * Reads what the scope may see. Accounts and sessions appear only with `access.role` "security_admin", the audit trail only with
   * "audit_admin", `customer_person` only to its enterprise or with `access.purpose`. Writes are the system's.
   */
  as<T>(scope: Scope, run: (tx: Tx) => Promise<T>, access?: Access): Promise<T>;
  asSystem<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  asOwner<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
