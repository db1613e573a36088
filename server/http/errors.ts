import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from "fastify-type-provider-zod";
import type { ProblemCode, ProblemIssue } from "#contract/problem.ts";
import { DatabaseGone } from "#server/db/errors.ts";
import type { App } from "#server/deps.ts";
import { PROBLEM_TYPE, ProblemError, problemBody } from "./problem.ts";

/** What Fastify and its plugins say, in our words. */
const KNOWN: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["too_large", "The body is larger than this address takes."],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["unsupported_media_type", "Send application/json."],
  FST_ERR_CTP_INVALID_TYPE: ["unsupported_media_type", "Send application/json."],
  FST_ERR_CTP_EMPTY_TYPE: ["unsupported_media_type", "Send application/json."],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["bad_request", "The body is empty; JSON was expected."],
  FST_ERR_CTP_INVALID_JSON_BODY: ["bad_request", "The body is not JSON."],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["bad_request", "The body is not as long as its content-length says."],
  FST_ERR_BAD_URL: ["bad_request", "The address is not a valid URL."],
  FST_ERR_MAX_PARAM_LENGTH: ["bad_request", "A part of the address is too long."],
};

export const pathOf = (request: FastifyRequest): string => request.url.split("?", 1)[0] ?? "/";

/** What came. Values of a body are told by their kind alone: one of them may be a password. */
function received(value: unknown, isBody: boolean): string {
  if (value === undefined) return "nothing";
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return isBody || kind === "object" || kind === "array" ? kind : JSON.stringify(value).slice(0, 64);
}

const valueAt = (root: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    root,
  );

function validationIssues(error: FastifyError, request: FastifyRequest): ProblemIssue[] {
  const context = error.validationContext ?? "body";
  const root = { params: request.params, querystring: request.query, headers: request.headers, body: request.body }[
    context
  ];
  const name = context === "querystring" ? "query" : context;
  return (error.validation ?? []).slice(0, 20).map(({ instancePath, message }) => {
    const path = instancePath.split("/").filter((part) => part !== "");
    return {
      at: [name, ...path].join("."),
      expected: (message ?? "").replace(/^Invalid input: expected (.+?)(, received .+)?$/, "$1"),
      received: received(valueAt(root, path), context === "body"),
    };
  });
}

/** Any error as a problem; one that nobody foresaw is `internal` and keeps its words to the log. */
export function asProblem(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = validationIssues(error as FastifyError, request);
    return new ProblemError("bad_request", "The request is not as the contract says.", { issues });
  }
  if (error instanceof DatabaseGone) {
    return new ProblemError("not_ready", "The database does not answer; try again soon.", {
      headers: { "retry-after": "2" },
      cause: error,
    });
  }
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : KNOWN[code];
  if (known) return new ProblemError(known[0], known[1], { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ProblemError("bad_request", "The request cannot be understood.", { status: statusCode, cause: error });
  }
  return new ProblemError("internal", "Something went wrong on the server. The log holds it under requestId.", {
    cause: error,
  });
}

/** An error as it is logged: an answer that breaks the contract tells where, without the whole contract around it. */
const logged = (error: unknown): unknown =>
  error instanceof Error && isResponseSerializationError(error)
    ? { type: error.name, message: error.message, stack: error.stack }
    : error;

/** Answers with a problem and logs what the server is to blame for. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error, request);
  if (problem.status >= 500 && (problem.code === "internal" || error instanceof DatabaseGone)) {
    request.log.error({ err: logged(error), method: request.method, path: pathOf(request) }, "request failed");
  }
  return reply
    .code(problem.status)
    .headers({ "cache-control": "no-store", ...problem.headers })
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemBody(problem, pathOf(request), request.id)));
}

/** Requests that are no HTTP: answered on the bare socket, in the same form. */
export function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const detail = isTooLarge ? "The headers are too large." : "This is not HTTP; is the address percent-encoded?";
  const problem = new ProblemError(isTooLarge ? "too_large" : "bad_request", detail, isTooLarge ? { status: 431 } : {});
  const body = JSON.stringify(problemBody(problem, "/", randomUUID()));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Every error of the application, and addresses nobody answers, as problem details. Call before any route is added. */
export function registerErrors(app: App): void {
  const patterns: { method: string; url: string; pattern: RegExp }[] = [];
  app.decorate("served", patterns);
  app.addHook("onRoute", ({ method, url }) => {
    if (url.includes("*")) return;
    const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+")}$`);
    for (const one of [method].flat()) patterns.push({ method: one, url, pattern });
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.decorate("refuseUnknown", (request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request);
    const allowed = METHODS.filter((m) => patterns.some((p) => p.method === m && p.pattern.test(path)));
    if (allowed.length === 0)
      return sendProblem(new ProblemError("not_found", "Nothing is served at this address."), request, reply);
    const headers = { allow: allowed.join(", ") };
    return sendProblem(new ProblemError("method_not_allowed", `Use ${headers.allow}.`, { headers }), request, reply);
  });
}

declare module "fastify" {
  interface FastifyInstance {
    /** Every address served, as registered, but for wildcards. */
    served: readonly { readonly method: string; readonly url: string }[];
    /** 404 or 405 for an address, as a problem. */
    refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  }
}
