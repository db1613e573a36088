import { type HttpHandler, HttpResponse, http } from "msw";
import type { z } from "zod";
import { COLUMN_NAMES, type ColumnName } from "#contract/pipe-classes.ts";
import type { AnyRoute, Body, Reply } from "#contract/route.ts";
import { BUSINESS_ROLES, type Role } from "#contract/scope.ts";
import { CSRF_HEADER, type Me } from "#contract/session.ts";
import type { MockHouse } from "./house.ts";

/** Where the mocks remember who is signed in. */
export interface MockMemory {
  get(): string | null;
  set(account: string | null): void;
}

export interface MockContext {
  readonly house: MockHouse;
  readonly memory: MockMemory;
  readonly now: () => number;
}

/** A refusal, as problem details. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const problem = (status: number, code: string) =>
  HttpResponse.json(
    { type: "about:blank", title: code, status, code, requestId: "mock" },
    { status, headers: { "content-type": "application/problem+json" } },
  );

export interface Call<T extends AnyRoute> {
  readonly params: z.output<T["params"]>;
  readonly query: z.output<T["query"]>;
  readonly body: Body<T>;
  readonly me: Me;
}

function guard(route: AnyRoute, me: Me | null, request: Request): void {
  if (route.who === "public") return;
  if (!me) throw new Refusal(401, "not_signed_in");
  if (route.who !== "signed_in" && !(route.who as readonly Role[]).includes(me.role))
    throw new Refusal(403, "forbidden");
  if (route.method !== "GET" && request.headers.get(CSRF_HEADER) !== me.csrf) throw new Refusal(403, "csrf");
}

/** Whoever asks a public route is nobody in particular. */
const NOBODY = null as unknown as Me;

/**
 * A handler for a route of the contract: who may call, params, query and body are checked as the server does, and the reply
 * is checked too, so that a mock can never show what the server cannot say.
 */
export function answer<T extends AnyRoute>(
  route: T,
  who: () => Me | null,
  reply: (call: Call<T>) => Reply<T> | null,
): HttpHandler {
  const method = route.method.toLowerCase() as "get" | "post" | "put" | "patch" | "delete";
  return http[method](`*${route.path}`, async ({ request, params }) => {
    try {
      const me = who();
      guard(route, me, request);
      const query = Object.fromEntries(new URL(request.url).searchParams);
      const text = route.method === "GET" || route.method === "DELETE" ? "" : await request.text();
      // A deed that needs no words comes without a body, as the server takes it.
      const body: unknown = text === "" ? {} : JSON.parse(text);
      const asked = {
        params: route.params.safeParse(params),
        query: route.query.safeParse(query),
        body: route.body.safeParse(body),
      };
      if (!asked.params.success || !asked.query.success || !asked.body.success) throw new Refusal(400, "bad_request");
      const found = reply({
        params: asked.params.data as Call<T>["params"],
        query: asked.query.data as Call<T>["query"],
        body: asked.body.data as Call<T>["body"],
        me: me ?? NOBODY,
      });
      if (found === null) throw new Refusal(404, "not_found");
      return HttpResponse.json(route.reply.parse(found) as never);
    } catch (error) {
      if (error instanceof Refusal) return problem(error.status, error.code);
      throw error;
    }
  });
}

/** A handler for the columns of the network, which are bytes and stand outside the contract's routes. */
export function answerBytes(
  path: string,
  snapshot: string,
  who: () => Me | null,
  reply: (call: { readonly me: Me; readonly name: ColumnName }) => ArrayBuffer,
): HttpHandler {
  return http.get(`*${path}`, ({ request, params }) => {
    const me = who();
    if (!me) return problem(401, "not_signed_in");
    if (!BUSINESS_ROLES.some((role) => role === me.role)) return problem(403, "forbidden");
    const name = COLUMN_NAMES.find((known) => known === params.name);
    if (name === undefined) return problem(404, "not_found");
    const version = new URL(request.url).searchParams.get("v");
    if (version !== null && version !== snapshot) return problem(409, "conflict");
    return HttpResponse.arrayBuffer(reply({ me, name }), {
      headers: { "content-type": "application/octet-stream", "cache-control": "private, no-cache" },
    });
  });
}
