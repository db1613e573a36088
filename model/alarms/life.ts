import { type AlarmEventKind, type AlarmHold, type AlarmState, ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";

/*
 * The life of one alarm source (a tag under a rule) after ISA-18.2 / IEC 62682, §5.2.2. Pure: a step takes the life and one input and
 * gives the life after it and what is to be written down. Times are the server's, ms since 1970, and only measure spans: the order of
 * things is the order of the steps.
 */

export type EscalationLevel = (typeof ESCALATION_LEVELS)[number];

/** Put aside by a person until a time. */
export interface Shelf {
  readonly by: string;
  readonly reason: string;
  readonly since: number;
  readonly until: number;
}

export interface Life {
  readonly state: AlarmState;
  /** Whether the condition holds, after dead-band and delays. */
  readonly isActive: boolean;
  /** Of the condition now, or when it last held. */
  readonly level: WarningLevel;
  /** Counts occurrences: goes up with each `raised`. */
  readonly occurrence: number;
  /** How often the condition began within this occurrence. */
  readonly rings: number;
  /** When it began, the newest last; as many as the chatter rule looks back at. */
  readonly begins: readonly number[];
  readonly isChattering: boolean;
  readonly shelf: Shelf | null;
  readonly isSuppressed: boolean;
  readonly isOutOfService: boolean;
  readonly isLeak: boolean;
  /** Since when it has rung without an answer; null when nobody is waited for. */
  readonly waitingSince: number | null;
  readonly escalatedTo: EscalationLevel | null;
}

export const NEW_LIFE: Life = {
  state: "normal",
  isActive: false,
  level: "blue",
  occurrence: 0,
  rings: 0,
  begins: [],
  isChattering: false,
  shelf: null,
  isSuppressed: false,
  isOutOfService: false,
  isLeak: false,
  waitingSince: null,
  escalatedTo: null,
};

export type Input =
  /** `level` null = the condition is gone. */
  | { readonly kind: "condition"; readonly level: WarningLevel | null }
  | { readonly kind: "acknowledge" }
  | { readonly kind: "shelve"; readonly shelf: Shelf }
  | { readonly kind: "unshelve" }
  | { readonly kind: "suppress" | "out_of_service"; readonly on: boolean }
  | { readonly kind: "confirm_leak" }
  /** The next level above is told. */
  | { readonly kind: "escalate"; readonly to: EscalationLevel }
  | { readonly kind: "tick" };

/** Why a person's wish was not followed. */
export type Refusal = "not_open" | "already" | "confirmed_leak" | "not_held";

export interface Step {
  readonly life: Life;
  readonly events: readonly AlarmEventKind[];
  readonly refused?: Refusal;
}

/** A source whose condition began this often within the span chatters, and goes on to until it was quiet for as long. */
export const CHATTER_BEGINS = 3;
export const CHATTER_MS = 600_000;

export const isWorse = (a: WarningLevel, b: WarningLevel): boolean =>
  WARNING_LEVELS.indexOf(a) < WARNING_LEVELS.indexOf(b);

/** What holds it, the person's wish first. A confirmed leak is held by nothing. */
export function holdOf(life: Pick<Life, "isLeak" | "shelf" | "isOutOfService" | "isSuppressed">): AlarmHold | null {
  if (life.isLeak) return null;
  if (life.shelf !== null) return "shelved";
  if (life.isOutOfService) return "out_of_service";
  return life.isSuppressed ? "suppressed" : null;
}

const nothing = (life: Life): Step => ({ life, events: [] });
const refused = (life: Life, why: Refusal): Step => ({ life, events: [], refused: why });

/** The condition begins: a new occurrence, or the open one again. */
function begin(life: Life, level: WarningLevel, now: number): Step {
  const begins = [...life.begins.filter((at) => now - at < CHATTER_MS), now].slice(-CHATTER_BEGINS);
  const isNew = life.state === "normal";
  const chatters = life.isChattering || begins.length >= CHATTER_BEGINS;
  const base = { ...life, isActive: true, begins, isChattering: chatters, level };
  const began: AlarmEventKind[] = chatters && !life.isChattering ? ["chatter_began"] : [];
  if (isNew) {
    const fresh = {
      ...base,
      state: "unacknowledged" as const,
      occurrence: life.occurrence + 1,
      rings: 1,
      isLeak: false,
    };
    const waitingSince = holdOf(fresh) === null ? now : null;
    return { life: { ...fresh, waitingSince, escalatedTo: null }, events: ["raised", ...began] };
  }
  const again = { ...base, state: "unacknowledged" as const, rings: life.rings + 1 };
  // It still waits for the first answer: the time to escalation goes on.
  return { life: again, events: [chatters ? "came_again" : "rang_again", ...began] };
}

/** The condition holds on, at another level perhaps. */
function go(life: Life, level: WarningLevel, now: number): Step {
  if (level === life.level) return nothing(life);
  if (!isWorse(level, life.level)) return { life: { ...life, level }, events: ["level_down"] };
  const isAnswered = life.state === "acknowledged" && holdOf(life) === null;
  const waitingSince = isAnswered ? now : life.waitingSince;
  return { life: { ...life, level, state: "unacknowledged", waitingSince }, events: ["level_up"] };
}

function end(life: Life): Step {
  const isKnown = life.state === "acknowledged" || holdOf(life) !== null;
  const state = isKnown ? ("normal" as const) : ("returned" as const);
  const event = isKnown ? ("cleared" as const) : ("returned" as const);
  return { life: over({ ...life, isActive: false, state }), events: [event] };
}

/** What belongs to an occurrence ends with it. */
const over = (life: Life): Life =>
  life.state === "normal" ? { ...life, waitingSince: null, escalatedTo: null, isLeak: false } : life;

function condition(life: Life, level: WarningLevel | null, now: number): Step {
  if (level === null) return life.isActive ? end(life) : nothing(life);
  return life.isActive ? go(life, level, now) : begin(life, level, now);
}

function acknowledge(life: Life): Step {
  if (life.state === "normal") return refused(life, "not_open");
  if (life.state === "acknowledged") return refused(life, "already");
  const known = { ...life, waitingSince: null };
  if (life.isActive) return { life: { ...known, state: "acknowledged" }, events: ["acknowledged"] };
  return { life: over({ ...known, state: "normal" }), events: ["acknowledged", "cleared"] };
}

function shelve(life: Life, shelf: Shelf, now: number): Step {
  if (life.isLeak) return refused(life, "confirmed_leak");
  if (life.shelf !== null) return refused(life, "already");
  if (life.state === "normal") return refused(life, "not_open");
  if (!(shelf.until > now)) return refused(life, "not_open");
  return settle(life, { ...life, shelf }, ["shelved"], now);
}

function unshelve(life: Life, now: number): Step {
  if (life.shelf === null) return refused(life, "not_held");
  return settle(life, { ...life, shelf: null }, ["unshelved"], now);
}

/** After a hold came or went: what was held and still holds rings anew; what returned while held has been seen to. */
function settle(before: Life, after: Life, events: readonly AlarmEventKind[], now: number): Step {
  const wasHeld = holdOf(before) !== null;
  const isHeld = holdOf(after) !== null;
  if (wasHeld && !isHeld && after.isActive) {
    const ringing = { ...after, state: "unacknowledged" as const, waitingSince: now, escalatedTo: null };
    return { life: ringing, events: [...events, "rang_again"] };
  }
  if (!wasHeld && isHeld && after.state === "returned") {
    return { life: over({ ...after, state: "normal" }), events: [...events, "cleared"] };
  }
  return { life: isHeld ? { ...after, waitingSince: null } : after, events };
}

const HOLD_EVENTS = {
  suppress: ["suppressed", "unsuppressed"],
  out_of_service: ["out_of_service", "in_service"],
} as const satisfies Record<"suppress" | "out_of_service", readonly [AlarmEventKind, AlarmEventKind]>;

function hold(life: Life, kind: "suppress" | "out_of_service", on: boolean, now: number): Step {
  const field = kind === "suppress" ? "isSuppressed" : "isOutOfService";
  if (life[field] === on) return nothing(life);
  return settle(life, { ...life, [field]: on }, [HOLD_EVENTS[kind][on ? 0 : 1]], now);
}

function confirmLeak(life: Life, now: number): Step {
  if (life.state === "normal") return refused(life, "not_open");
  if (life.isLeak) return refused(life, "already");
  const free = { ...life, isLeak: true, shelf: null };
  const events: AlarmEventKind[] = life.shelf === null ? ["leak_confirmed"] : ["leak_confirmed", "unshelved"];
  return settle(life, free, events, now);
}

function escalate(life: Life, to: EscalationLevel): Step {
  const isOpen = life.state === "unacknowledged" && holdOf(life) === null;
  const isHigher =
    life.escalatedTo === null || ESCALATION_LEVELS.indexOf(to) > ESCALATION_LEVELS.indexOf(life.escalatedTo);
  return isOpen && isHigher ? { life: { ...life, escalatedTo: to }, events: ["escalated"] } : nothing(life);
}

/** Shelving ends by itself; so does chattering, when it was quiet long enough. */
function tick(life: Life, now: number): Step {
  let at = life;
  const events: AlarmEventKind[] = [];
  if (at.shelf !== null && now >= at.shelf.until) {
    const step = unshelve(at, now);
    at = step.life;
    events.push(...step.events);
  }
  if (at.isChattering && now - (at.begins.at(-1) ?? 0) >= CHATTER_MS) {
    at = { ...at, isChattering: false, begins: [] };
    events.push("chatter_ended");
  }
  return { life: at, events };
}

/** One step of a life. Never throws; a person's wish that may not be followed leaves the life as it was and says why. */
export function step(life: Life, input: Input, now: number): Step {
  switch (input.kind) {
    case "condition":
      return condition(life, input.level, now);
    case "acknowledge":
      return acknowledge(life);
    case "shelve":
      return shelve(life, input.shelf, now);
    case "unshelve":
      return unshelve(life, now);
    case "suppress":
    case "out_of_service":
      return hold(life, input.kind, input.on, now);
    case "confirm_leak":
      return confirmLeak(life, now);
    case "escalate":
      return escalate(life, input.to);
    case "tick":
      return tick(life, now);
  }
}
