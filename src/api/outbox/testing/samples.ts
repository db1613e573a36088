import type { DeviceRecord, FileEntry } from "#api/outbox/ledger.ts";
import { contentHash, type Json, sha256Hex } from "#contract/field/canonical.ts";
import type { FieldRecord } from "#contract/field/records.ts";

/** The n-th identifier of a test: version 7, rising. */
export const sampleId = (n: number): string =>
  `01939f00-${n.toString(16).padStart(4, "0")}-7000-8000-${n.toString(16).padStart(12, "0")}`;

/** Bytes that are not all alike, so that a piece put in the wrong place is seen. */
export const sampleBytes = (length: number, seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 17 + (i >> 8)) & 255);

export async function sampleFile(n: number, bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
  return {
    id: sampleId(0x8000 + n),
    kind: "photo",
    mime: "image/jpeg",
    item: null,
    bytes: bytes.byteLength,
    sha256: await sha256Hex(bytes),
  };
}

/** A sealed record as `openOutbox` makes them. */
export async function sampleRecord(n: number, files: readonly FileEntry[] = [], note = ""): Promise<DeviceRecord> {
  const sealed: FieldRecord = {
    id: sampleId(n),
    kind: "check",
    form: { id: "check", version: 1 },
    author: "inspector",
    device: { id: "phone", app: "test", platform: "test" },
    startedAt: "2026-11-26T00:00:00.000Z",
    finishedAt: "2026-11-26T00:05:00.000Z",
    clockOffsetMs: null,
    place: null,
    taskId: null,
    replaces: null,
    body: { note },
    attachments: [...files],
  };
  return {
    id: sealed.id,
    kind: sealed.kind,
    title: `door ${n}`,
    savedAt: n,
    sealed,
    hash: await contentHash(sealed as unknown as Json),
    isUrgent: false,
    state: "saved",
    reasons: [],
    isHeld: false,
    receipt: null,
    uploads: {},
    failures: 0,
    notBefore: 0,
    isFreed: false,
  };
}
