import type { FastifyReply, FastifyRequest } from "fastify";
import type { ProgramDoor } from "#server/auth/programs.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { App } from "#server/deps.ts";
import { BadQuery } from "#server/features/bad-query.ts";
import { ProblemError } from "#server/http/problem.ts";
import { type Asked, readAsked } from "./asked.ts";
import { page } from "./html.ts";
import { type Form, formOf, HTML_TYPE, type Link, rootOf, selfLinks } from "./links.ts";

/** One request to `/ogc`, its caller known and its query read. */
export interface OgcCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly asked: Asked;
  readonly form: Form;
  /** What `f` said beyond the two forms that every document has. */
  readonly format: string | null;
  /** Address of `/ogc` as the caller reached it. */
  readonly root: string;
  /** Address of this document without its query. */
  readonly here: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A document in both forms: `json` is the object, `title` and `body` the page. */
export interface Document {
  readonly json: object | string;
  readonly jsonType: string;
  readonly title: string;
  /** Markup. */
  readonly body: string;
  readonly links: readonly Link[];
}

/** What a caller may not keep for others: each sees another part. */
const CACHING = { "cache-control": "private, no-cache", vary: "Cookie, Authorization, Accept" };

const asProblem = (bad: BadQuery): ProblemError => new ProblemError("bad_request", `${bad.at}: ${bad.message}`);

/** A `BadQuery` thrown within becomes a 400. */
export async function orProblem<T>(run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw cause instanceof BadQuery ? asProblem(cause) : cause;
  }
}

async function callOf(
  request: FastifyRequest,
  reply: FastifyReply,
  door: ProgramDoor,
  known: readonly string[],
  formats: readonly string[],
): Promise<OgcCall> {
  const session = await door(request);
  const asked = readAsked(request.query, known);
  const format = formats.find((one) => one === asked.get("f")) ?? null;
  const form = format === null ? formOf(asked, request.headers.accept) : "json";
  if (form === null) throw new BadQuery("f", `Expected ${["json", "html", ...formats].join(" or ")}.`);
  const params = request.params as Record<string, string>;
  if (Object.values(params).some((value) => value.includes("\0")))
    throw new BadQuery("address", "It holds the character NUL.");
  const path = request.url.split("?", 1)[0] ?? "";
  return {
    request,
    reply,
    session,
    asked,
    form,
    format,
    root: rootOf(request),
    here: `${request.protocol}://${request.host}${path}`,
    params,
  };
}

/** Sends a document in the form that was asked for. */
export function send({ reply, form }: OgcCall, { json, jsonType, title, body, links }: Document): FastifyReply {
  reply.headers(CACHING);
  if (form === "html") return reply.type(`${HTML_TYPE}; charset=utf-8`).send(page(title, body, links));
  // As bytes: to a text Fastify would add a charset, and the type of a definition is known to clients word for word.
  return reply.type(jsonType).send(Buffer.from(typeof json === "string" ? json : JSON.stringify(json), "utf8"));
}

/** This document and its other form. */
export const ownLinks = ({ here, asked, form }: OgcCall, jsonType: string): Link[] =>
  selfLinks(here, asked, form, jsonType);

/**
 * Answers GET at an address below `/ogc`: strangers get 401 before anything is read, a query that makes no sense 400.
 * @param known the names of parameters that the address takes, by its path parameters.
 * @param formats what `f` may say beside json and html.
 */
export function serveOgc(
  app: App,
  door: ProgramDoor,
  url: string,
  known: (params: Readonly<Record<string, string>>) => readonly string[],
  handle: (call: OgcCall) => Promise<FastifyReply> | FastifyReply,
  formats: readonly string[] = [],
): void {
  app.get(url, { schema: { hide: true } as object }, async (request, reply) =>
    orProblem(async () => {
      const call = await callOf(request, reply, door, known(request.params as Record<string, string>), formats);
      return await handle(call);
    }),
  );
}
