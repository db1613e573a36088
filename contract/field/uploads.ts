/**
 * Files of records by tus 1.0 (core, creation, creation-with-upload, checksum, expiration, termination is not offered). Outside the typed
 * routes: bodies are bytes. Every request needs the session, `Tus-Resumable: 1.0.0` and, for POST and PATCH, the CSRF header.
 *
 * `POST UPLOADS_PATH` with `Upload-Length` and `Upload-Metadata` (base64 values): `id` (the attachment's UUIDv7), `sha256` (hex) and
 * `mime`. The answer's `Location` is always `UPLOADS_PATH/{id}`: creating again what is there answers 201 with its `Upload-Offset`, and
 * loses nothing; another length or hash under the same id is 409. The record may come before, between or after its files.
 *
 * `PATCH` with `Content-Type: application/offset+octet-stream`, `Upload-Offset`, and `Upload-Checksum: sha256 <base64>` if wished (then
 * a chunk counts whole or not at all; without it, what has come of a cut request counts). 409 when the offset is not ours: ask by HEAD.
 * 460 when a checksum does not match; when it is that of the whole file, the upload is gone and is begun anew. 410 when it has expired.
 */
export const UPLOADS_PATH = "/api/field/uploads";

export const TUS_VERSION = "1.0.0";
export const TUS_EXTENSIONS = "creation,creation-with-upload,checksum,expiration";
export const TUS_CHECKSUMS = "sha256,sha1";
export const TUS_BODY_TYPE = "application/offset+octet-stream";

/** Most bytes of one file. */
export const UPLOAD_MOST_BYTES = 64 * 1024 * 1024;
/** Most bytes of one PATCH: more is 413. */
export const UPLOAD_CHUNK_MOST_BYTES = 1024 * 1024;
/** What to send at once on a bad network. */
export const UPLOAD_CHUNK_BYTES = 128 * 1024;
/** An upload that nobody has gone on with for so long is given up; its device begins it anew. */
export const UPLOAD_EXPIRES_DAYS = 30;

/** A whole file of a record in sight: `GET ATTACHMENTS_PATH/{attachment id}`, with its `mime` and a private cache. */
export const ATTACHMENTS_PATH = "/api/field/attachments";

/**
 * "Export my unsent records" makes a file of lines, each JSON, `\n` between. The first is an `UnsentHead`; then, in any order,
 * `{"record": FieldRecord, "hash": "…"}` and pieces of files `{"file": "<attachment id>", "offset": 0, "data": "<base64>"}`, at most
 * UNSENT_LINE_MOST characters a line. Any device takes such a file into its own queue; the server takes it by `POST UNSENT_PATH` with
 * content type UNSENT_TYPE and answers `UnsentReply`. Sent twice it changes nothing.
 */
export const UNSENT_PATH = "/api/field/unsent";
export const UNSENT_TYPE = "application/vnd.gas-one-map.unsent";
export const UNSENT_FORMAT = "gas-one-map unsent records";
export const UNSENT_VERSION = 1;
export const UNSENT_LINE_MOST = 2_000_000;
export const UNSENT_SUFFIX = ".gasunsent";
