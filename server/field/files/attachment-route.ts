import type { FastifyRequest } from "fastify";
import { AttachmentId } from "#contract/field/records.ts";
import { ATTACHMENTS_PATH } from "#contract/field/uploads.ts";
import { requireSession } from "#server/auth/guard.ts";
import type { App, Deps } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { findFile, findShown } from "./file-rows.ts";
import type { FileStore } from "./file-store.ts";

/** What a browser may show by itself; all else is a download, so that nothing that came from a phone runs in our origin. */
const SHOWN = new Set(["image/jpeg", "image/png", "image/webp", "audio/webm", "audio/mp4", "audio/mpeg", "audio/ogg"]);
const YEAR_S = 31_536_000;

/** A whole file of a record in sight. Its id names its content for ever, so that a browser may keep it; nobody between may. */
export function attachmentRoute(app: App, { db }: Deps, store: FileStore): void {
  const schema = { tags: ["field"], security: [{ session: [] }], summary: "A file of a field record in sight" };
  const onRequest = async (request: FastifyRequest) => void (await requireSession(request));
  app.get<{ Params: { id: string } }>(`${ATTACHMENTS_PATH}/:id`, { schema, onRequest }, async (request, reply) => {
    const { scope } = await requireSession(request);
    const id = AttachmentId.safeParse(request.params.id);
    const shown = id.success ? await db.as(scope, (tx) => findShown(tx, id.data)) : null;
    const file = id.success && shown !== null ? await db.asSystem((tx) => findFile(tx, id.data)) : null;
    // The id alone is no key: it must be the very file that the record in sight names.
    if (file === null || shown === null || file.wholeAt === null || file.sha256 !== shown.sha256)
      throw notFound("file");
    const isShown = SHOWN.has(shown.mime);
    return await reply
      .headers({
        "content-type": isShown ? shown.mime : "application/octet-stream",
        "content-length": String(file.bytes),
        "content-disposition": isShown ? "inline" : "attachment",
        "cache-control": `private, max-age=${YEAR_S}, immutable`,
      })
      .send(store.read(file.id));
  });
}
