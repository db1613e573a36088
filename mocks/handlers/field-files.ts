import { type HttpHandler, HttpResponse, http } from "msw";
import { ATTACHMENTS_PATH, TUS_VERSION, UNSENT_PATH, UPLOADS_PATH } from "#contract/field/uploads.ts";
import type { Me } from "#contract/session.ts";

interface MockFile {
  readonly length: number;
  readonly mime: string;
  bytes: Uint8Array;
}

/** Files of records, in the page's memory. */
export class MockFiles {
  readonly #files = new Map<string, MockFile>();

  begin(id: string, length: number, mime: string): MockFile {
    const file = this.#files.get(id) ?? { length, mime, bytes: new Uint8Array() };
    this.#files.set(id, file);
    return file;
  }
  get(id: string): MockFile | undefined {
    return this.#files.get(id);
  }
  isWhole(id: string): boolean {
    const file = this.#files.get(id);
    return file !== undefined && file.bytes.length === file.length;
  }
}

const SAYS = { "tus-resumable": TUS_VERSION };
const refuse = (status: number) => new HttpResponse(null, { status, headers: SAYS });

function metadataOf(request: Request): ReadonlyMap<string, string> {
  const pairs = (request.headers.get("upload-metadata") ?? "").split(",").map((pair) => pair.trim().split(" "));
  return new Map(pairs.map(([key = "", value = ""]) => [key, atob(value)]));
}

/** tus 1.0 as far as a page of ours needs it, and whole files. */
export function fieldFileHandlers(files: MockFiles, who: () => Me | null): HttpHandler[] {
  const tell = (status: number, { bytes, length }: MockFile, over: Record<string, string> = {}) =>
    new HttpResponse(null, {
      status,
      headers: { ...SAYS, "upload-offset": String(bytes.length), "upload-length": String(length), ...over },
    });
  return [
    http.post(`*${UPLOADS_PATH}`, ({ request }) => {
      if (who() === null) return refuse(401);
      const said = metadataOf(request);
      const id = said.get("id");
      if (id === undefined) return refuse(400);
      const file = files.begin(id, Number(request.headers.get("upload-length")), said.get("mime") ?? "");
      return tell(201, file, { location: `${UPLOADS_PATH}/${id}` });
    }),
    http.head(`*${UPLOADS_PATH}/:id`, ({ params }) => {
      const file = files.get(String(params.id));
      return file === undefined ? refuse(404) : tell(200, file);
    }),
    http.patch(`*${UPLOADS_PATH}/:id`, async ({ params, request }) => {
      const file = files.get(String(params.id));
      if (file === undefined) return refuse(404);
      if (Number(request.headers.get("upload-offset")) !== file.bytes.length) return refuse(409);
      const piece = new Uint8Array(await request.arrayBuffer());
      const joined = new Uint8Array(file.bytes.length + piece.length);
      joined.set(file.bytes);
      joined.set(piece, file.bytes.length);
      file.bytes = joined;
      return tell(204, file);
    }),
    http.get(`*${ATTACHMENTS_PATH}/:id`, ({ params }) => {
      const file = files.get(String(params.id));
      if (who() === null) return refuse(401);
      if (file === undefined || !files.isWhole(String(params.id))) return refuse(404);
      return HttpResponse.arrayBuffer(file.bytes.slice().buffer, { headers: { "content-type": file.mime } });
    }),
    http.post(`*${UNSENT_PATH}`, () =>
      who() === null ? refuse(401) : HttpResponse.json({ receipts: [], files: 0, problems: [] }),
    ),
  ];
}
