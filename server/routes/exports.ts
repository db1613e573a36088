import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  type ExportJob,
  exportAboutPath,
  exportFilePath,
  getExport,
  listExports,
  removeExport,
  startExport,
  tellTaken,
} from "#contract/exports.ts";
import { requireSession } from "#server/auth/guard.ts";
import type { Routes } from "#server/deps.ts";
import { FORMATS } from "#server/export/formats.ts";
import { ExportService } from "#server/export/service.ts";
import { BadQuery } from "#server/features/bad-query.ts";
import { COLLECTIONS } from "#server/features/collections.ts";
import { ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "./deed.ts";
import { serve } from "./serve.ts";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const idOf = (request: FastifyRequest): string => {
  const { id = "" } = request.params as { id?: string };
  if (!UUID.test(id)) throw new ProblemError("not_found", "There is no export in sight.");
  return id.toLowerCase();
};

/** CSV on the Web metadata: what the file is, of what its columns are, who took it and what of (W3C tabular metadata). */
function aboutOf(job: ExportJob, account: string, scope: object) {
  const { collection } = job.wish;
  const { zh, en, properties } = COLLECTIONS[collection];
  return {
    "@context": "http://www.w3.org/ns/csvw",
    url: job.fileName,
    "dc:title": `${zh} ${en}`,
    "dc:creator": account,
    "dc:created": job.startedAt,
    "gas:scope": scope,
    "gas:query": job.wish,
    "gas:rows": job.rows,
    // The columns of figures are those of their question.
    ...(job.wish.statistics === undefined && {
      tableSchema: {
        columns: properties.map(({ name, type, zh: title }) => ({ name, titles: [title], datatype: DATATYPES[type] })),
      },
    }),
  };
}

const DATATYPES = {
  text: "string",
  number: "double",
  integer: "integer",
  boolean: "boolean",
  date: "date",
  instant: "dateTime",
} as const;

async function sendFile(reply: FastifyReply, job: ExportJob, file: string): Promise<FastifyReply> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new ProblemError("not_found", "The file of this export is no longer here.");
  const format = FORMATS[job.wish.format];
  const ascii = `${job.wish.collection}.${format.extension}`;
  return reply
    .headers({
      "content-disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(job.fileName)}`,
      "content-length": String(found.size),
      "cache-control": "private, no-store",
      link: `<${exportAboutPath(job.id)}>; rel="describedby"; type="application/csvm+json"`,
    })
    .type(format.type)
    .send(createReadStream(file));
}

/** Exports as jobs of whoever asks, and their files. */
export const exportRoutes: Routes = (app, { db, config, log }) => {
  const service = new ExportService({ db, log, folder: join(config.DATA_DIR, "exports") });
  app.addHook("onClose", async () => await service.close());

  serve(app, listExports, async ({ session }) => ({ exports: await service.list(session) }));

  serve(app, startExport, async ({ session, body, request }) => {
    try {
      return await service.start(session, body, request.ip);
    } catch (cause) {
      throw cause instanceof BadQuery ? new ProblemError("bad_request", `${cause.at}: ${cause.message}`) : cause;
    }
  });

  serve(app, tellTaken, async ({ session, body, request }) => {
    const { kind, ...detail } = body;
    await db.asSystem((tx) => noteDeed(tx, session, request.ip, "export.made", kind, detail));
    return { written: true as const };
  });

  serve(app, getExport, async ({ session, params }) => await service.get(session, params.id));

  serve(app, removeExport, async ({ session, params, request }) => {
    await service.remove(session, params.id, request.ip);
    return { removed: true as const };
  });

  app.get(
    exportFilePath(":id"),
    { schema: { summary: "The file of a finished export", tags: ["exports"], security: [{ session: [] }] } },
    async (request, reply) => {
      const session = await requireSession(request);
      const { job, file } = await service.take(session, idOf(request), request.ip);
      return await sendFile(reply, job, file);
    },
  );

  app.get(
    exportAboutPath(":id"),
    { schema: { summary: "What is known of an export's file", tags: ["exports"], security: [{ session: [] }] } },
    async (request, reply) => {
      const session = await requireSession(request);
      const job = await service.get(session, idOf(request));
      return reply
        .header("cache-control", "private, no-store")
        .type("application/csvm+json")
        .send(JSON.stringify(aboutOf(job, session.account, session.scope)));
    },
  );
};
