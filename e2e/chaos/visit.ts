import { deflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { tab } from "#e2e/field-driver.ts";
import { PASSWORD } from "#e2e/product.ts";
import type { Dice } from "./dice.ts";
import type { Phone } from "./phone.ts";

/** Where a visit can be struck: after the form is open, an outcome is chosen, a photo is taken, a note is written, and in the moment of finishing. */
export const STEPS = ["open", "outcome", "photo", "note", "finishing"] as const;
export type Step = (typeof STEPS)[number];

/** Outcomes that a chaos visit can have, with the name of the photo that each asks for. */
const OUTCOMES = [
  { outcome: "nobody_home", name: "到访不遇", photo: "到访通知单照片（含门牌号）" },
  { outcome: "refused", name: "拒检", photo: "到访通知单照片（含门牌号）" },
  { outcome: "vacant", name: "空置", photo: "现场照片" },
  { outcome: "demolished", name: "已拆", photo: "现场照片" },
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const chooseOutcome = (chance: Dice): Outcome => chance.one(OUTCOMES);

export interface Visit {
  /** What its note says: no two visits say the same. */
  readonly mark: string;
  readonly outcome: Outcome;
  readonly photo: Buffer;
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = (CRC[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, check]);
}

/** A picture of noise (PNG): no two are the same, and as a JPEG it is large enough to go out in pieces. */
export function noisePhoto(chance: Dice, side = 360): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const pixels = Buffer.alloc(side * (1 + side * 3));
  for (let i = 0; i < pixels.length; i++) pixels[i] = i % (1 + side * 3) === 0 ? 0 : chance.below(256);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(pixels, { level: 1 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

const list = (page: Page) => page.getByRole("region", { name: "今日任务" }).locator(".field-task");
const form = (page: Page) => page.getByRole("group", { name: "到访结果" });

/** At the door: signs in, for which there must be a line, and tries again while the server is away. */
async function signInAgain(phone: Phone): Promise<void> {
  const page = phone.page();
  phone.line.set(null);
  await phone.context().setOffline(false);
  const home = tab(page, "今日");
  for (let tries = 0; tries < 20; tries++) {
    if (await home.isVisible()) return;
    await page.getByLabel("账号", { exact: true }).fill(phone.account);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await home.waitFor({ timeout: 5000 }).catch(() => undefined);
  }
  throw new Error(`${phone.account} is not let in`);
}

/** Waits until the day's work is there; signs in where nothing but the door is shown. `ended`: also where work goes on and only sending waits. */
export async function enter(phone: Phone, ended: "goes on" | "signs in" = "goes on"): Promise<void> {
  const page = phone.page();
  const again = page.getByRole("button", { name: "重新登录" });
  const door = page.getByLabel("账号", { exact: true });
  await door.or(tab(page, "今日")).first().waitFor();
  if (ended === "signs in" && (await again.isVisible())) {
    await again.click();
    await door.waitFor();
  }
  if (await door.isVisible()) await signInAgain(phone);
}

/** Opens one of the first doors of the list and begins its form; another one where a colleague has just been at it, as the page then says. */
export async function beginVisit(page: Page, chance: Dice): Promise<void> {
  const begin = page.getByRole("button", { name: /^(开始|继续)入户$/ });
  const gone = page.getByText("这项任务已不在列表里", { exact: false });
  for (let tries = 0; tries < 5; tries++) {
    await tab(page, "今日").click();
    await list(page).first().waitFor();
    const many = Math.min(4, await list(page).count());
    await list(page).nth(chance.below(many)).click();
    await begin.or(gone).first().waitFor();
    if (await gone.isVisible()) continue;
    const isBegun = await begin.click({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (!isBegun) continue;
    await form(page).waitFor();
    return;
  }
  throw new Error("five doors that were listed are no longer to be visited");
}

/** Brings the form to the screen: where the person was, or from among what is unfinished. */
async function findForm(phone: Phone): Promise<void> {
  const page = phone.page();
  if (await form(page).isVisible()) return;
  await enter(phone);
  const unfinished = page.getByRole("region", { name: "未完成的表单" }).locator(".field-task");
  const gone = page.getByText("这张表单已提交或已删除。");
  // A browser that is killed may not have written down yet that the form was opened: then its door is shown.
  const goOn = page.getByRole("button", { name: "继续入户" });
  await form(page).or(unfinished).or(list(page)).or(gone).or(goOn).first().waitFor();
  if (await form(page).isVisible()) return;
  await tab(page, "今日").click();
  await unfinished.first().click();
  await form(page).waitFor();
}

const saved = (page: Page) => page.getByText("已存本机", { exact: true }).waitFor();

export interface Striking {
  /** After which step the fault comes; null = it has come already. */
  readonly at: Step | null;
  /** What it does; `gone` when nothing is left of the page. */
  strike(): Promise<"gone" | "there">;
  /** Ends a shortage of storage. */
  relieve(): Promise<void>;
  /** Sentences: what was shown as kept and is not there any more. */
  readonly forgotten: string[];
}

const finish = (page: Page): Promise<void> => page.getByRole("button", { name: "完成并保存" }).click();

type Deed = (page: Page, visit: Visit, striking: Striking) => Promise<void>;

const takePhoto: Deed = async (page, { outcome, photo }, { relieve }) => {
  const place = page.getByRole("region", { name: outcome.photo, exact: true });
  const thumbs = place.locator(".field-thumb");
  for (let tries = 0; tries < 5 && (await thumbs.count()) === 0; tries++) {
    const refused = place.getByRole("alert");
    await place
      .locator('input[type="file"]')
      .setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: photo });
    await thumbs.or(refused).first().waitFor();
    // A full phone says that it could not keep it.
    if ((await thumbs.count()) === 0) await relieve();
  }
  await saved(page);
};

const DEEDS: Readonly<Record<Step, Deed>> = {
  open: () => Promise.resolve(),
  async outcome(page, { outcome }) {
    const button = form(page).getByRole("button", { name: outcome.name, exact: true });
    if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
    await saved(page);
  },
  photo: takePhoto,
  async note(page, { mark }) {
    await page.getByRole("textbox", { name: "备注" }).fill(mark);
    await saved(page);
  },
  finishing: (page) => finish(page),
};

const isSealed = async (phone: Phone, mark: string): Promise<boolean> =>
  (await phone.read("records")).some(({ sealed: { body } }) => body.note === mark);

/** Of what the phone called kept before its page was gone, everything must be there. */
async function checkDraft(phone: Phone, { mark, outcome }: Visit, done: readonly Step[], forgotten: string[]) {
  const drafts = (await phone.read("drafts")).filter(({ content: { note } }) => note === "" || note === mark);
  const keeps = (what: Step): boolean =>
    drafts.some(({ content }) => {
      if (what === "outcome") return content.outcome === outcome.outcome;
      if (what === "photo") return content.photos.length > 0;
      return what === "open" || content.note === mark;
    });
  const lacks = done.filter((what) => !keeps(what));
  if (lacks.length > 0) forgotten.push(`${mark}: ${lacks.join(", ")}`);
}

/** Fills in the form that is open, from the first step until its record is on the phone. */
export async function fillIn(phone: Phone, visit: Visit, striking: Striking): Promise<void> {
  const done: Step[] = [];
  for (const step of STEPS) {
    if (step !== "open") await findForm(phone);
    await DEEDS[step](phone.page(), visit, striking);
    if (step !== "finishing") done.push(step);
    if (step !== striking.at || (await striking.strike()) === "there") continue;
    await enter(phone);
    if (await isSealed(phone, visit.mark)) return;
    await checkDraft(phone, visit, done, striking.forgotten);
  }
  await settle(phone, visit);
}

/** After the button was pressed: until the record is on the phone it is pressed again, as a person would. */
async function settle(phone: Phone, { mark }: Visit): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    for (let looks = 0; looks < 8; looks++) {
      if (await isSealed(phone, mark)) return;
      await phone.page().waitForTimeout(100);
    }
    await findForm(phone);
    await finish(phone.page());
    const anyway = phone.page().getByRole("button", { name: /仍然保存/ });
    if (await anyway.isVisible()) await anyway.click();
  }
  throw new Error(`${mark}: the form could not be finished`);
}
