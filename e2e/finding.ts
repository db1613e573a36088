import type { Page } from "playwright-core";
import { contentHash, type Json, uuidV7 } from "#contract/field/canonical.ts";
import type { Receipt } from "#contract/field/records.ts";

/** What is told of a finding on nothing in particular; the rest is as an inspector's phone would send it now. */
export interface Found {
  readonly code: string;
  readonly device: string;
  readonly note?: string;
  /** Word for word as it stands in the finding's body. */
  readonly hazard?: object | null;
}

/** A finding as a phone seals it, begun a minute ago. */
export function findingOf({ code, device, note = "", hazard = null }: Found, now = Date.now()) {
  const at = (agoMs: number) => new Date(now - agoMs).toISOString();
  const lngLat = [114.564, 38.2085];
  return {
    id: uuidV7(now),
    kind: "finding",
    form: { id: "finding", version: 1 },
    author: "inspector",
    device: { id: device, app: "1.0.0", platform: "test" },
    startedAt: at(60_000),
    finishedAt: at(1000),
    clockOffsetMs: 0,
    place: { lngLat, accuracyM: 5, at: at(2000), isMock: false },
    taskId: null,
    replaces: null,
    body: {
      ...{ patrolId: null, code, on: { kind: "place", id: null }, lngLat },
      ...{ hazard, photos: [], voice: [], note },
    },
    attachments: [],
  };
}

/** Sends a record as the page's session; throws where the answer is not `status`. Returns the record's hash and the receipt, or the problem. */
export async function sendRecord(
  page: Page,
  record: object,
  status = 200,
): Promise<{ hash: string; receipt: Receipt }> {
  const { csrf } = await (await page.request.get("/api/session")).json();
  const hash = await contentHash(record as unknown as Json);
  const headers = { "x-csrf-token": csrf };
  const reply = await page.request.post("/api/field/records", { headers, data: { record, hash } });
  if (reply.status() !== status)
    throw new Error(`the record was answered with ${reply.status()}: ${await reply.text()}`);
  return { hash, receipt: await reply.json() };
}
