import type { HazardState, HazardStep } from "#contract/field/hazard-words.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { Role } from "#contract/scope.ts";

/** What the loop knows of a hazard. Times in ms since 1970. */
export interface LoopState {
  readonly state: HazardState;
  readonly grade: HazardGrade;
  readonly foundAt: number;
  /** null = look again at the next visit. */
  readonly dueAt: number | null;
  /** 停供. */
  readonly isCut: boolean;
  /** 延期, of which there is one. */
  readonly isExtended: boolean;
  /** 督办. */
  readonly pressed: number;
  readonly assignee: string | null;
  readonly closedAt: number | null;
}

/** A step as it is asked for. */
export interface Asked {
  readonly step: HazardStep;
  readonly at: number;
  readonly grade?: HazardGrade | null;
  readonly dueAt?: number | null;
  readonly assignee?: string | null;
}

/** Days to the deadline by grade, from rules that are data; null = none. */
export type DeadlineDays = Readonly<Record<HazardGrade, number | null>>;

export type Taken =
  | { readonly ok: true; readonly to: LoopState }
  | { readonly ok: false; readonly expected: string; readonly received: string };

const DAY_MS = 86_400_000;
const BEFORE_FIX: readonly HazardState[] = ["graded", "dispatched", "accepted", "enforcement"];
const OPEN: readonly HazardState[] = ["found", "graded", "dispatched", "accepted", "fixed", "rechecked", "enforcement"];

/** From where a step may be taken, and where it leads; null = it stays where it is. `find` begins a hazard and is never taken again. */
const WAYS: Readonly<Record<HazardStep, { readonly from: readonly HazardState[]; readonly to: HazardState | null }>> = {
  find: { from: [], to: null },
  grade: { from: ["found", "graded", "dispatched", "accepted"], to: null },
  dispatch: { from: ["graded", "dispatched", "accepted"], to: "dispatched" },
  notify: { from: ["graded", "dispatched", "accepted"], to: null },
  accept: { from: ["dispatched"], to: "accepted" },
  decline: { from: ["dispatched"], to: "graded" },
  fix: { from: ["dispatched", "accepted", "enforcement"], to: "fixed" },
  recheck_pass: { from: ["fixed"], to: "rechecked" },
  recheck_fail: { from: ["fixed"], to: "accepted" },
  close: { from: ["rechecked"], to: "closed" },
  extend: { from: BEFORE_FIX, to: null },
  cut: { from: OPEN, to: null },
  restore: { from: ["rechecked"], to: null },
  hand_over: { from: ["graded", "dispatched", "accepted"], to: "enforcement" },
  take_back: { from: ["enforcement"], to: "dispatched" },
  press: { from: OPEN, to: null },
  climb: { from: OPEN, to: null },
};

const DESK: readonly Role[] = ["supervisor", "dispatcher"];
const GOES_OUT: readonly Role[] = ["inspector", "supervisor", "dispatcher"];
/** Who may take which step; nobody takes `find` at a desk, and `climb` is the clock's. */
const WHO: Readonly<Record<HazardStep, readonly Role[]>> = {
  find: [],
  grade: DESK,
  dispatch: DESK,
  notify: GOES_OUT,
  accept: GOES_OUT,
  decline: GOES_OUT,
  fix: GOES_OUT,
  recheck_pass: GOES_OUT,
  recheck_fail: GOES_OUT,
  close: DESK,
  extend: DESK,
  cut: GOES_OUT,
  restore: GOES_OUT,
  hand_over: DESK,
  take_back: DESK,
  press: ["supervisor"],
  climb: [],
};

export const mayTake = (step: HazardStep, role: Role): boolean => WHO[step].includes(role);

/** The deadline of a grade, counted from when it was found. */
export function deadlineOf(grade: HazardGrade, foundAt: number, days: DeadlineDays): number | null {
  const n = days[grade];
  return n === null ? null : foundAt + n * DAY_MS;
}

