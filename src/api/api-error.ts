/** An answer that is no answer: the problem's stable code, or why there was none. `status` 0 = nothing came back. */
export class ApiError extends Error {
  readonly status: number;
  /** A code of contract/problem.ts, or `offline`, `mismatch`, `unknown`. */
  readonly code: string;
  /** For the system administrator: finds the request in the server's log. */
  readonly requestId: string | null;
  constructor(path: string, status: number, code: string, requestId: string | null = null, cause?: unknown) {
    super(`${path} answered ${status} ${code}`, { cause });
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

export const networkError = (path: string, cause: unknown) => new ApiError(path, 0, "offline", null, cause);

/** Reads problem details; a proxy's HTML page or an empty body becomes a code by its status. */
export async function problemError(path: string, response: Response): Promise<ApiError> {
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    // Not JSON: the status alone must do.
  }
  const problem = typeof body === "object" && body !== null ? (body as { code?: unknown; requestId?: unknown }) : {};
  const code = typeof problem.code === "string" ? problem.code : codeOfStatus(response.status);
  return new ApiError(path, response.status, code, typeof problem.requestId === "string" ? problem.requestId : null);
}

function codeOfStatus(status: number): string {
  if (status === 401) return "not_signed_in";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 429) return "too_many_requests";
  if (status === 502 || status === 503 || status === 504) return "not_ready";
  return status >= 500 ? "internal" : "unknown";
}
