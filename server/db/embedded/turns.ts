import { DatabaseGone } from "../errors.ts";
import type { Connection } from "../transaction.ts";
import type { EmbeddedConnection } from "./connection.ts";

export interface Patience {
  /** How long transactions under way may go on after `close`, ms. Then their next statement is refused. */
  readonly goOnMs: number;
  /** How long the statement under way may take from then on, ms. Then the engine is ended in the middle of it. */
  readonly statementMs: number;
}

/** Together shorter than what a stop grants one part. */
const PATIENCE: Patience = { goOnMs: 1500, statementMs: 4500 };

const closed = () => new DatabaseGone("the database is closed");

/** Whether `work` ends within `ms`. */
function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}

type Lendable = Pick<EmbeddedConnection, "query" | "exec" | "copy" | "close" | "abandon">;

/** Lends the one connection in turn, in the order of asking. */
export class Turns {
  readonly #connection: Lendable;
  readonly #lent: Connection;
  readonly #say: (message: string) => void;
  readonly #patience: Patience;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #isRefusing = false;

  constructor(connection: Lendable, say: (message: string) => void, patience = PATIENCE) {
    this.#connection = connection;
    this.#say = say;
    this.#patience = patience;
    const check = () => {
      if (this.#isRefusing) throw closed();
    };
    this.#lent = {
      query: async (text, values) => {
        check();
        return await connection.query(text, values);
      },
      exec: async (text) => {
        check();
        return await connection.exec(text);
      },
      copy: async (table, columns, chunks) => {
        check();
        return await connection.copy(table, columns, chunks);
      },
    };
  }

  take<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(closed());
    const turn = this.#last.then(() => use(this.#lent));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Refuses later transactions and waits for those already asked for; one that is long (an import) is ended between two statements, one
   * whose statement is long in the middle of it. Nothing of such a transaction is kept, as if the process had been killed.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    const { goOnMs, statementMs } = this.#patience;
    if (await endsWithin(goOnMs, this.#last)) return await this.#connection.close();
    this.#isRefusing = true;
    this.#say("closing the database: a transaction under way is given up, nothing of it is kept");
    if (await endsWithin(statementMs, this.#last)) return await this.#connection.close();
    await this.#connection.abandon();
  }
}
