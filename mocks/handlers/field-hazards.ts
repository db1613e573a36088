import type { HttpHandler } from "msw";
import type { z } from "zod";
import { getHazardBoard, type HazardCell, listHazardAssignees } from "#contract/field/hazard-board.ts";
import type { HazardAge, HazardDue } from "#contract/field/hazard-buckets.ts";
import { listHazardPlaces, MOST_PLACES } from "#contract/field/hazard-places.ts";
import { HAZARD_STATES, type HazardState } from "#contract/field/hazard-words.ts";
import { getHazard, type Hazard, type HazardEvent, listHazards, stepHazard } from "#contract/field/hazards.ts";
import type { Reply } from "#contract/route.ts";
import type { Me } from "#contract/session.ts";
import type { HazardRow } from "#mocks/world/rows.ts";
import { isOverdue, type LoopState, mayTake, nextSteps, takeStep } from "#model/field/hazard-loop.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { isBeside } from "./beside-pipe.ts";
import { type MockHouse, sightOf } from "./house.ts";

const DAYS = { major: 3, general: 30, minor: null };
const CLAUSE = {
  text: "一级隐患立即处置、1–7 日内整改；二级 30 日内",
  source: "产品默认值",
  certainty: "default" as const,
};

const stateOf = (word: string): HazardState => HAZARD_STATES.find((state) => state === word) ?? "found";

const loopOf = (row: HazardRow): LoopState => ({
  state: stateOf(row.state),
  grade: row.grade,
  foundAt: Date.parse(row.found_at),
  dueAt: row.due_at === null ? null : Date.parse(row.due_at),
  isCut: false,
  isExtended: false,
  pressed: 0,
  assignee: null,
  closedAt: row.state === "closed" ? Date.parse(row.found_at) : null,
});

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function hazardOf(house: MockHouse, row: HazardRow, loop: LoopState, now: number): Hazard {
  return {
    id: row.id,
    areaCode: row.area_code,
    areaName: house.areas.find(({ code }) => code === row.area_code)?.name ?? row.area_code,
    enterpriseId: row.enterprise_id,
    enterpriseName: house.enterprises.find(({ id }) => id === row.enterprise_id)?.name ?? "",
    grade: loop.grade,
    state: loop.state,
    code: null,
    note: row.note,
    lngLat: row.lngLat,
    foundAt: new Date(loop.foundAt).toISOString(),
    dueAt: isoOf(loop.dueAt),
    isOverdue: isOverdue(loop, now),
    isCut: loop.isCut,
    isExtended: loop.isExtended,
    pressed: loop.pressed,
    climbedTo: null,
    customerId: null,
    pipeId: null,
    pipeDistanceM: null,
    assignee: loop.assignee,
    assigneeName: loop.assignee,
    closedAt: isoOf(loop.closedAt),
    recordId: null,
  };
}

const countOf = (hazards: readonly Hazard[]) => ({
  major: hazards.filter(({ grade }) => grade === "major").length,
  general: hazards.filter(({ grade }) => grade === "general").length,
  minor: hazards.filter(({ grade }) => grade === "minor").length,
});

const DAY_MS = 86_400_000;

function ageOf({ foundAt }: Hazard, now: number): HazardAge {
  const days = (now - Date.parse(foundAt)) / DAY_MS;
  if (days < 7) return days < 1 ? "day" : "week";
  if (days < 30) return "month";
  return days < 90 ? "quarter" : "older";
}

function dueOf({ state, dueAt }: Hazard, now: number): HazardDue {
  if (state === "closed" || state === "rechecked") return "done";
  if (dueAt === null) return "open_ended";
  const left = (Date.parse(dueAt) - now) / DAY_MS;
  if (left >= 0) return left < 3 ? "soon" : "later";
  if (left < -30) return "late_30";
  return left < -7 ? "late_7" : "late";
}

function cellsOf(hazards: readonly Hazard[], now: number): HazardCell[] {
  const cells = new Map<string, HazardCell>();
  for (const hazard of hazards) {
    const { grade, state, climbedTo } = hazard;
    const cell = { grade, state, climbedTo, age: ageOf(hazard, now), due: dueOf(hazard, now) };
    const key = JSON.stringify(cell);
    cells.set(key, { ...cell, count: (cells.get(key)?.count ?? 0) + 1 });
  }
  return [...cells.values()];
}

/** Two instants of any offsets. */
const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

