import { STATUS_CODES } from "node:http";
import type { Problem, ProblemCode, ProblemIssue } from "#contract/problem.ts";

const STATUS: Readonly<Record<ProblemCode, number>> = {
  bad_request: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  locked: 423,
  csrf: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  not_ready: 503,
  overloaded: 503,
  internal: 500,
};

export const PROBLEM_TYPE = "application/problem+json";

interface ProblemOptions {
  readonly issues?: readonly ProblemIssue[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly cause?: unknown;
  /** Members beside those of every problem (RFC 9457, extension members). */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown by any handler or hook, becomes the answer. `detail` is read by people: no secrets, no internals. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly issues: readonly ProblemIssue[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ProblemError";
    this.code = code;
    this.status = options.status ?? STATUS[code];
    this.issues = options.issues;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}

export const notFound = (what: string): ProblemError => new ProblemError("not_found", `There is no ${what} in sight.`);

/** The body of an error (RFC 9457). `instance` is the path alone: a query may hold what somebody searched for. */
export function problemBody(error: ProblemError, path: string, requestId: string): Problem {
  return {
    ...error.members,
    type: `urn:gas-one-map:problem:${error.code}`,
    title: STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    code: error.code,
    detail: error.message,
    instance: path,
    requestId,
    ...(error.issues ? { issues: [...error.issues] } : {}),
  };
}
