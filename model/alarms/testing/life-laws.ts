import { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { CHATTER_MS, holdOf, type Input, type Life, NEW_LIFE, type Step, step } from "../life.ts";
import { type Believed, BLANK, heldBy, readOn } from "./journal-replay.ts";

/** A wish or an event, and how long after the one before it comes, ms. */
export interface Deed {
  readonly input: Input | { readonly kind: "shelve_for"; readonly ms: number };
  readonly afterMs: number;
}

/** Longest shelf of a made-up deed. */
export const SHELF_MS = 3_600_000;

const fail = (law: string, facts: object): never => {
  throw new Error(`${law}: ${JSON.stringify(facts)}`);
};

function sameFacts(life: Life, believed: Believed): boolean {
  return (
    life.state === believed.state &&
    life.isActive === believed.isActive &&
    (life.shelf !== null) === believed.isShelved &&
    life.isSuppressed === believed.isSuppressed &&
    life.isOutOfService === believed.isOutOfService &&
    life.isLeak === believed.isLeak &&
    life.isChattering === believed.isChattering &&
    life.occurrence === believed.occurrences
  );
}

function checkOne(before: Life, input: Input, now: number, { life, events, refused }: Step): void {
  const facts = { before, input, life, events };
  if (refused !== undefined && (life !== before || events.length > 0)) fail("a refused wish changes nothing", facts);
  if (events.length === 0 && life !== before && life.state !== before.state) fail("no state changes in silence", facts);
  if (input.kind === "acknowledge") {
    if (life.isActive !== before.isActive) fail("to acknowledge does not clear", facts);
    if (before.isActive && refused === undefined && life.state !== "acknowledged")
      fail("it is known and still there", facts);
  }
  if (life.isActive && (life.state === "normal" || life.state === "returned")) fail("what holds is in the list", facts);
  if (!life.isActive && (life.state === "unacknowledged" || life.state === "acknowledged"))
    fail("what is gone has returned", facts);
  if (life.isLeak && holdOf(life) !== null) fail("nothing holds a confirmed leak", facts);
  if (life.isLeak && life.shelf !== null) fail("a confirmed leak is not shelved", facts);
  if (input.kind === "tick" && life.shelf !== null && now >= life.shelf.until) fail("a shelf ends", facts);
  if (input.kind === "tick" && life.isChattering && now - (life.begins.at(-1) ?? 0) >= CHATTER_MS)
    fail("chatter ends", facts);
  const isHeldNow = holdOf(life) !== null;
  if (isHeldNow && life.waitingSince !== null) fail("nobody is waited for while it is held", facts);
  const waits = life.state === "unacknowledged" && !isHeldNow;
  if (waits && life.waitingSince === null) fail("what rings waits for somebody", facts);
  if (life.escalatedTo !== null && !ESCALATION_LEVELS.includes(life.escalatedTo)) fail("a level that there is", facts);
  if (!WARNING_LEVELS.includes(life.level)) fail("a level that there is", facts);
}

/** Lives through deeds and throws at the first law broken. Returns how many events were written. */
export function liveThrough(deeds: Iterable<Deed>, from = 0): { steps: number; events: number } {
  let life = NEW_LIFE;
  let believed = BLANK;
  let now = from;
  let steps = 0;
  let written = 0;
  for (const { input: deed, afterMs } of deeds) {
    now += afterMs;
    const shelf = { by: "p", reason: "r", since: now, until: now + (deed.kind === "shelve_for" ? deed.ms : 0) };
    const input: Input = deed.kind === "shelve_for" ? { kind: "shelve", shelf } : deed;
    const done = step(life, input, now);
    checkOne(life, input, now, done);
    life = done.life;
    for (const event of done.events) believed = readOn(believed, event);
    if (!sameFacts(life, believed)) fail("the journal tells all", { life, believed, input });
    if (holdOf(life) !== heldBy(believed)) fail("the journal tells what holds", { life, believed });
    steps += 1;
    written += done.events.length;
  }
  const last = step(life, { kind: "tick" }, now + SHELF_MS);
  if (last.life.shelf !== null) fail("a shelf always ends", { life });
  return { steps, events: written };
}
