import type { Scope } from "#contract/scope.ts";

/** A transaction under way. Values go in `$1`, never into the text. */
export interface Tx {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements without values, for migrations. */
  exec(text: string): Promise<void>;
  /**
   * Bulk load in PostgreSQL's COPY text format: rows as lines, columns split by tabs, \N for null.
   * `chunks` are pieces of that text, cut anywhere. Returns the number of rows.
   */
  copy(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number>;
}

/**
 * The database, embedded or native. There is no way to query outside a transaction, and none to query without saying as whom:
 * `as` runs under row-level security with a person's scope, `asSystem` as the server's own role for work that belongs to nobody
 * (ingest, snapshot, import, sign-in), `asOwner` for migrations alone.
 */
export interface Db {
  readonly engine: "embedded" | "native";
  /** For the log: the directory, or host and database name, never a password. */
  readonly where: string;
  as<T>(scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T>;
  asSystem<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  asOwner<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
