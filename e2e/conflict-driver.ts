import type { Page } from "playwright-core";
import type { ContentFate } from "#contract/field/records.ts";
import { findingOf, sendRecord } from "./finding.ts";

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
  const first = findingOf({ code: "heap", device: "phone-1", note: notes[0] });
  const other = { ...findingOf({ code: "heap", device: "phone-2", note: notes[1] }), id: first.id };
  const sent = await sendRecord(page, first);
  return { id: first.id, first: sent.hash, other: (await sendRecord(page, other, 409)).hash };
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
