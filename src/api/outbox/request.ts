import { CSRF_HEADER } from "#contract/session.ts";
import { retryAfterMs } from "./backoff.ts";
import type { Reason, ReasonCode } from "./ledger.ts";
import { WireError } from "./wire.ts";

/** What a request needs of the page; given by tests. */
export interface WireParts {
  readonly fetch: typeof fetch;
  /** The session's token for writes, as it is now. */
  readonly csrf: () => string | null;
  /** Asks for the token anew. Throws {@link WireError} when there is no session any more. */
  readonly renewCsrf: () => Promise<void>;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told the server's clock (UTC ms) with each answer that says it. */
  readonly onServerTime: (ms: number) => void;
}

/** A request that says nothing for so long is given up and made again: a mast that swallows packets must not hold the queue. */
const LIMIT_MS = 60_000;
const AGAIN = new Set([408, 421, 425, 429, 502, 503, 504]);

export interface Asked {
  readonly method: "GET" | "POST" | "PATCH" | "HEAD";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

export type Request = (asked: Asked) => Promise<Response>;

/**
 * One request of the sender. Answers every response that speaks of what was asked, also a refusal of it; throws {@link WireError} for what has
 * nothing to do with it: no line, no session, a server that is not ready.
 */
export function requester(parts: WireParts): Request {
  const { now } = parts;
  return async ({ method, path, headers = {}, body }) => {
    const isWrite = method !== "GET" && method !== "HEAD";
    // A page that began without a network has none yet.
    if (isWrite && parts.csrf() === null) await parts.renewCsrf();
    const token = isWrite ? parts.csrf() : null;
    let response: Response;
    try {
      response = await parts.fetch(path, {
        method,
        credentials: "same-origin",
        cache: "no-store",
        headers: { accept: "application/json", ...(token ? { [CSRF_HEADER]: token } : {}), ...headers },
        signal: AbortSignal.timeout(LIMIT_MS),
        ...(body !== undefined ? { body } : {}),
      });
    } catch (cause) {
      throw new WireError("offline", null, cause);
    }
    const date = Date.parse(response.headers.get("date") ?? "");
    if (Number.isFinite(date)) parts.onServerTime(date);
    const { status } = response;
    // A network's own sign-in page says 401 as well; only our server says why.
    if (status === 401) throw new WireError((await codeOf(response)) === "not_signed_in" ? "signed_out" : "busy");
    if (AGAIN.has(status)) throw new WireError("busy", retryAfterMs(response.headers.get("retry-after"), now()));
    if (status === 403 && (await codeOf(response)) === "csrf") {
      await parts.renewCsrf();
      throw new WireError("busy", 0);
    }
    if (status >= 500) throw new WireError("record");
    return response;
  };
}

export interface ProblemBody {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly issues?: readonly { readonly at?: unknown; readonly expected?: unknown }[];
  readonly receipt?: unknown;
}

/** The problem document of an answer, as far as it is one. The answer can still be read. */
export async function problemOf(response: Response): Promise<ProblemBody> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return typeof body === "object" && body !== null ? body : {};
}
const codeOf = async (response: Response): Promise<unknown> => (await problemOf(response)).code;

/** A refusal that will not change by asking again, with the server's sentence. */
export async function refusalOf(response: Response): Promise<Reason> {
  const { detail, issues } = await problemOf(response);
  const code: ReasonCode =
    response.status === 413 ? "too_large" : response.status === 403 ? "forbidden" : "bad_request";
  const first = issues?.[0];
  const said = typeof detail === "string" ? detail : "";
  const where = first ? ` ${String(first.at)}: ${String(first.expected)}` : "";
  return { code, detail: `${said}${where}`.trim() || null };
}
