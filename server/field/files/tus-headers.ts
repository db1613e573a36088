import { TUS_CHECKSUMS, TUS_EXTENSIONS, TUS_VERSION, UPLOAD_MOST_BYTES } from "#contract/field/uploads.ts";
import { ProblemError } from "#server/http/problem.ts";

/** What every answer of the protocol says, and what OPTIONS says besides. */
export const TUS_SAYS = { "tus-resumable": TUS_VERSION } as const;
export const TUS_OFFERS = {
  "tus-version": TUS_VERSION,
  "tus-extension": TUS_EXTENSIONS,
  "tus-checksum-algorithm": TUS_CHECKSUMS,
  "tus-max-size": String(UPLOAD_MOST_BYTES),
} as const;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const problem = (at: string, expected: string, received: unknown) =>
  new ProblemError("bad_request", `The ${at} header is not as tus 1.0 says.`, {
    issues: [{ at: `headers.${at.toLowerCase()}`, expected, received: String(received ?? "nothing").slice(0, 100) }],
    headers: TUS_SAYS,
  });

/** A non-negative whole number, as digits. */
export function readCount(headers: Headers, name: string): number {
  const came = headers[name.toLowerCase()];
  if (typeof came === "string" && /^\d{1,15}$/.test(came)) return Number(came);
  throw problem(name, "a non-negative whole number", came);
}

/** `Upload-Metadata`: pairs of a key and base64, commas between; a key may stand alone. Keys come once. */
export function readMetadata(came: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (came === undefined || came === "") return found;
  if (typeof came !== "string") throw problem("Upload-Metadata", "keys with base64 values", came);
  for (const pair of came.split(",")) {
    const [key = "", value = "", ...rest] = pair.trim().split(" ");
    const isGood = key !== "" && rest.length === 0 && !found.has(key) && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
    if (!isGood) throw problem("Upload-Metadata", "each key once, with a base64 value", pair);
    found.set(key, Buffer.from(value, "base64").toString("utf8"));
  }
  return found;
}

export interface Checksum {
  readonly algorithm: "sha256" | "sha1";
  readonly digest: Buffer;
}

/** `Upload-Checksum`: an algorithm that we offer and a base64 digest; null where none came. 400 for an algorithm that we do not have. */
export function readChecksum(came: unknown): Checksum | null {
  if (came === undefined) return null;
  const [algorithm, digest, ...rest] = typeof came === "string" ? came.split(" ") : [];
  if ((algorithm === "sha256" || algorithm === "sha1") && digest !== undefined && rest.length === 0)
    return { algorithm, digest: Buffer.from(digest, "base64") };
  throw problem("Upload-Checksum", `${TUS_CHECKSUMS} and a base64 digest`, came);
}

/** Throws 412 for another version of the protocol, with the one that is spoken here. */
export function refuseOtherVersion(came: unknown): void {
  if (came === TUS_VERSION) return;
  throw new ProblemError("bad_request", `Tus-Resumable ${TUS_VERSION} is spoken here.`, {
    status: 412,
    headers: { ...TUS_SAYS, "tus-version": TUS_VERSION },
    issues: [{ at: "headers.tus-resumable", expected: TUS_VERSION, received: String(came ?? "nothing").slice(0, 20) }],
  });
}
