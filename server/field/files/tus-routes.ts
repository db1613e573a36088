import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { AttachmentId, Sha256 } from "#contract/field/records.ts";
import { TUS_BODY_TYPE, UPLOAD_CHUNK_MOST_BYTES, UPLOAD_MOST_BYTES, UPLOADS_PATH } from "#contract/field/uploads.ts";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import { admit, requireSession } from "#server/auth/guard.ts";
import type { App } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import {
  type Checksum,
  readChecksum,
  readCount,
  readMetadata,
  refuseOtherVersion,
  TUS_OFFERS,
  TUS_SAYS,
} from "./tus-headers.ts";
import type { Appended, Upload, Uploads } from "./uploads.ts";

const Mime = z.string().regex(/^[\w.+-]{1,40}\/[\w.+-]{1,40}$/);
interface Named {
  Params: { id: string };
}
type Asked = FastifyRequest<Named>;

/** All that came of a body. A cut request keeps what it brought, unless a checksum says that it counts whole or not at all. */
async function readBody(body: unknown, checksum: Checksum | null): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body as Readable) {
      length += (piece as Buffer).length;
      if (length > UPLOAD_CHUNK_MOST_BYTES)
        throw new ProblemError("too_large", `One request carries at most ${UPLOAD_CHUNK_MOST_BYTES} bytes.`, {
          headers: TUS_SAYS,
        });
      pieces.push(piece as Buffer);
    }
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    if (checksum !== null) return new Uint8Array();
  }
  return Buffer.concat(pieces);
}

function refuseWrongSum(bytes: Uint8Array, checksum: Checksum | null): void {
  if (checksum === null) return;
  if (createHash(checksum.algorithm).update(bytes).digest().equals(checksum.digest)) return;
  throw new ProblemError("conflict", "The bytes are not those of the checksum.", { status: 460, headers: TUS_SAYS });
}

function offsetAfter(appended: Appended): number {
  switch (appended.is) {
    case "taken":
      return appended.offset;
    case "wrong_offset":
      throw new ProblemError("conflict", `The upload stands at ${appended.offset}.`, {
        headers: { ...TUS_SAYS, "upload-offset": String(appended.offset) },
      });
    case "too_long":
      throw new ProblemError("too_large", "That is more than Upload-Length announced.", { headers: TUS_SAYS });
    default:
      throw new ProblemError("conflict", "The file is not the one whose hash was announced; begin it anew.", {
        status: 460,
        headers: TUS_SAYS,
      });
  }
}

function announced(request: FastifyRequest): { id: string; sha256: string; mime: string; bytes: number } {
  const { headers } = request;
  const bytes = readCount(headers, "Upload-Length");
  if (bytes > UPLOAD_MOST_BYTES)
    throw new ProblemError("too_large", `A file has at most ${UPLOAD_MOST_BYTES} bytes.`, { headers: TUS_SAYS });
  const said = readMetadata(headers["upload-metadata"]);
  const read = z
    .object({ id: AttachmentId, sha256: Sha256, mime: Mime })
    .safeParse({ id: said.get("id"), sha256: said.get("sha256"), mime: said.get("mime") });
  if (!read.success || bytes === 0) {
    const issues = (read.error?.issues ?? []).map(({ path, message }) => ({
      at: `headers.upload-metadata.${path.join(".")}`,
      expected: message,
      received: said.get(String(path[0])) ?? "nothing",
    }));
    throw new ProblemError("bad_request", "An upload says its id, sha256 and mime, and is not empty.", {
      issues,
      headers: TUS_SAYS,
    });
  }
  return { ...read.data, bytes };
}

async function door(request: FastifyRequest): Promise<void> {
  await admit(request, BUSINESS_ROLES);
  refuseOtherVersion(request.headers["tus-resumable"]);
}

