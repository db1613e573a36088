import { createHash, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import { findTokenOwner, type TokenOwner, touchToken } from "#server/db/access-tokens.ts";
import type { Db } from "#server/db/db.ts";
import type { App, Deps } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { findSessionOf } from "./guard.ts";
import type { Session } from "./sessions.ts";
import { Doorkeeper } from "./sign-in.ts";
import { hashToken, looksLikeToken } from "./token.ts";

/** Answers who a program asks for; throws 401 with a challenge, or 403 for a role without part in business data. */
export type ProgramDoor = (request: FastifyRequest) => Promise<Session>;

const CHALLENGE = { "www-authenticate": 'Basic realm="gas-one-map", charset="UTF-8", Bearer realm="gas-one-map"' };
const REMEMBERED = 1_000;
/** A token that was ended is let in for at most this long. */
const TRUST_MS = 2_000;

const strange = (why: string) => new ProblemError("not_signed_in", why, { headers: CHALLENGE });

interface Credentials {
  readonly account: string;
  readonly password: string;
}

/** The two halves of a Basic header, or null when it is none. */
function readBasic(header: string): Credentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const at = text.indexOf(":");
  if (at < 1 || text.includes("\0")) return null;
  return { account: text.slice(0, at), password: text.slice(at + 1) };
}

const sessionOf = ({ id, ...owner }: TokenOwner): Session => ({
  ...owner,
  id: `token:${id}`,
  // A token only reads: nothing that a forged request could make it do.
  csrf: "",
  seenAt: Date.now(),
});

type Find = (token: string) => Promise<Session | null>;

/** Whose a token is, asked of the database at most every other second. */
function createTokenFind(db: Db): Find {
  const known = new Map<string, { readonly at: number; readonly session: Session }>();
  return async (token) => {
    if (!looksLikeToken(token)) return null;
    const hash = hashToken(token);
    const before = known.get(hash);
    if (before && Date.now() - before.at < TRUST_MS) return before.session;
    const owner = await db.asSystem(async (tx) => {
      const found = await findTokenOwner(tx, hash);
      if (found) await touchToken(tx, hash);
      return found;
    });
    if (owner === null) {
      known.delete(hash);
      return null;
    }
    const session = sessionOf(owner);
    if (known.size >= REMEMBERED) known.clear();
    known.set(hash, { at: Date.now(), session });
    return session;
  };
}

type SignIn = (credentials: Credentials, request: FastifyRequest) => Promise<string>;

/** Opens a session with a password, as the page for people does: attempts from one address are counted. Gives its token. */
function createSignIn(app: App, { db, sessions, config }: Deps): SignIn {
  const doorkeeper = new Doorkeeper(db, sessions);
  const limit = app.createRateLimit({
    max: config.SIGN_IN_LIMIT,
    timeWindow: 60_000,
    keyGenerator: (r) => `in:${r.ip}`,
  });
  return async ({ account, password }, request) => {
    const state = await limit(request);
    if (!state.isAllowed && state.isExceeded) {
      const headers = { "retry-after": String(state.ttlInSeconds) };
      throw new ProblemError("too_many_requests", "Too many attempts to sign in from this address.", { headers });
    }
    const caller = { ip: request.ip, userAgent: request.headers["user-agent"] ?? null };
    const { token } = await doorkeeper.signIn(account, password, caller).catch((cause: unknown) => {
      const isWrong = cause instanceof ProblemError && cause.code === "wrong_credentials";
      throw isWrong ? new ProblemError("wrong_credentials", cause.message, { headers: CHALLENGE }) : cause;
    });
    return token;
  };
}

/** Sessions by the header that opened them; many requests at once with one header sign in once. */
class OpenedSessions {
  readonly #key = randomBytes(32);
  readonly #opened = new Map<string, Promise<string>>();
  readonly #signIn: SignIn;
  readonly #find: Find;

  constructor(signIn: SignIn, find: Find) {
    this.#signIn = signIn;
    this.#find = find;
  }

  async find(header: string, credentials: Credentials, request: FastifyRequest): Promise<Session | null> {
    const mark = createHash("sha256").update(this.#key).update(header).digest("base64url");
    const before = this.#opened.get(mark);
    const session = before && (await this.#find(await before));
    if (session) return session;
    // Somebody beside this request may have begun meanwhile.
    if (this.#opened.get(mark) === before) this.#open(mark, this.#signIn(credentials, request));
    return await this.#find(await (this.#opened.get(mark) as Promise<string>));
  }

  #open(mark: string, opening: Promise<string>): void {
    if (this.#opened.size >= REMEMBERED) this.#opened.clear();
    this.#opened.set(mark, opening);
    opening.catch(() => this.#opened.delete(mark));
  }
}

/**
 * Who a desktop GIS, a script or a spreadsheet reads for: the session of a browser, `Authorization: Bearer` with an access token, or Basic
 * with account and password or account and token. A password opens an ordinary session once and the program keeps it for as long as it
 * asks: it counts attempts, stands in the audit trail and ends like any other. Passwords are never kept, only a keyed hash of the header.
 */
export function createProgramDoor(app: App, deps: Deps): ProgramDoor {
  const ofToken = createTokenFind(deps.db);
  const opened = new OpenedSessions(createSignIn(app, deps), (token) => deps.sessions.find(token));

  async function find(request: FastifyRequest): Promise<Session | null> {
    const { authorization } = request.headers;
    if (authorization === undefined) return await findSessionOf(request);
    const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (bearer !== undefined) return await ofToken(bearer);
    const basic = readBasic(authorization);
    if (basic === null) return null;
    const byToken = await ofToken(basic.password);
    if (byToken !== null) return byToken.account === basic.account ? byToken : null;
    if (basic.account.length > 64 || basic.password.length > 256 || basic.password === "") return null;
    return await opened.find(authorization, basic, request);
  }

  return async (request) => {
    const session = await find(request);
    if (session === null) throw strange("Send a session, an access token, or account and password.");
    request.foundSession = session;
    if (!BUSINESS_ROLES.some((role) => role === session.role))
      throw new ProblemError("forbidden", `The role ${session.role} has no part in this.`);
    return session;
  };
}
