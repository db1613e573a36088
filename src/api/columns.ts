import { type ColumnName, columnPath, FINE_COLUMNS, type FineColumn } from "#contract/pipe-classes.ts";
import { Lru } from "#lib/lru.ts";
import { sharedWork } from "#lib/shared-work.ts";
import { ApiError } from "./api-error.ts";
import { fetchBytes } from "./client.ts";
import { type FetchBytes, patiently, sleep, type Wait } from "./patiently.ts";

/** Bytes of columns that are kept, so that going back to a colouring asks nothing. */
const KEPT = 24_000_000;

export interface ColumnStoreOptions {
  /** Snapshot whose dense numbers are meant; the server refuses (409) when it no longer holds it. */
  readonly version: string;
  /** How far the dense numbers of each kind reach, within the caller's sight. A column may be longer, never shorter. */
  readonly numbers: { readonly pipes: number; readonly stations: number; readonly tags: number };
  readonly fetch?: FetchBytes;
  /** Told an error when a column cannot be had, and null when columns come again. */
  readonly onProblem?: (problem: ApiError | null) => void;
  readonly wait?: Wait;
}

/** One element per dense number, or two where the column says so. */
export type Column = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Columns of one snapshot. */
export interface ColumnStore {
  /** Asks again while the server is not able to, and as long as the signal lets it. Rejects when there will be no such column. */
  load(name: ColumnName, signal: AbortSignal): Promise<Column>;
  /** The same, asked of the server even when it is at hand: values that are live have changed. */
  reload(name: ColumnName, signal: AbortSignal): Promise<Column>;
}

const shapeOf = (name: ColumnName): { of: "pipes" | "stations" | "tags"; bytes: 1 | 2 | 4; width: 1 | 2 } =>
  name in FINE_COLUMNS ? FINE_COLUMNS[name as FineColumn] : { of: "pipes", bytes: 1, width: 1 };

const VIEWS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

/** Bytes as the numbers they are, on any machine: the wire is little endian, and so is every browser's. */
function columnOf(
  name: ColumnName,
  bytes: ArrayBuffer | null,
  numbers: ColumnStoreOptions["numbers"],
  path: string,
): Column {
  const { of, bytes: size, width } = shapeOf(name);
  const least = numbers[of] * size * width;
  const length = bytes?.byteLength ?? 0;
  if (!bytes || length < least || length % (size * width) !== 0)
    throw new ApiError(path, 200, "mismatch", null, new Error(`${length} bytes, not ${least}`));
  return new VIEWS[size](bytes);
}

/** Where all columns of one snapshot come from. */
export function createColumnStore(options: ColumnStoreOptions): ColumnStore {
  const { version, numbers, fetch = fetchBytes, onProblem = () => {}, wait = sleep } = options;
  const kept = new Lru<Column>(KEPT);
  const ask = patiently({ fetch, wait, onProblem });
  const fetchOnce = sharedWork(async (name, signal) => {
    const path = columnPath(name as ColumnName, version);
    const bytes = await ask(path, signal);
    try {
      const column = columnOf(name as ColumnName, bytes, numbers, path);
      kept.set(name, column, column.byteLength);
      return column;
    } catch (cause) {
      onProblem(cause as ApiError);
      throw cause;
    }
  });
  return {
    load: async (name, signal) => kept.get(name) ?? (await fetchOnce(name, signal)),
    reload: (name, signal) => fetchOnce(name, signal),
  };
}
