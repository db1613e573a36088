import {
  type Attempt,
  beginAttempt,
  FAILURES_TO_LOCK,
  LOCK_MINUTES,
  recordSuccess,
  setPasswordHash,
} from "#server/db/accounts.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Db } from "#server/db/db.ts";
import { ProblemError } from "#server/http/problem.ts";
import { checkPassword, hashPassword, isOutdated } from "./password.ts";
import type { Session, Sessions } from "./sessions.ts";

export interface Caller {
  readonly ip: string;
  readonly userAgent: string | null;
}

const MINUTE = 60_000;
const STRANGERS = 10_000;

interface Stranger {
  readonly failures: number;
  readonly lockedUntil: number;
}

const wrong = () => new ProblemError("wrong_credentials", "The account or the password is wrong.");
const locked = () =>
  new ProblemError("locked", `After ${FAILURES_TO_LOCK} failures an account is locked for ${LOCK_MINUTES} minutes.`);

/**
 * Signs people in. Names that no account has are counted here and locked just as accounts are in the database, so that no answer
 * tells which names exist.
 */
export class Doorkeeper {
  readonly #db: Db;
  readonly #sessions: Sessions;
  readonly #strangers = new Map<string, Stranger>();

  constructor(db: Db, sessions: Sessions) {
    this.#db = db;
    this.#sessions = sessions;
  }

  /** Opens a session, or throws `wrong_credentials` or `locked`. Every outcome is in the audit trail before it is answered. */
  async signIn(account: string, password: string, caller: Caller): Promise<{ token: string; session: Session }> {
    const attempt = await this.#db.asSystem((tx) => beginAttempt(tx, account));
    const isLocked = attempt === "locked" || (attempt === "unknown" && this.#isLockedStranger(account));
    if (isLocked) {
      await this.#audit(account, "session.refused", caller, { reason: "locked" });
      throw locked();
    }
    const known = typeof attempt === "string" ? null : attempt;
    const isRight = await checkPassword(known?.passwordHash ?? null, password);
    if (known === null || !isRight) {
      const isNowLocked = known === null ? this.#countStranger(account) : known.locks;
      const action = isNowLocked ? "account.locked" : "session.refused";
      await this.#audit(account, action, caller, { reason: "credentials" }, known);
      throw wrong();
    }
    await this.#welcome(account, password, known, caller);
    return this.#sessions.open(account, caller);
  }

  async #welcome(account: string, password: string, known: Attempt, { ip }: Caller): Promise<void> {
    const rehash = isOutdated(known.passwordHash) ? await hashPassword(password) : null;
    await this.#db.asSystem(async (tx) => {
      await recordSuccess(tx, account);
      if (rehash !== null) await setPasswordHash(tx, account, rehash);
      const { areaCode, enterpriseId } = known;
      await appendAudit(tx, { action: "session.begin", account, areaCode, enterpriseId, ip });
    });
  }

  #isLockedStranger(account: string): boolean {
    return (this.#strangers.get(account)?.lockedUntil ?? 0) > Date.now();
  }

  /** Returns whether this failure locks the name. */
  #countStranger(account: string): boolean {
    const before = this.#strangers.get(account);
    const isPast = before !== undefined && before.lockedUntil > 0;
    const failures = isPast ? 1 : (before?.failures ?? 0) + 1;
    const isLocked = failures >= FAILURES_TO_LOCK;
    if (this.#strangers.size >= STRANGERS) this.#strangers.delete(this.#strangers.keys().next().value as string);
    this.#strangers.set(account, { failures, lockedUntil: isLocked ? Date.now() + LOCK_MINUTES * MINUTE : 0 });
    return isLocked;
  }

  async #audit(
    subject: string,
    action: string,
    { ip }: Caller,
    detail: Record<string, unknown>,
    owner: Attempt | null = null,
  ): Promise<void> {
    const { areaCode = null, enterpriseId = null } = owner ?? {};
    await this.#db.asSystem((tx) =>
      appendAudit(tx, { action, account: null, subject, ip, detail, areaCode, enterpriseId }),
    );
  }
}
