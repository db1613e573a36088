import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameGate } from "./frame-gate.ts";

/** A clock that a test winds on. */
function clock() {
  let now = 0;
  let waiting: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    later: (run: () => void, ms: number) => void waiting.push({ at: now + ms, run }),
    wind: (ms: number) => {
      const end = now + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waiting = waiting.filter((one) => one !== next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

function gated() {
  const time = clock();
  const drawn: number[] = [];
  return { time, drawn, gate: createFrameGate({ draw: () => void drawn.push(time.now()), ...time }) };
}

test("a frame is drawn at once unless something is waited for", () => {
  const { gate, drawn } = gated();
  gate.want();
  gate.want();
  expect(drawn).toEqual([0, 0]);
});

test("a frame that was wanted comes once when what it waits for has come, and never later than the limit", () => {
  const step = fc.record({ ms: fc.nat(60), wants: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.nat(900),
      fc.integer({ min: 1, max: 600 }),
      (steps, comes, limit) => {
        const { gate, drawn, time } = gated();
        gate.hold(() => time.now() < comes, limit);
        let wanted: number | null = null;
        const end = Math.min(comes, limit);
        for (const { ms, wants } of steps) {
          if (wants && gate.isHeld()) {
            gate.want();
            wanted ??= time.now();
          }
          time.wind(ms);
        }
        time.wind(1000);
        expect(gate.isHeld()).toBe(false);
        expect(drawn.length).toBe(wanted === null ? 0 : 1);
        for (const at of drawn) {
          expect(at).toBeGreaterThanOrEqual(Math.min(end, wanted ?? 0));
          expect(at).toBeGreaterThanOrEqual(end);
          expect(at).toBeLessThanOrEqual(end + 8);
        }
      },
    ),
  );
});

test("a hand on the map ends all waiting; holding anew takes the place of what was held for", () => {
  const { gate, drawn, time } = gated();
  gate.hold(() => true, 500);
  gate.want();
  gate.release();
  expect(drawn).toEqual([0]);
  gate.hold(() => true, 100);
  gate.hold(() => true, 400);
  gate.want();
  time.wind(200);
  expect(drawn).toEqual([0]);
  time.wind(300);
  expect(drawn.length).toBe(2);
});

test("of a map that is gone nothing is asked and nothing drawn", () => {
  const { gate, drawn, time } = gated();
  let asked = 0;
  gate.hold(() => ++asked > 0, 500);
  gate.want();
  gate.close();
  time.wind(1000);
  expect([asked, drawn]).toEqual([0, []]);
});
