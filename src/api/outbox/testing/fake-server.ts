import { contentHash, type Json, sha256Hex } from "#contract/field/canonical.ts";
import type { FieldRecord, Receipt } from "#contract/field/records.ts";
import { UPLOADS_PATH } from "#contract/field/uploads.ts";

/**
 * What goes wrong with one request. `lost`: the server never hears it. `unheard`: it does, and the answer is lost. The others are answers.
 */
export type Fault = "none" | "lost" | "unheard" | "503" | "500" | "401" | "csrf" | "portal";

interface Upload {
  readonly length: number;
  readonly sha256: string;
  bytes: Uint8Array;
}

/** As much of the field server as a device can tell from outside, in memory, with faults on demand. */
export interface FakeServer {
  readonly fetch: typeof fetch;
  readonly records: ReadonlyMap<string, { readonly hash: string; readonly record: FieldRecord }>;
  readonly conflicts: readonly { readonly id: string; readonly hash: string }[];
  readonly files: ReadonlyMap<string, { readonly bytes: Uint8Array }>;
  /** How many records were put into the books: never more than there are. */
  readonly applied: ReadonlyMap<string, number>;
  faults: Fault[];
  requests: number;
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const problem = (status: number, code: string, more: object = {}) => json(status, { status, code, ...more });
const metaOf = (header: string): Record<string, string> =>
  Object.fromEntries(header.split(",").map((pair) => pair.split(" ").map((part, i) => (i === 1 ? atob(part) : part))));

interface Shelves {
  readonly records: Map<string, { hash: string; record: FieldRecord }>;
  readonly conflicts: { id: string; hash: string }[];
  readonly files: Map<string, Upload>;
  readonly applied: Map<string, number>;
}

function receiptOf({ records, files, applied }: Shelves, id: string): Receipt | null {
  const kept = records.get(id);
  if (!kept) return null;
  const isWhole = (file: string) => files.get(file)?.bytes.byteLength === files.get(file)?.length && files.has(file);
  const missing = kept.record.attachments.map((file) => file.id).filter((file) => !isWhole(file));
  const isDone = missing.length === 0;
  if (isDone && !applied.has(id)) applied.set(id, 1);
  return {
    id,
    hash: kept.hash,
    state: isDone ? "counted" : "received",
    reasons: [],
    detail: null,
    missing,
    receivedAt: "2026-11-26T00:00:00.000Z",
    acceptedAt: isDone ? "2026-11-26T00:00:01.000Z" : null,
    countedAt: isDone ? "2026-11-26T00:00:02.000Z" : null,
    hazards: [],
  };
}

async function take(shelves: Shelves, body: string): Promise<Response> {
  const { record, hash } = JSON.parse(body) as { record: FieldRecord; hash: string };
  if ((await contentHash(record as unknown as Json)) !== hash) return problem(400, "bad_request");
  const before = shelves.records.get(record.id);
  if (before && before.hash !== hash) {
    shelves.conflicts.push({ id: record.id, hash });
    return problem(409, "conflict", { receipt: receiptOf(shelves, record.id) });
  }
  shelves.records.set(record.id, before ?? { hash, record });
  return json(200, receiptOf(shelves, record.id));
}

function begin({ files }: Shelves, headers: Headers): Response {
  const { id = "", sha256 = "" } = metaOf(headers.get("upload-metadata") ?? "");
  const length = Number(headers.get("upload-length"));
  const before = files.get(id);
  if (before && (before.length !== length || before.sha256 !== sha256)) return problem(409, "conflict");
  if (!before) files.set(id, { length, sha256, bytes: new Uint8Array(0) });
  const offset = String(files.get(id)?.bytes.byteLength ?? 0);
  return new Response(null, { status: 201, headers: { "upload-offset": offset, location: `${UPLOADS_PATH}/${id}` } });
}

async function patch(
  { files }: Shelves,
  id: string,
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const file = files.get(id);
  if (!file) return problem(404, "not_found");
  if (Number(headers.get("upload-offset")) !== file.bytes.byteLength) return problem(409, "conflict");
  const bytes = new Uint8Array(file.bytes.byteLength + body.byteLength);
  bytes.set(file.bytes);
  bytes.set(body, file.bytes.byteLength);
  if (bytes.byteLength === file.length && (await sha256Hex(bytes)) !== file.sha256) {
    files.delete(id);
    return problem(460, "bad_request");
  }
  file.bytes = bytes;
  return new Response(null, { status: 204, headers: { "upload-offset": String(bytes.byteLength) } });
}

async function answer(shelves: Shelves, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (path.startsWith("/api/field/records")) return take(shelves, String(init.body));
  if (path.startsWith("/api/field/receipts")) {
    const ids = (path.split("ids=")[1] ?? "").split(",");
    const receipts = ids.map((id) => receiptOf(shelves, id)).filter((receipt) => receipt !== null);
    return json(200, { receipts, now: "2026-11-26T00:00:03.000Z" });
  }
  const id = path.slice(UPLOADS_PATH.length + 1);
  if (init.method === "POST") return begin(shelves, headers);
  if (init.method === "PATCH") return patch(shelves, id, headers, init.body as Uint8Array<ArrayBuffer>);
  const file = shelves.files.get(id);
  if (!file) return new Response(null, { status: 404 });
  return new Response(null, { status: 200, headers: { "upload-offset": String(file.bytes.byteLength) } });
}

export function fakeServer(): FakeServer {
  const shelves: Shelves = { records: new Map(), conflicts: [], files: new Map(), applied: new Map() };
  const server: FakeServer = {
    ...shelves,
    faults: [],
    requests: 0,
    fetch: async (input, init = {}) => {
      const fault = server.faults.shift() ?? "none";
      server.requests += 1;
      if (fault === "lost") throw new TypeError("network is down");
      if (fault === "503") return problem(503, "not_ready");
      if (fault === "500") return problem(500, "internal");
      if (fault === "401") return problem(401, "not_signed_in");
      if (fault === "csrf" && init.method !== "GET" && init.method !== "HEAD") return problem(403, "csrf");
      if (fault === "portal") return new Response("<html>please pay</html>", { status: 200 });
      const said = await answer(shelves, String(input), init);
      if (fault === "unheard") throw new TypeError("the answer was lost");
      return said;
    },
  };
  return server;
}
