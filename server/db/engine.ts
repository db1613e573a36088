import type { Db } from "./db.ts";
import {
  type Connection,
  type Identity,
  OWNER,
  personIdentity,
  refuseNested,
  runTransaction,
  SYSTEM,
} from "./transaction.ts";

/** What the two engines differ in: where a connection comes from, and how all of it ends. */
export interface Engine {
  readonly engine: Db["engine"];
  readonly where: string;
  /** Lends a connection to `use` alone; the embedded engine has one and lends it in turn. */
  withConnection<T>(identity: Identity, use: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The `Db` that the rest of the server knows, over either engine. */
export function databaseOver(engine: Engine): Db {
  const within = async <T>(identity: Identity, run: Parameters<typeof runTransaction<T>>[2]): Promise<T> => {
    refuseNested();
    return await engine.withConnection(identity, (connection) => runTransaction(connection, identity, run));
  };
  return {
    engine: engine.engine,
    where: engine.where,
    as: async (scope, run, access) => await within(personIdentity(scope, access), run),
    asSystem: async (run) => await within(SYSTEM, run),
    asOwner: async (run) => await within(OWNER, run),
    close: async () => await engine.close(),
  };
}
