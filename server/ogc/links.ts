import type { FastifyRequest } from "fastify";

export const JSON_TYPE = "application/json";
export const GEOJSON_TYPE = "application/geo+json";
export const HTML_TYPE = "text/html";
export const SCHEMA_TYPE = "application/schema+json";
export const OPENAPI_TYPE = "application/vnd.oai.openapi+json;version=3.0";

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
  readonly title?: string;
  readonly templated?: boolean;
}

/** Where `/ogc` is, as the caller reached it. */
export const rootOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}/ogc`;

/** An address with its query; `change` sets names, null takes one away. */
export function hrefOf(
  path: string,
  asked: ReadonlyMap<string, string>,
  change: Readonly<Record<string, string | null>> = {},
): string {
  const query = new URLSearchParams([...asked]);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

export type Form = "json" | "html";

/** The form of an answer: `f` says it, else the first of the two that the `Accept` header names. Programs that say nothing get JSON. */
export function formOf(asked: ReadonlyMap<string, string>, accept: string | undefined): Form | null {
  const f = asked.get("f");
  if (f !== undefined) return f === "json" || f === "html" ? f : null;
  const types = (accept ?? "").split(",").map((part) => part.split(";", 1)[0]?.trim().toLowerCase());
  return types.find((type) => type === HTML_TYPE || type?.endsWith("json") === true) === HTML_TYPE ? "html" : "json";
}

/** This document in the form it is sent, and in the other one. */
export function selfLinks(path: string, asked: ReadonlyMap<string, string>, form: Form, jsonType: string): Link[] {
  const json = { href: hrefOf(path, asked, { f: "json" }), type: jsonType, title: "This document as JSON" };
  const html = { href: hrefOf(path, asked, { f: "html" }), type: HTML_TYPE, title: "This document as a page" };
  return form === "json"
    ? [
        { rel: "self", ...json },
        { rel: "alternate", ...html },
      ]
    : [
        { rel: "self", ...html },
        { rel: "alternate", ...json },
      ];
}
