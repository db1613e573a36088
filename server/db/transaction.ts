import { AsyncLocalStorage } from "node:async_hooks";
import type { Scope } from "#contract/scope.ts";
import { Scope as ScopeSchema } from "#contract/scope.ts";
import type { Access, Tx } from "./db.ts";
import { DatabaseGone } from "./errors.ts";

/** One connection, as both engines give it; a transaction has it alone. */
export interface Connection {
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
  /** Runs statements without values; returns the command tag of the last, e.g. "COMMIT". */
  exec(text: string): Promise<string>;
  copy(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number>;
}

/** As whom a transaction runs: a role of 0002-security.sql and the settings its policies read. */
export interface Identity {
  readonly role: "gas_province" | "gas_area" | "gas_enterprise" | "gas_system" | null;
  readonly settings: Readonly<Record<string, string>>;
}

export const OWNER: Identity = { role: null, settings: {} };
export const SYSTEM: Identity = { role: "gas_system", settings: {} };

const ROLE_OF_LEVEL = {
  province: "gas_province",
  city: "gas_area",
  county: "gas_area",
  enterprise: "gas_enterprise",
} as const;

/** The identity of a person; throws on a scope that is not well formed, rather than guess what it may see. */
export function personIdentity(scope: Scope, access: Access = {}): Identity {
  const { level, areaCode, enterpriseId } = ScopeSchema.parse(scope);
  if ((level === "enterprise") !== (enterpriseId !== null))
    throw new Error("a scope names an enterprise at level enterprise alone");
  return {
    role: ROLE_OF_LEVEL[level],
    settings: {
      "app.level": level,
      "app.area": areaCode,
      "app.enterprise": enterpriseId ?? "",
      "app.role": access.role ?? "",
      "app.purpose": access.purpose ?? "",
    },
  };
}

const open = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Throws when the caller stands inside a transaction that is still open. */
export function refuseNested(): void {
  if (open.getStore()?.isOpen) {
    throw new Error("a transaction was begun inside another; pass the outer one's tx on, or begin after it has ended");
  }
}

const isPerson = (identity: Identity): boolean => identity.role !== null && identity.role !== "gas_system";

async function begin(connection: Connection, identity: Identity): Promise<void> {
  const { role, settings } = identity;
  await connection.exec(role ? `begin; set local role ${role}` : "begin");
  const names = Object.keys(settings);
  if (names.length === 0) return;
  const calls = names.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(", ");
  await connection.query(
    `select ${calls}`,
    names.flatMap((name) => [name, settings[name]]),
  );
}

function transactionOf(connection: Connection, identity: Identity, state: { isOpen: boolean }): Tx {
  const check = () => {
    if (!state.isOpen) throw new Error("the transaction has ended; its tx cannot be used any more");
  };
  return {
    query: async (text, values = []) => {
      check();
      return await connection.query(text, values);
    },
    exec: async (text) => {
      check();
      await connection.exec(text);
    },
    copy: async (table, columns, chunks) => {
      check();
      if (isPerson(identity)) throw new Error("bulk load is the system's work, not a person's");
      return await connection.copy(table, columns, chunks);
    },
  };
}

/** COMMIT of a transaction in which a statement failed is a ROLLBACK without an error: never take that for a success. */
async function commit(connection: Connection): Promise<void> {
  const tag = await connection.exec("commit");
  if (tag !== "COMMIT") throw new Error("a statement of the transaction had failed, so that nothing of it was kept");
}

async function rollBack(connection: Connection): Promise<void> {
  try {
    await connection.exec("rollback");
  } catch (cause) {
    throw new DatabaseGone("a transaction could not be rolled back", { cause });
  }
}

/** Runs `run` in one transaction on a connection that nobody else uses meanwhile: commits when it returns, rolls back when it throws. */
export async function runTransaction<T>(
  connection: Connection,
  identity: Identity,
  run: (tx: Tx) => Promise<T>,
): Promise<T> {
  const state = { isOpen: true };
  try {
    await begin(connection, identity);
    const result = await open.run(state, () => run(transactionOf(connection, identity, state)));
    state.isOpen = false;
    await commit(connection);
    return result;
  } catch (cause) {
    state.isOpen = false;
    if (!(cause instanceof DatabaseGone)) await rollBack(connection);
    throw cause;
  }
}
