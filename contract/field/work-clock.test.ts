import { expect, test } from "vitest";
import { byUrgency, clockOf, daysOfNotice, type Told } from "./work-clock.ts";

const RULE = { id: "work", version: 1, noticeDays: 5, needsPlan: true, needsGuard: true, clause: "", source: "" };
const DAY = 86_400_000;
const FROM = Date.parse("2026-12-10T00:00:00Z");
const work = (over: Partial<Told> = {}): Told => ({
  noticedAt: null,
  from: new Date(FROM).toISOString(),
  plan: "none",
  guard: "none",
  isOver: false,
  ...over,
});
const told = (daysBefore: number) => ({ noticedAt: new Date(FROM - daysBefore * DAY).toISOString() });
const at = (daysBefore: number, over: Partial<Told> = {}) => clockOf(work(over), RULE, FROM - daysBefore * DAY).clock;

test("a work that nobody told of is due until five days before digging, then overdue, then begun", () => {
  expect([at(6), at(5), at(4.9), at(0.1), at(0), at(-3)]).toEqual([
    "due",
    "due",
    "overdue",
    "overdue",
    "begun",
    "begun",
  ]);
});

test("a notice is in time to the fifth day and late after it, however long ago that was", () => {
  expect([at(1, told(5)), at(1, told(4.9)), at(-9, told(8)), at(-9, told(-1))]).toEqual([
    "in_time",
    "late",
    "in_time",
    "late",
  ]);
});

test("days of notice are whole ones, and too few by the rule alone", () => {
  const from = new Date(FROM).toISOString();
  expect(daysOfNotice(from, FROM - 4.5 * DAY, RULE)).toEqual({ days: 4, isShort: true });
  expect(daysOfNotice(from, FROM - 4.5 * DAY, { noticeDays: 3 })).toEqual({ days: 4, isShort: false });
  expect(daysOfNotice(from, FROM + DAY, null)).toEqual({ days: -1, isShort: false });
});

test("what a work lacks is what the rule asks for; a work that is over lacks nothing, and without a rule nothing is asked", () => {
  expect(clockOf(work(), RULE, FROM).lacks).toEqual(["notice", "plan", "guard"]);
  expect(clockOf(work({ ...told(9), plan: "agreed", guard: "named" }), RULE, FROM).lacks).toEqual([]);
  expect(clockOf(work({ isOver: true }), RULE, FROM)).toMatchObject({ clock: "over", lacks: [] });
  expect(clockOf(work(), null, FROM)).toEqual({ clock: "in_time", noticeBy: null, lacks: [] });
});

test("the most pressing stands first", () => {
  const of = (id: string, clock: "begun" | "due" | "late", from: number) => ({
    id,
    clock,
    from: new Date(from).toISOString(),
  });
  const sorted = [of("a", "late", 0), of("b", "due", 2), of("c", "due", 1), of("d", "begun", 9)].toSorted(byUrgency);
  expect(sorted.map(({ id }) => id)).toEqual(["d", "c", "b", "a"]);
});