/** A hazard as it begins: found, and graded by rule in the same moment. */
export function beginHazard(grade: HazardGrade, foundAt: number, days: DeadlineDays): LoopState {
  return {
    state: "graded",
    grade,
    foundAt,
    dueAt: deadlineOf(grade, foundAt, days),
    isCut: false,
    isExtended: false,
    pressed: 0,
    assignee: null,
    closedAt: null,
  };
}

const refused = (expected: string, received: string): Taken => ({ ok: false, expected, received });

/** What a step asks for besides standing in the right place; null = nothing is wrong. */
function objection(now: LoopState, { step, dueAt, grade }: Asked): Taken | null {
  switch (step) {
    case "grade":
      return grade ? null : refused("a grade", "none");
    case "extend":
      if (now.isExtended) return refused("a hazard that was not extended yet", "extended once");
      if (now.dueAt === null) return refused("a hazard with a deadline", "none");
      return dueAt !== null && dueAt !== undefined && dueAt > now.dueAt
        ? null
        : refused("a deadline later than the one in force", dueAt ? new Date(dueAt).toISOString() : "none");
    case "cut":
      return now.isCut ? refused("gas that flows", "cut off") : null;
    case "restore":
      return now.isCut ? null : refused("gas that is cut off", "it flows");
    case "close":
      return now.isCut ? refused("gas restored first", "cut off") : null;
    default:
      return null;
  }
}

function after(now: LoopState, { step, at, grade, dueAt, assignee }: Asked, days: DeadlineDays): LoopState {
  const state = WAYS[step].to ?? now.state;
  switch (step) {
    case "grade": {
      const graded = grade ?? now.grade;
      const due = now.isExtended ? now.dueAt : deadlineOf(graded, now.foundAt, days);
      return { ...now, state: now.state === "found" ? "graded" : now.state, grade: graded, dueAt: due };
    }
    case "notify":
      return { ...now, state: now.state === "graded" ? "dispatched" : now.state };
    case "dispatch":
      return { ...now, state, assignee: assignee ?? now.assignee };
    case "decline":
      return { ...now, state, assignee: null };
    case "extend":
      return { ...now, dueAt: dueAt ?? now.dueAt, isExtended: true };
    case "cut":
      return { ...now, isCut: true };
    case "restore":
      return { ...now, isCut: false };
    case "press":
      return { ...now, pressed: now.pressed + 1 };
    case "close":
      return { ...now, state, closedAt: at };
    default:
      return { ...now, state };
  }
}

/** Takes one step, or says what was expected and what came. Pure: who may take it is `mayTake`. */
export function takeStep(now: LoopState, asked: Asked, days: DeadlineDays): Taken {
  const { from } = WAYS[asked.step];
  if (!from.includes(now.state)) return refused(from.length === 0 ? "no such step" : from.join(" or "), now.state);
  return objection(now, asked) ?? { ok: true, to: after(now, asked, days) };
}

/** Steps that a role may take next; `extend` and `grade` still need their values. */
export function nextSteps(now: LoopState, role: Role): HazardStep[] {
  const ask: Omit<Asked, "step"> = { at: 0, grade: now.grade, dueAt: (now.dueAt ?? 0) + 1 };
  const days: DeadlineDays = { major: null, general: null, minor: null };
  return (Object.keys(WAYS) as HazardStep[]).filter(
    (step) => mayTake(step, role) && takeStep(now, { ...ask, step }, days).ok,
  );
}

export const isOpen = (state: HazardState): boolean => state !== "closed";
export const isOverdue = ({ state, dueAt }: Pick<LoopState, "state" | "dueAt">, now: number): boolean =>
  isOpen(state) && state !== "rechecked" && dueAt !== null && dueAt < now;

/** How far up an overdue hazard has climbed by now: to the county at once, then days later to city and province. */
export function climbOf(
  dueAt: number | null,
  now: number,
  afterDays: { readonly county: number; readonly city: number; readonly province: number },
): "county" | "city" | "province" | null {
  if (dueAt === null) return null;
  const late = (now - dueAt) / DAY_MS;
  if (late >= afterDays.province) return "province";
  if (late >= afterDays.city) return "city";
  return late >= afterDays.county && late > 0 ? "county" : null;
}
