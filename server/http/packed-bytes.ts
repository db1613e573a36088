import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

export const ENCODINGS = ["br", "gzip", "identity"] as const;
export type Encoding = (typeof ENCODINGS)[number];

const deflate = { br: promisify(brotliCompress), gzip: promisify(gzip) };
/** Fast enough to do while somebody waits; quality 11 takes seconds for the last tenth. */
const OPTIONS = { br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, gzip: { level: 5 } };

/** One binary answer, ready to send. */
export interface PackedBytes {
  /** Empty when there is nothing to say; then of no encoding. */
  readonly bytes: Uint8Array;
  /** Quoted, as in the header. */
  readonly etag: string;
}

export async function packBytes(raw: Uint8Array, encoding: Encoding): Promise<PackedBytes> {
  const bytes =
    encoding === "identity" || raw.length === 0 ? raw : await deflate[encoding](raw, OPTIONS[encoding] as object);
  // Of the content, so that what a new import did not touch is not sent again; with the encoding, as RFC 9110 wants.
  const etag = `"${createHash("sha256").update(raw).digest("base64url").slice(0, 20)}-${encoding}"`;
  return { bytes, etag };
}

/** The best encoding that the client takes; brotli is a fifth smaller than gzip here. */
export function encodingFor(accept: string | undefined): Encoding {
  const refused = new Set<string>();
  const taken = new Set<string>();
  for (const part of (accept ?? "").split(",")) {
    const [name = "", ...params] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const isRefused = params.some((param) => /^q=0(\.0*)?$/.test(param));
    (isRefused ? refused : taken).add(name);
  }
  const takes = (name: string) => taken.has(name) || (taken.has("*") && !refused.has(name));
  return takes("br") ? "br" : takes("gzip") ? "gzip" : "identity";
}

/**
 * What is sent is somebody's sight of the network: no shared cache may hold it, and the browser asks each time whether its copy is still
 * theirs and still true (304 costs next to nothing). Not `immutable`, although the version is in the address: the next person to
 * sign in at the same desk would be shown the last one's without asking.
 */
export const CACHING = { "cache-control": "private, no-cache", vary: "Cookie, Accept-Encoding" };

/** Whether the client's copy is the one we would send. */
const isHeld = (request: FastifyRequest, etag: string): boolean => {
  const held = request.headers["if-none-match"]?.split(",") ?? [];
  return held.some((one) => one.trim().replace(/^W\//, "") === etag || one.trim() === "*");
};

/**
 * Sends an answer, or 304 when the client holds it.
 * @param empty what to answer when there are no bytes.
 */
export function sendPacked(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, etag }: PackedBytes,
  { encoding, type, empty }: { readonly encoding: Encoding; readonly type: string; readonly empty: 200 | 204 },
): FastifyReply {
  reply.headers(CACHING).header("etag", etag);
  if (isHeld(request, etag)) return reply.code(304).send();
  if (bytes.length === 0 && empty === 204) return reply.code(204).send();
  if (bytes.length > 0 && encoding !== "identity") reply.header("content-encoding", encoding);
  return reply.type(type).send(bytes);
}
