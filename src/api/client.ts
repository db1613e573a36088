import type { AnyRoute, Body, Params, Query, Reply } from "#contract/route.ts";
import { CSRF_HEADER } from "#contract/session.ts";
import { ApiError, networkError, problemError } from "./api-error.ts";

/** What a call needs to know of the session, and whom it tells when there is none any more. */
export interface SessionHooks {
  readonly csrf: () => string | null;
  readonly onSignedOut: () => void;
}

let hooks: SessionHooks = { csrf: () => null, onSignedOut: () => {} };

/** Called once by the composition root. */
export const setSessionHooks = (next: SessionHooks) => {
  hooks = next;
};

export interface Ask<T extends AnyRoute> {
  readonly params?: Params<T>;
  readonly query?: Query<T>;
  readonly body?: Body<T>;
  readonly signal?: AbortSignal;
  /** This very question, where it was asked before its code was there; null = ask. */
  readonly begun?: () => Promise<Response | null>;
}

/** Path of a route with its params and query filled in; a param that is missing is a mistake of ours and throws. */
export function addressOf(to: AnyRoute, params: object = {}, query: object = {}): string {
  const path = to.path.replace(/:(\w+)/g, (_, key: string) => {
    const value = (params as Record<string, unknown>)[key];
    if (value === undefined) throw new Error(`${to.path} needs ${key}`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

function requestOf<T extends AnyRoute>(to: T, { body, signal }: Ask<T>): RequestInit {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const csrf = hooks.csrf();
  if (to.method !== "GET" && csrf) headers[CSRF_HEADER] = csrf;
  return {
    method: to.method,
    credentials: "same-origin",
    headers,
    ...(body !== undefined ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  };
}

/**
 * Calls a route of the contract and checks the answer against its schema. Throws {@link ApiError}: `offline` when nothing
 * answered, the problem's code when the server refused, `mismatch` when the answer is not what the contract says.
 */
export async function call<T extends AnyRoute>(to: T, asked: Ask<T> = {}): Promise<Reply<T>> {
  const path = addressOf(to, asked.params, asked.query);
  let response: Response;
  try {
    response = (await asked.begun?.()) ?? (await fetch(path, requestOf(to, asked)));
  } catch (cause) {
    if (asked.signal?.aborted) throw cause;
    throw networkError(path, cause);
  }
  if (!response.ok) {
    const error = await problemError(path, response);
    if (error.status === 401) hooks.onSignedOut();
    throw error;
  }
  const read = to.reply.safeParse(await response.json().catch(() => undefined));
  if (!read.success) throw new ApiError(path, response.status, "mismatch", null, read.error);
  return read.data as Reply<T>;
}

/**
 * Fetches bytes that are no route of the contract (a tile). null when there is nothing there (204, 404). Throws {@link ApiError}
 * like {@link call}; an aborted fetch throws its own AbortError.
 */
export async function fetchBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer | null> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw networkError(path, cause);
  }
  if (response.status === 204 || response.status === 404) return null;
  if (!response.ok) {
    const error = await problemError(path, response);
    if (error.status === 401) hooks.onSignedOut();
    throw error;
  }
  return response.arrayBuffer();
}
