import { join } from "node:path";
import { type BadLine, badLine, LINE_FAULTS, type LineFault } from "./bad-line.ts";
import type { Expected } from "./books.ts";
import type { Dice } from "./dice.ts";
import { openPhone, type Phone } from "./phone.ts";
import { settlePhone } from "./settle.ts";
import { inspector } from "./small-town.ts";
import {
  beginVisit,
  chooseOutcome,
  enter,
  fillIn,
  noisePhoto,
  type Step,
  STEPS,
  type Striking,
  type Visit,
} from "./visit.ts";

export interface Run {
  /** For the phones' profiles. */
  readonly dir: string;
  /** Of the server, on this machine. */
  readonly port: number;
  readonly profiles: number;
  readonly chance: Dice;
  /** UTC ms after which no new round begins. */
  readonly untilMs: number;
  /** Ends the server with SIGKILL and starts it again. */
  restart(): Promise<void>;
}

/** What can strike a phone, beside the faults of its line. */
const PHONE_FAULTS = [
  "offline",
  "session ended",
  "tab killed",
  "browser killed",
  "storage full",
  "clock ahead",
  "clock behind",
  "storage lost",
  "two copies of a phone",
] as const;
type Fault = (typeof PHONE_FAULTS)[number] | LineFault;

/** Every fault comes once before one comes twice. */
const FAULTS: readonly Fault[] = [...PHONE_FAULTS, ...LINE_FAULTS];
const KILLS = new Set<Fault>(["tab killed", "browser killed"]);
const LINGER_MS = 2500;
const CLOCK_MS = 26 * 3_600_000;
/** Room that a full phone has left: for words, and no photo. */
const ROOM_BYTES = 30_000;

export interface Done {
  readonly rounds: number;
  readonly profiles: number;
  readonly seconds: number;
  readonly expected: readonly Expected[];
  readonly faults: ReadonlyMap<string, number>;
  readonly struck: ReadonlyMap<string, number>;
  readonly forgotten: readonly string[];
  readonly unsettled: readonly string[];
}

interface Inspector {
  phone: Phone;
  readonly line: BadLine;
  readonly chance: Dice;
  /** Faults that have not come in this turn. */
  deck: Fault[];
  /** Steps at which a page was not killed yet in this turn. */
  steps: Step[];
}

interface Notes {
  readonly faults: Map<string, number>;
  readonly forgotten: string[];
  /** Marks of visits whose record lay on the phone. */
  readonly finished: string[];
  /** Phones brought back from a backup, that lie in a drawer until the end. */
  readonly copies: Phone[];
}

function draw<T>(deck: T[], chance: Dice): T {
  return deck.splice(chance.below(deck.length), 1)[0] as T;
}

const nextFault = (one: Inspector): Fault => {
  if (one.deck.length === 0) one.deck = [...FAULTS];
  return draw(one.deck, one.chance);
};

const nextStep = (one: Inspector, fault: Fault): Step => {
  if (!KILLS.has(fault)) return fault === "storage full" ? "outcome" : one.chance.one(STEPS);
  if (one.steps.length === 0) one.steps = [...STEPS];
  return draw(one.steps, one.chance);
};

