import type { Page } from "playwright-core";
import { contentHash, type Json, uuidV7 } from "#contract/field/canonical.ts";
import type { ContentFate } from "#contract/field/records.ts";

/** What two phones send under one number, and what a supervisor decides between them at the desk. */

/** A loaded machine answers and draws slowly. */
export const SLOWLY = { timeout: 60_000 };
export const CONFLICTS = "/?panel=supervise&work=conflicts";
const panel = (page: Page) => page.getByRole("region", { name: "外勤监管" });

/** The hash of each of two contents that an inspector's phones have sent under one id. */
export interface Sent {
  readonly id: string;
  readonly first: string;
  readonly other: string;
}

/** Sends one finding twice under the same id, told otherwise the second time, as two phones do that are one after a backup. */
export async function sendTwice(page: Page, notes: readonly [string, string]): Promise<Sent> {
  const now = Date.now();
  const at = (back: number) => new Date(now - back).toISOString();
  const lngLat = [114.564, 38.2085];
  const record = (device: string, note: string) => ({
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
      ...{ patrolId: null, code: "heap", on: { kind: "place", id: null }, lngLat },
      ...{ hazard: null, photos: [], voice: [], note },
    },
    attachments: [],
  });
  const { csrf } = await (await page.request.get("/api/session")).json();
  const [first, other] = [record("phone-1", notes[0]), record("phone-2", notes[1])];
  const hashes: string[] = [];
  for (const [one, status] of [
    [first, 200],
    [{ ...other, id: first.id }, 409],
  ] as const) {
    const hash = await contentHash(one as unknown as Json);
    const headers = { "x-csrf-token": csrf };
    const reply = await page.request.post("/api/field/records", { headers, data: { record: one, hash } });
    if (reply.status() !== status) throw new Error(`the record was answered with ${reply.status()}`);
    hashes.push(hash);
  }
  return { id: first.id, first: hashes[0] ?? "", other: hashes[1] ?? "" };
}

/** What the sender's phone is told of one of the contents. */
export async function fateOf(page: Page, { id }: Sent, hash: string): Promise<ContentFate["fate"] | null> {
  const { receipts } = await (await page.request.get(`/api/field/receipts?ids=${id}`)).json();
  const told: readonly ContentFate[] = receipts[0]?.contents ?? [];
  return told.find((one) => one.hash === hash)?.fate ?? null;
}

/** Opens the newest conflict that waits. */
export async function openNewest(page: Page): Promise<void> {
  await panel(page)
    .getByTitle(/打开 .* 的冲突/)
    .first()
    .click(SLOWLY);
}

/** The line of both contents that tells them apart. */
export const tellsApart = (page: Page, [first, other]: readonly [string, string]): Promise<void> =>
  panel(page)
    .getByRole("row", { name: `备注 ${first} ${other}` })
    .waitFor(SLOWLY);

export async function decide(page: Page, resolution: string, reason: string): Promise<void> {
  await panel(page)
    .getByRole("radio", { name: new RegExp(`^${resolution}`) })
    .check(SLOWLY);
  await panel(page).getByLabel(/^理由/).fill(reason);
  await panel(page).getByRole("button", { name: "确定", exact: true }).click();
  await says(page, `核对：${resolution}`);
}

export async function takeBack(page: Page, reason: string): Promise<void> {
  await panel(page).getByRole("button", { name: "撤回核对" }).click(SLOWLY);
  await panel(page)
    .getByLabel(/^撤回理由/)
    .fill(reason);
  await panel(page).getByRole("button", { name: "撤回", exact: true }).click();
  await says(page, "撤回核对，重新待核对");
}

export const says = (page: Page, words: string): Promise<void> => panel(page).getByText(words).first().waitFor(SLOWLY);
