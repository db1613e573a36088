import swagger from "@fastify/swagger";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { SESSION_COOKIE } from "#contract/session.ts";
import type { App } from "#server/deps.ts";

/** Collects every route added after it; `/openapi.json` answers with the document. */
export async function registerOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "gas-one-map",
        version,
        description:
          "燃气一张图: areas, networks, stations and live values of a province. Every error is a problem document (RFC 9457).",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE } } },
    },
    transform: jsonSchemaTransform,
  });
}

/** The document holds names of fields and addresses, no data: it is public. */
export function serveOpenApi(app: App): void {
  let text: string | undefined;
  app.get("/openapi.json", { schema: { hide: true } as object }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type("application/json").header("cache-control", "no-cache").send(text);
  });
}
