import { createHash } from "node:crypto";
import { contentHash, type Json, uuidV7 } from "#contract/field/canonical.ts";
import type { FieldRecord, ManifestEntry } from "#contract/field/records.ts";
import type { RecordKind } from "#contract/field/words.ts";

let made = Date.parse("2026-11-20T00:00:00Z");

/** A new id: no two are the same within a test process. */
export const newId = (): string => {
  made += 1;
  return uuidV7(made);
};

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export const fileEntry = (bytes: Uint8Array, over: Partial<ManifestEntry> = {}): ManifestEntry => ({
  id: newId(),
  kind: "photo",
  mime: "image/jpeg",
  bytes: bytes.length,
  sha256: sha256(bytes),
  item: null,
  ...over,
});

/** A record as a phone would make it, five minutes at a door that is done now. */
export function record(kind: RecordKind, body: object, over: Partial<FieldRecord> = {}): FieldRecord {
  const now = Date.now();
  return {
    id: newId(),
    kind,
    form: { id: "household-check", version: 1 },
    author: "zhang",
    device: { id: "phone-1", app: "1.0.0", platform: "test" },
    startedAt: new Date(now - 300_000).toISOString(),
    finishedAt: new Date(now - 1000).toISOString(),
    clockOffsetMs: 0,
    place: { lngLat: [115, 38], accuracyM: 5, at: new Date(now - 2000).toISOString(), isMock: false },
    taskId: null,
    replaces: null,
    body: body as FieldRecord["body"],
    attachments: [],
    ...over,
  };
}

/** A check that found everything well; nothing about the answers is asked of it here. */
export const checkBody = (customerId: string, over: object = {}) => ({
  customerId,
  outcome: "entered",
  answers: {},
  hazards: [],
  meterCode: null,
  isMeterScanned: false,
  signature: null,
  isSignatureRefused: true,
  photos: [],
  appointment: null,
  note: "",
  ...over,
});

/** A record with its hash, as it is sent. */
export const sealed = async (of: FieldRecord) => ({ record: of, hash: await contentHash(of as unknown as Json) });
