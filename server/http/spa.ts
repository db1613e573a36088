import { existsSync } from "node:fs";
import { join } from "node:path";
import { constants } from "node:zlib";
import compress from "@fastify/compress";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App, Deps } from "#server/deps.ts";
import { pathOf } from "./errors.ts";
import { PROBLEM_TYPE } from "./problem.ts";

const DAY = 86_400_000;

/** Compresses what is text and large enough; a handler that has compressed its answer itself is left alone. */
export async function registerCompression(app: App): Promise<void> {
  await app.register(compress, {
    encodings: ["br", "gzip"],
    threshold: 1024,
    // Quality 11, the default, takes a second for what 4 does in twenty milliseconds.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    customTypes: new RegExp(`^(text/|application/(json|javascript|manifest|geo\\+json)|image/svg|${PROBLEM_TYPE})`),
  });
}

/** Addresses of programs: an unknown one below them is a 404, never the page. */
const isProgramPath = (path: string) =>
  /^\/(api|tiles|live|media|ogc|sensorthings|assets|metrics|healthz|readyz|openapi\.json)(\/|$)/.test(path);

const wantsPage = (request: FastifyRequest) =>
  (request.method === "GET" || request.method === "HEAD") &&
  !isProgramPath(pathOf(request)) &&
  !/\.\w+$/.test(pathOf(request));

/** The built SPA: hashed assets for ever, the page itself asked anew each time, and the page for every address of its own. */
export async function registerSpa(app: App, { dist, log }: Deps): Promise<void> {
  const page = dist === null ? null : join(dist, "index.html");
  if (dist === null || page === null || !existsSync(page)) {
    if (dist !== null) log.warn({ dist }, "no built pages here: only the interfaces are served; run `npm run build`");
    app.setNotFoundHandler((request, reply) => app.refuseUnknown(request, reply));
    return;
  }
  await app.register(fastifyStatic, {
    root: dist,
    index: "index.html",
    // Neither vite's manifest nor any other dot file is for the public.
    dotfiles: "ignore",
    // Packed as small as they go when they were built.
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(dist, "assets"));
      reply.header("cache-control", isHashed ? `public, max-age=${(365 * DAY) / 1000}, immutable` : "no-cache");
    },
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) =>
    wantsPage(request) ? reply.sendFile("index.html") : app.refuseUnknown(request, reply),
  );
}
