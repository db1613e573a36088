import fc from "fast-check";
import { expect, test } from "vitest";
import { KPI_TARGETS } from "#contract/alarm-kpis.ts";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { answerTimes, chatteringSources, type KpiEvent, measure } from "./kpis.ts";

const MIN = 60_000;
const HOUR = 60 * MIN;
const FROM = Date.UTC(2026, 0, 10);

const event = (over: Partial<KpiEvent> & { at: number }): KpiEvent => ({
  kind: "raised",
  alarmId: "A1",
  tagId: "T1",
  ruleId: "limits",
  level: "orange",
  isHeard: true,
  ...over,
});

/** Rings at these minutes after the beginning, each of a source of its own. */
const rings = (minutes: readonly number[]) =>
  minutes.map((minute, i) => event({ at: FROM + minute * MIN, alarmId: `A${i}`, tagId: `T${i}` }));

const journal = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 6 * HOUR - 1 }),
      kind: fc.constantFrom(
        "raised",
        "rang_again",
        "came_again",
        "level_up",
        "acknowledged",
        "cleared",
        "shelved",
        "escalated",
      ),
      n: fc.integer({ min: 0, max: 14 }),
      level: fc.constantFrom(...WARNING_LEVELS),
      isHeld: fc.boolean(),
    }),
    { maxLength: 400, size: "max" },
  )
  .map((rows) =>
    rows
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, kind, n, level, isHeld }): KpiEvent => {
        const isHeard = !isHeld && ["raised", "rang_again", "level_up", "escalated"].includes(kind);
        return { at: FROM + at, kind, level, isHeard, alarmId: `A${n}`, tagId: `T${n % 7}`, ruleId: `r${n % 2}` };
      }),
  );

test("what is measured is what the words of the standard say, counted anew minute by minute", () => {
  fc.assert(
    fc.property(journal, fc.integer({ min: 1, max: 4 }), (events, operators) => {
      const to = FROM + 6 * HOUR;
      const got = measure(events, FROM, to, operators);
      const heard = events.filter((e) => e.isHeard && e.kind !== "escalated");
      // Ten-minute intervals, by walking through them.
      const intervals: number[] = [];
      for (let at = FROM; at < to; at += 10 * MIN) {
        let n = 0;
        for (const e of heard) if (e.at >= at && e.at < at + 10 * MIN) n += 1;
        intervals.push(n);
      }
      expect(got.perTenMin).toEqual(intervals);
      expect(got.rings).toBe(heard.length);
      expect(got.per10Min.mean).toBeCloseTo(heard.length / 36 / operators, 9);
      expect(got.per10Min.max).toBeCloseTo(Math.max(...intervals) / operators, 9);
      const over = intervals.filter((n) => n > 2 * operators).length;
      expect(got.per10Min.shareOverTwo).toBeCloseTo(over / 36, 9);
      // Floods, as a walk with a light that is on or off.
      let isOn = false;
      let [begun, lit, inThis, most] = [0, 0, 0, 0];
      for (const n of intervals) {
        if (!isOn && n / operators > 10) {
          isOn = true;
          begun += 1;
          inThis = 0;
        }
        if (isOn && n / operators < 5) isOn = false;
        if (isOn) lit += 1;
        if (isOn) inThis += n;
        most = Math.max(most, inThis);
      }
      expect([got.flood.count, got.flood.minutes]).toEqual([begun, lit * 10]);
      expect(got.flood.most).toBeCloseTo(most / operators, 9);
      // The ten worst, by sorting every source's own count.
      const counts = new Map<string, number>();
      for (const e of heard) counts.set(`${e.tagId} ${e.ruleId}`, (counts.get(`${e.tagId} ${e.ruleId}`) ?? 0) + 1);
      const worst = [...counts.values()].sort((a, b) => b - a).slice(0, 10);
      expect(got.topTen.map((source) => source.rings)).toEqual(worst);
      expect(got.topTenShare).toBeCloseTo(heard.length === 0 ? 0 : worst.reduce((a, b) => a + b, 0) / heard.length, 9);
      for (const level of WARNING_LEVELS)
        expect(got.byLevel[level]).toBe(heard.filter((e) => e.level === level).length);
      expect(got.shelved).toBe(events.filter((e) => e.kind === "shelved").length);
      // Answers: from each acknowledgement back to the first ring after the one before it.
      const waits: number[] = [];
      events.forEach((e, i) => {
        if (e.kind !== "acknowledged") return;
        let first: KpiEvent | null = null;
        for (let k = i - 1; k >= 0; k--) {
          const past = events[k] as KpiEvent;
          if (past.alarmId !== e.alarmId) continue;
          if (past.kind === "acknowledged" || past.kind === "cleared") break;
          if (past.isHeard && past.kind !== "escalated") first = past;
        }
        if (first !== null) waits.push((e.at - first.at) / 1000);
      });
      expect(answerTimes(events)).toEqual(waits);
    }),
    { numRuns: 60 },
  );
});

test("a flood begins with more than ten rings in ten minutes and ends with fewer than five", () => {
  const minutes = [...Array.from({ length: 11 }, () => 1), ...Array.from({ length: 6 }, () => 11), 21, 22];
  const { flood } = measure(rings(minutes), FROM, FROM + HOUR, 1);
  expect(flood).toEqual({ count: 1, minutes: 20, share: 20 / 60, most: 17 });
  expect(measure(rings(minutes), FROM, FROM + HOUR, 2).flood.count).toBe(0);
});

test("three begins within a minute chatter, two do not, nor do three of different sources", () => {
  const at = (s: number, tagId = "T1") => event({ at: FROM + s * 1000, tagId, kind: "came_again" });
  const { chatterS } = KPI_TARGETS;
  expect(chatteringSources([at(0), at(30), at(chatterS)])).toEqual([{ tagId: "T1", ruleId: "limits", rings: 3 }]);
  expect(chatteringSources([at(0), at(30), at(chatterS + 1)])).toEqual([]);
  expect(chatteringSources([at(0, "T1"), at(1, "T2"), at(2, "T3")])).toEqual([]);
});

test("an hour without a ring measures nothing and divides by nothing", () => {
  const { rings: count, topTenShare, ackSeconds } = measure([], FROM, FROM + HOUR, 1);
  expect([count, topTenShare, ackSeconds.median]).toEqual([0, 0, null]);
});