function boardOf(
  now: number,
  all: readonly Hazard[],
  query: z.output<typeof listHazards.query>,
): Reply<typeof listHazards> {
  const among = all.filter(
    (h) => (query.grade ?? h.grade) === h.grade && (query.enterprise ?? h.enterpriseId) === h.enterpriseId,
  );
  const isAsked = (state: string) => {
    if (query.state === "repaired") return state === "fixed" || state === "rechecked" || state === "closed";
    if (query.state === "checked") return state === "rechecked" || state === "closed";
    return query.state === "any" || (query.state === "open" ? state !== "closed" : state === query.state);
  };
  const shown = among
    .filter(({ state }) => isAsked(state))
    .filter((h) => (query.due === "overdue" ? h.isOverdue : query.due === "any" || dueOf(h, now) === query.due))
    .filter((h) => query.age === undefined || ageOf(h, now) === query.age)
    .filter((h) => query.climbed === undefined || (h.climbedTo ?? "none") === query.climbed)
    .filter(({ dueAt }) => query.dueFrom === undefined || (dueAt !== null && !isBefore(dueAt, query.dueFrom)))
    .filter(({ dueAt }) => query.dueBefore === undefined || (dueAt !== null && isBefore(dueAt, query.dueBefore)))
    .toSorted((a, b) => ((a.dueAt ?? "9") < (b.dueAt ?? "9") ? -1 : 1));
  const states: Record<string, number> = {};
  for (const { state } of among) states[state] = (states[state] ?? 0) + 1;
  return {
    hazards: shown.slice(0, query.limit),
    next: null,
    open: countOf(among.filter(({ state }) => state !== "closed")),
    overdue: countOf(among.filter((h) => h.isOverdue)),
    states,
  };
}

/** What stands open, in numbers and in places, and whom one of it can be given to. */
const boardHandlers = (all: (me: Me) => Hazard[], now: () => number, who: () => Me | null): HttpHandler[] => [
  answer(getHazardBoard, who, ({ me }) => ({
    cells: cellsOf(
      all(me).filter(({ state }) => state !== "closed"),
      now(),
    ),
    asOf: new Date(now()).toISOString(),
  })),
  answer(listHazardPlaces, who, ({ query: { grade }, me }) => ({
    places: all(me)
      .filter((hazard) => hazard.state !== "closed" && (grade ?? hazard.grade) === hazard.grade)
      .slice(0, MOST_PLACES)
      .map(({ id, grade: own, state, lngLat, isOverdue: isLate, code, note }) => ({
        ...{ id, state, lngLat, code, grade: own, isOverdue: isLate, note: note ?? "" },
      })),
    isCut: false,
  })),
  answer(listHazardAssignees, who, ({ params: { id }, me }) =>
    all(me).some((one) => one.id === id)
      ? { assignees: [{ id: "inspector", name: "巡检员", role: "inspector" as const, openTasks: 1 }] }
      : null,
  ),
];

/** The board of hazards, walked through their loop in the page's memory. */
export function fieldHazardHandlers({ house, now }: MockContext, who: () => Me | null): HttpHandler[] {
  const rows = house.parts.flatMap((part) => part.hazards);
  const loops = new Map(rows.map((row) => [row.id, loopOf(row)]));
  const events = new Map<string, HazardEvent[]>();
  const all = (me: Me, isAsked: (row: HazardRow) => boolean = () => true) => {
    const sees = sightOf(house.areas, me.scope);
    return rows
      .filter((row) => sees(row) && isAsked(row))
      .map((row) => hazardOf(house, row, loops.get(row.id) as LoopState, now()));
  };
  const isOf = ({ pipe }: { readonly pipe?: string | undefined }, me: Me) => {
    if (pipe === undefined) return () => true;
    const found = house.pipes.get(pipe);
    return (row: HazardRow) => found !== undefined && sightOf(house.areas, me.scope)(found) && isBeside(row, found);
  };
  return [
    answer(listHazards, who, ({ query, me }) => boardOf(now(), all(me, isOf(query, me)), query)),
    ...boardHandlers(all, now, who),
    answer(getHazard, who, ({ params: { id }, me }) => {
      const hazard = all(me).find((one) => one.id === id);
      const loop = loops.get(id);
      if (hazard === undefined || loop === undefined) return null;
      return {
        hazard,
        events: events.get(id) ?? [],
        rule: { grade: hazard.grade, days: DAYS[hazard.grade], clause: CLAUSE },
        next: nextSteps(loop, me.role),
      };
    }),
    answer(stepHazard, who, ({ params: { id }, body, me }) => {
      const before = loops.get(id);
      if (before === undefined || !all(me).some((one) => one.id === id)) return null;
      if (!mayTake(body.step, me.role)) throw new Refusal(403, "forbidden");
      const dueAt = body.dueAt == null ? null : Date.parse(body.dueAt);
      const asked = { step: body.step, at: now(), grade: body.grade ?? null, dueAt, assignee: body.assignee ?? null };
      const taken = takeStep(before, asked, DAYS);
      if (!taken.ok) throw new Refusal(409, "conflict");
      loops.set(id, taken.to);
      const past = events.get(id) ?? [];
      const at = new Date(now()).toISOString();
      const event: HazardEvent = {
        id: body.id,
        n: past.length + 1,
        step: body.step,
        from: before.state,
        to: taken.to.state,
        at,
        knownAt: at,
        by: me.account,
        byName: me.name,
        lngLat: null,
        note: body.note ?? "",
        files: [],
        recordId: null,
      };
      events.set(id, [...past, event]);
      const hazard = all(me).find((one) => one.id === id);
      return hazard === undefined ? null : { hazard, event };
    }),
  ];
}
