import fc from "fast-check";
import { expect, test } from "vitest";
import { heldBy, inWindowOrder, phaseOf } from "./maintenance.ts";

const AT = Date.UTC(2026, 10, 26);
const iso = (minutes: number) => new Date(AT + 60_000 * minutes).toISOString();
const span = (from: number, to: number, endedAt: number | null = null) => ({
  from: iso(from),
  to: iso(to),
  endedAt: endedAt === null ? null : iso(endedAt),
});

test("a window holds from its first instant up to, not at, its last, and not after somebody ended it", () => {
  expect(phaseOf(span(0, 10), AT)).toBe("now");
  expect(phaseOf(span(-10, 0), AT)).toBe("past");
  expect(phaseOf(span(1, 10), AT)).toBe("planned");
  expect(phaseOf(span(-10, 10, -5), AT)).toBe("past");
});

test("what runs stands before what is to come, and that before what is over; nothing is lost", () => {
  const minutes = fc.integer({ min: -1000, max: 1000 });
  const window = fc
    .tuple(minutes, fc.integer({ min: 1, max: 500 }), fc.boolean())
    .map(([from, length, isEnded]) => span(from, from + length, isEnded ? from : null));
  fc.assert(
    fc.property(fc.array(window), (windows) => {
      const sorted = inWindowOrder(windows, AT);
      const phases = sorted.map((w) => ["now", "planned", "past"].indexOf(phaseOf(w, AT)));
      expect(phases).toEqual(phases.toSorted((a, b) => a - b));
      expect(new Set(sorted)).toEqual(new Set(windows));
      const running = sorted.filter((w) => phaseOf(w, AT) === "now").map((w) => w.to);
      expect(running).toEqual(running.toSorted());
    }),
  );
});

test("a station's window holds what is out of service there; a tag's window that tag alone; a shelf is nobody's window", () => {
  const alarm = (tagId: string, stationId: string, kind: "out_of_service" | "shelved" | null) => ({
    tagId,
    stationId,
    hold: kind && { kind, by: null, reason: "", since: iso(0), until: null },
  });
  const open = [
    alarm("T1", "S1", "out_of_service"),
    alarm("T2", "S1", "out_of_service"),
    alarm("T3", "S1", "shelved"),
    alarm("T4", "S2", "out_of_service"),
    alarm("T5", "S1", null),
  ];
  const idsOf = (held: readonly { tagId: string }[]) => held.map(({ tagId }) => tagId);
  expect(idsOf(heldBy({ stationId: "S1", tagId: null }, open))).toEqual(["T1", "T2"]);
  expect(idsOf(heldBy({ stationId: null, tagId: "T2" }, open))).toEqual(["T2"]);
});
