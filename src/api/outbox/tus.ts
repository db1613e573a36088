import { sha256Hex } from "#contract/field/canonical.ts";
import { TUS_BODY_TYPE, TUS_VERSION, UPLOAD_CHUNK_BYTES, UPLOADS_PATH } from "#contract/field/uploads.ts";
import type { FileEntry, Reason, Upload } from "./ledger.ts";
import { type Request, refusalOf } from "./request.ts";
import { type ReadFile, WireError } from "./wire.ts";

/*
 * The client's half of tus 1.0 in three requests. Of a library for it we would use little: bytes come from the ledger's pieces, where the upload
 * stands is in the ledger, and pauses are the sender's.
 */

const TUS = { "tus-resumable": TUS_VERSION } as const;

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const word = (text: string): string => base64(new TextEncoder().encode(text));

const metadataOf = ({ id, sha256, mime }: FileEntry): string =>
  `id ${word(id)},sha256 ${word(sha256)},mime ${word(mime)}`;

const standing = (file: FileEntry, sent: number): Upload => ({ sent, isDone: sent >= file.bytes });

/** Where the server says it is. An answer that does not say it is none of our server's. */
function offsetOf(response: Response): number {
  const header = response.headers.get("upload-offset");
  const offset = Number(header);
  if (header === null || !Number.isSafeInteger(offset) || offset < 0) throw new WireError("busy");
  return offset;
}

async function begin(request: Request, file: FileEntry): Promise<Upload | Reason> {
  const response = await request({
    method: "POST",
    path: UPLOADS_PATH,
    headers: { ...TUS, "upload-length": String(file.bytes), "upload-metadata": metadataOf(file) },
  });
  return response.ok ? standing(file, offsetOf(response)) : refusalOf(response);
}

async function whereIs(request: Request, file: FileEntry): Promise<Upload | Reason> {
  const response = await request({ method: "HEAD", path: `${UPLOADS_PATH}/${file.id}`, headers: TUS });
  if (response.ok) return standing(file, offsetOf(response));
  return begin(request, file);
}

async function isSound(file: FileEntry, read: ReadFile): Promise<boolean> {
  const whole = await read(0, file.bytes);
  return whole !== null && (await sha256Hex(whole)) === file.sha256;
}

/**
 * Begins an upload, or sends its next piece from where the server is. A piece has its own checksum, so that it counts whole or not at all. What the
 * server has forgotten is begun anew.
 */
export async function uploadPiece(
  request: Request,
  file: FileEntry,
  before: Upload | null,
  read: ReadFile,
): Promise<Upload | Reason> {
  if (before === null) return begin(request, file);
  const piece = await read(before.sent, UPLOAD_CHUNK_BYTES);
  if (piece === null || piece.byteLength === 0) return { code: "file_lost", detail: null };
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", piece));
  const response = await request({
    method: "PATCH",
    path: `${UPLOADS_PATH}/${file.id}`,
    headers: {
      ...TUS,
      "content-type": TUS_BODY_TYPE,
      "upload-offset": String(before.sent),
      "upload-checksum": `sha256 ${base64(digest)}`,
    },
    body: piece,
  });
  if (response.ok) return standing(file, offsetOf(response));
  // Not what its hash says, on the server's side: is it so on ours?
  if (response.status === 460 && !(await isSound(file, read))) return { code: "file_lost", detail: null };
  if ([404, 409, 410, 460].includes(response.status)) return whereIs(request, file);
  return refusalOf(response);
}