interface Handlers {
  create(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  head(request: Asked, reply: FastifyReply): Promise<FastifyReply>;
  patch(request: Asked, reply: FastifyReply): Promise<FastifyReply>;
}

function handlersOf(uploads: Uploads): Handlers {
  const tell = (reply: FastifyReply, { file, offset }: Upload) => {
    void reply.headers({ ...TUS_SAYS, "upload-offset": String(offset), "cache-control": "no-store" });
    if (file.wholeAt === null) void reply.header("upload-expires", uploads.expiresAt({ file, offset }).toUTCString());
  };
  const own = async (request: Asked): Promise<Upload> => {
    const { account } = await requireSession(request);
    const id = AttachmentId.safeParse(request.params.id);
    const upload = id.success ? await uploads.find(id.data, account) : null;
    if (upload === null) throw notFound("upload");
    return upload;
  };

  const create: Handlers["create"] = async (request, reply) => {
    const { account } = await requireSession(request);
    const upload = await uploads.create({ ...announced(request), account });
    if (upload === "other") throw new ProblemError("conflict", "This id is another file's.", { headers: TUS_SAYS });
    let { offset } = upload;
    const hasBody = request.headers["content-type"]?.startsWith(TUS_BODY_TYPE) ?? false;
    if (hasBody && offset === 0) {
      const checksum = readChecksum(request.headers["upload-checksum"]);
      const bytes = await readBody(request.body, checksum);
      refuseWrongSum(bytes, checksum);
      offset = offsetAfter(await uploads.append(upload.file.id, 0, bytes));
    }
    tell(reply, { ...upload, offset });
    return await reply.code(201).header("location", `${UPLOADS_PATH}/${upload.file.id}`).send();
  };

  const head: Handlers["head"] = async (request, reply) => {
    const upload = await own(request);
    tell(reply, upload);
    return await reply.code(200).header("upload-length", String(upload.file.bytes)).send();
  };

  const patch: Handlers["patch"] = async (request, reply) => {
    const upload = await own(request);
    if (!request.headers["content-type"]?.startsWith(TUS_BODY_TYPE))
      throw new ProblemError("unsupported_media_type", `The body is ${TUS_BODY_TYPE}.`, { headers: TUS_SAYS });
    const offset = readCount(request.headers, "Upload-Offset");
    const checksum = readChecksum(request.headers["upload-checksum"]);
    const bytes = await readBody(request.body, checksum);
    refuseWrongSum(bytes, checksum);
    const after = offsetAfter(await uploads.append(upload.file.id, offset, bytes));
    tell(reply, { ...upload, offset: after });
    return await reply.code(204).send();
  };
  return { create, head, patch };
}

/** `POST`, `HEAD` and `PATCH` of tus 1.0 (contract/field/uploads.ts). A client that cannot send `PATCH` says it by X-HTTP-Method-Override. */
export async function tusRoutes(app: App, uploads: Uploads): Promise<void> {
  const { create, head, patch } = handlersOf(uploads);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    const schema = { tags: ["field"], security: [{ session: [] }] };
    const options = { onRequest: door, bodyLimit: UPLOAD_CHUNK_MOST_BYTES, schema };
    scope.options(UPLOADS_PATH, { schema }, async (_request, reply) =>
      reply
        .code(204)
        .headers({ ...TUS_SAYS, ...TUS_OFFERS })
        .send(),
    );
    scope.post(UPLOADS_PATH, options, create);
    scope.head<Named>(`${UPLOADS_PATH}/:id`, options, head);
    scope.patch<Named>(`${UPLOADS_PATH}/:id`, options, patch);
    scope.post<Named>(`${UPLOADS_PATH}/:id`, options, async (request, reply) => {
      const override = request.headers["x-http-method-override"];
      if (override === "PATCH") return await patch(request, reply);
      if (override === "HEAD") return await head(request, reply);
      throw new ProblemError("method_not_allowed", "Use PATCH or HEAD.", {
        headers: { ...TUS_SAYS, allow: "HEAD, PATCH" },
      });
    });
  });
}
