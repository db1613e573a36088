import type { Role, Scope } from "#contract/scope.ts";
import type { Db } from "#server/db/db.ts";
import {
  endAccountSessions,
  endSession,
  findSession,
  insertSession,
  purgeSessions,
  touchSession,
} from "#server/db/sessions.ts";
import { hashToken, looksLikeToken, newToken } from "./token.ts";

/** A signed-in person, as the server knows them. `id` is the hash of the token: it names the session and opens nothing. */
export interface Session {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly csrf: string;
  readonly isDemo: boolean;
  /** ms since 1970: the absolute end, whatever is done meanwhile. */
  readonly expiresAt: number;
  /** ms since 1970, as the database knows it. */
  readonly seenAt: number;
}

export interface Sessions {
  /** Makes a session; the token is told this once. */
  open(account: string, from: { ip: string; userAgent: string | null }): Promise<{ token: string; session: Session }>;
  /** The living session behind a cookie, or null. */
  find(token: string): Promise<Session | null>;
  /** The id of a session met lately, without asking the database: good for counting, never for letting in. */
  known(token: string): string | null;
  /** Whether a session is still alive, for sockets that outlive their request. Does not count as activity. */
  isAlive(session: Session): Promise<boolean>;
  end(id: string): Promise<void>;
  /** Ends all of an account's sessions and returns how many there were. */
  endAll(account: string): Promise<number>;
  /** Hears of every session that this process ends, so that its sockets close at once. */
  onEnd(listener: (sessionId: string) => void): () => void;
  /** Deletes sessions past their time. */
  purge(): Promise<number>;
}

export interface SessionRules {
  readonly idleMs: number;
  readonly now?: () => number;
}

export const SESSION_LIFE_MS = 12 * 3_600_000;
/**
 * A burst of tiles asks the database once. A session that this process ends is gone at once; one ended elsewhere (another
 * process, `npm run user`) is let in for at most this long.
 */
const TRUST_MS = 2_000;
/** Activity is written at most this often, so that an idle time-out is exact to this much. */
const TOUCH_EVERY_MS = 60_000;
const REMEMBERED = 10_000;

interface Remembered {
  readonly session: Session;
  readonly checkedAt: number;
}

/** Sessions in the database with a short memory before it. */
export class DbSessions implements Sessions {
  readonly #db: Db;
  readonly #idleMs: number;
  readonly #touchEveryMs: number;
  readonly #now: () => number;
  readonly #memory = new Map<string, Remembered>();
  readonly #listeners = new Set<(id: string) => void>();
  // A look-up under way while a session ends must not bring it back into memory.
  #generation = 0;

  constructor(db: Db, { idleMs, now = Date.now }: SessionRules) {
    this.#db = db;
    this.#idleMs = idleMs;
    this.#touchEveryMs = Math.min(TOUCH_EVERY_MS, idleMs / 4);
    this.#now = now;
  }

  async open(account: string, from: { ip: string; userAgent: string | null }) {
    const token = newToken();
    const id = hashToken(token);
    const at = this.#now();
    const row = { id, account, csrf: newToken(), at, expiresAt: at + SESSION_LIFE_MS, ...from };
    const session = await this.#db.asSystem(async (tx) => {
      await insertSession(tx, row);
      return findSession(tx, id);
    });
    if (session === null) throw new Error("the account ended while its session was made");
    this.#remember(session);
    return { token, session };
  }

  async find(token: string): Promise<Session | null> {
    if (!looksLikeToken(token)) return null;
    const id = hashToken(token);
    const known = this.#memory.get(id);
    const isFresh = known !== undefined && this.#now() - known.checkedAt < TRUST_MS && !this.#isPast(known.session);
    const session = isFresh ? known.session : await this.#load(id);
    return session === null ? null : this.#touch(session);
  }

  known(token: string): string | null {
    const id = hashToken(token);
    return this.#memory.has(id) ? id : null;
  }

  async isAlive(session: Session): Promise<boolean> {
    return (await this.#load(session.id)) !== null;
  }

  async end(id: string): Promise<void> {
    await this.#db.asSystem((tx) => endSession(tx, id));
    this.#forget(id);
  }

  async endAll(account: string): Promise<number> {
    const ended = await this.#db.asSystem((tx) => endAccountSessions(tx, account));
    for (const id of ended) this.#forget(id);
    return ended.length;
  }

  onEnd(listener: (sessionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async purge(): Promise<number> {
    const now = this.#now();
    const ended = await this.#db.asSystem((tx) => purgeSessions(tx, now, now - this.#idleMs));
    for (const id of ended) this.#forget(id);
    return ended.length;
  }

  #isPast(s: Session): boolean {
    return this.#now() >= s.expiresAt || this.#now() - s.seenAt >= this.#idleMs;
  }

  #remember(session: Session): void {
    if (this.#memory.size >= REMEMBERED) this.#memory.delete(this.#memory.keys().next().value as string);
    this.#memory.set(session.id, { session, checkedAt: this.#now() });
  }

  #forget(id: string): void {
    this.#generation += 1;
    this.#memory.delete(id);
    for (const listener of this.#listeners) listener(id);
  }

  async #load(id: string): Promise<Session | null> {
    const begun = this.#generation;
    const session = await this.#db.asSystem((tx) => findSession(tx, id));
    if (session === null) {
      if (this.#memory.has(id)) this.#forget(id);
      return null;
    }
    if (this.#isPast(session)) {
      await this.end(id);
      return null;
    }
    if (begun === this.#generation) this.#remember(session);
    return session;
  }

  async #touch(session: Session): Promise<Session> {
    const at = this.#now();
    if (at - session.seenAt < this.#touchEveryMs) return session;
    const touched = { ...session, seenAt: at };
    // Remembered first, so that the burst of requests behind this one does not write as well.
    const known = this.#memory.get(session.id);
    if (known) this.#memory.set(session.id, { ...known, session: touched });
    await this.#db.asSystem((tx) => touchSession(tx, session.id, at));
    return touched;
  }
}