/** Ends the session at the server, as its time would. */
async function endSession(phone: Phone, port: number): Promise<void> {
  const cookies = await phone.context().cookies(phone.line.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const host = new URL(phone.line.url).host;
  const at = `http://127.0.0.1:${port}/api/session`;
  const me = await fetch(at, { headers: { cookie } }).catch(() => null);
  if (!me?.ok) return;
  const { csrf } = (await me.json()) as { csrf: string };
  await fetch(at, { method: "DELETE", headers: { cookie, "x-csrf-token": csrf, "x-forwarded-host": host } }).catch(
    () => null,
  );
}

const isOfLine = (fault: Fault): fault is LineFault => (LINE_FAULTS as readonly string[]).includes(fault);

/** Lets one fault strike a phone. */
async function strike(fault: Fault, one: Inspector, port: number): Promise<"gone" | "there"> {
  const { phone, line } = one;
  if (isOfLine(fault)) line.set(fault);
  else if (fault === "offline") await phone.context().setOffline(true);
  else if (fault === "session ended") await endSession(phone, port);
  else if (fault === "storage full") await phone.quota((await phone.usage()) + ROOM_BYTES);
  else if (fault === "clock ahead") await phone.clock(CLOCK_MS);
  else if (fault === "clock behind") await phone.clock(-CLOCK_MS);
  else if (fault === "storage lost") await phone.loseStorage();
  else if (fault === "tab killed") {
    await phone.killTab();
    return "gone";
  } else if (fault === "browser killed") {
    await phone.killBrowser();
    return "gone";
  }
  return "there";
}

/** Takes every fault away that lasts. */
async function mend({ phone, line }: Inspector): Promise<void> {
  line.set(null);
  await phone.context().setOffline(false);
  await phone.quota(null);
  await phone.clock(0);
}

const visitOf = (mark: string, chance: Dice): Visit => ({
  mark,
  outcome: chooseOutcome(chance),
  photo: noisePhoto(chance),
});

/** A phone is copied in the middle of a form, and both copies finish it, each in its own way: one id, two contents. */
async function workTwice(one: Inspector, mark: string, copyDir: string, notes: Notes): Promise<void> {
  const whole: Striking = {
    at: null,
    strike: () => Promise.resolve("there"),
    relieve: () => Promise.resolve(),
    forgotten: notes.forgotten,
  };
  await beginVisit(one.phone.page(), one.chance);
  const copy = await one.phone.copy(copyDir);
  notes.copies.push(copy);
  await fillIn(one.phone, visitOf(mark, one.chance), whole);
  await copy.page().goto(`${copy.line.url}/`);
  await enter(copy);
  await fillIn(copy, visitOf(`${mark} copy`, one.chance), whole);
  notes.finished.push(mark, `${mark} copy`);
}

/** One visit of one inspector, with one fault. */
async function workOnce(one: Inspector, mark: string, fault: Fault, port: number, notes: Notes): Promise<void> {
  const striking: Striking = {
    at: nextStep(one, fault),
    strike: () => strike(fault, one, port),
    relieve: () => one.phone.quota(null),
    forgotten: notes.forgotten,
  };
  await enter(one.phone);
  await beginVisit(one.phone.page(), one.chance);
  await fillIn(one.phone, visitOf(mark, one.chance), striking);
  notes.finished.push(mark);
  // Long enough for a bad line to meet what is being sent.
  await one.phone.page().waitForTimeout(one.chance.below(LINGER_MS));
}

const count = (counts: Map<string, number>, name: string, n = 1) => counts.set(name, (counts.get(name) ?? 0) + n);

/** What came to a stop, with what the person sees. */
async function stopped(what: string, phone: Phone, cause: unknown): Promise<Error> {
  const shown = await phone
    .page()
    .locator("body")
    .innerText()
    .catch(() => "nothing");
  return new Error(`${what} came to a stop. The phone shows:\n${shown}`, { cause });
}

async function openInspector({ dir, port, chance }: Run, n: number): Promise<Inspector> {
  const line = await badLine(port, chance.split(`line ${n}`));
  const phone = await openPhone(join(dir, `phone-${n}`), inspector(n), line);
  try {
    await phone.page().goto(`${line.url}/`);
    await enter(phone);
    await phone.page().getByText("可离线使用：").waitFor();
  } catch (cause) {
    throw await stopped(`phone ${n}, at its first start,`, phone, cause);
  }
  return { phone, line, chance: chance.split(`phone ${n}`), deck: [], steps: [] };
}

/** Rounds until the time is over, each with one visit of every inspector; then everything is mended, and waits until all is said. */
export async function runRounds(run: Run): Promise<Done> {
  const started = performance.now();
  const notes: Notes = { faults: new Map(), forgotten: [], finished: [], copies: [] };
  const people: Inspector[] = [];
  const struck = new Map<string, number>();
  let rounds = 0;
  try {
    for (let n = 0; n < run.profiles; n++) people.push(await openInspector(run, n));
    while (Date.now() < run.untilMs || rounds === 0) {
      rounds += 1;
      const works = people.map(async (one, n) => {
        const fault = nextFault(one);
        const mark = `round ${rounds} phone ${n}`;
        count(notes.faults, fault);
        try {
          if (fault === "two copies of a phone")
            await workTwice(one, mark, join(run.dir, `copy-${rounds}-${n}`), notes);
          else await workOnce(one, mark, fault, run.port, notes);
        } catch (cause) {
          throw await stopped(`${mark}, struck by "${fault}",`, one.phone, cause);
        }
      });
      if (run.chance.share() < 0.25) {
        count(notes.faults, "server killed");
        works.push(run.restart());
      }
      await Promise.all(works);
      // A bad line stays bad for a round or two.
      for (const one of people) if (run.chance.share() < 0.7) await mend(one);
      process.stdout.write(`\rround ${rounds} `);
    }
    const expected: Expected[] = [];
    const unsettled: string[] = [];
    for (const one of people) await mend(one);
    for (const phone of [...people.map((one) => one.phone), ...notes.copies]) {
      const left = await settlePhone(phone);
      unsettled.push(...left.unsettled);
      for (const made of left.expected) if (!expected.some(({ mark }) => mark === made.mark)) expected.push(made);
    }
    for (const mark of notes.finished)
      if (!expected.some((made) => made.mark === mark)) notes.forgotten.push(`${mark}: the record`);
    for (const { line } of people) for (const [name, n] of line.struck) count(struck, name, n);
    const seconds = (performance.now() - started) / 1000;
    const { faults, forgotten } = notes;
    return { rounds, profiles: run.profiles, seconds, expected, faults, struck, forgotten, unsettled };
  } finally {
    for (const phone of [...notes.copies, ...people.map((one) => one.phone)]) await phone.close();
    for (const { line } of people) await line.close();
  }
}
