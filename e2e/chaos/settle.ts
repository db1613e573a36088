import { tab } from "#e2e/field-driver.ts";
import type { Expected } from "./books.ts";
import type { OnPhone, Phone } from "./phone.ts";
import { enter } from "./visit.ts";

const LIMIT_MS = 120_000;

/** Where a record may rest: in the figures, or as a conflict that the person is shown. */
const isSettled = ({ state, reasons }: OnPhone): boolean =>
  state === "counted" || (state === "attention" && reasons.some(({ code }) => code === "conflict"));

/** Signs in where it must, asks to send at once, and waits until every record is settled. */
export async function settlePhone(phone: Phone): Promise<{ expected: Expected[]; unsettled: string[] }> {
  await phone.killTab();
  await enter(phone, "signs in");
  const page = phone.page();
  await tab(page, "我的").click();
  const until = Date.now() + LIMIT_MS;
  let records = await phone.read("records");
  while (!records.every(isSettled) && Date.now() < until) {
    const send = page.getByRole("button", { name: "立即上报" });
    if (await send.isEnabled()) await send.click();
    await page.waitForTimeout(1000);
    await enter(phone, "signs in");
    records = await phone.read("records");
  }
  return {
    expected: records.map(({ id, hash, sealed: { body, attachments } }) => ({
      mark: body.note,
      outcome: body.outcome,
      id,
      hash,
      files: attachments.map((file) => ({ id: file.id, sha256: file.sha256 })),
    })),
    unsettled: records
      .filter((record) => !isSettled(record))
      .map(
        ({ state, reasons, sealed: { body } }) => `${body.note}: ${state} ${reasons.map(({ code }) => code).join(" ")}`,
      ),
  };
}
