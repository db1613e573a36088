import fc from "fast-check";
import { expect, test } from "vitest";
import { CHATTER_BEGINS, type Input, type Life, NEW_LIFE, step } from "./life.ts";
import { deed } from "./testing/deeds.ts";
import { liveThrough } from "./testing/life-laws.ts";

const MIN = 60_000;
const over: Input = { kind: "condition", level: "orange" };
const gone: Input = { kind: "condition", level: null };
const ack: Input = { kind: "acknowledge" };
const shelve = (until: number): Input => ({ kind: "shelve", shelf: { by: "李", reason: "换表", since: 0, until } });

/** Lives through inputs a second apart. */
function live(inputs: readonly Input[]) {
  let life: Life = NEW_LIFE;
  const events: string[] = [];
  inputs.forEach((input, i) => {
    const done = step(life, input, i * 1000);
    life = done.life;
    events.push(...done.events);
  });
  return { life, events };
}

test("every law of alarms holds, whatever happens in whatever order", () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 1, maxLength: 200, size: "max" }), (deeds) => {
      liveThrough(deeds);
    }),
    { numRuns: 300 },
  );
});

test("three deeds are three entries", () => {
  const deeds = [over, ack, gone].map((input) => ({ input, afterMs: 1000 }));
  expect(liveThrough(deeds)).toEqual({ steps: 3, events: 3 });
});

test("an alarm that is known and gone is over; one that is gone and not known waits", () => {
  expect(live([over, ack, gone]).life.state).toBe("normal");
  expect(live([over, gone]).life.state).toBe("returned");
  expect(live([over, gone, ack]).events).toEqual(["raised", "returned", "acknowledged", "cleared"]);
});

test("to acknowledge never clears", () => {
  expect(live([over, ack]).life).toMatchObject({ state: "acknowledged", isActive: true });
  expect(step(live([over, ack]).life, ack, 9000).refused).toBe("already");
});

test("a worse level rings again though somebody knew of the lesser", () => {
  const { life, events } = live([over, ack, { kind: "condition", level: "red" }]);
  expect([life.state, events.at(-1)]).toEqual(["unacknowledged", "level_up"]);
});

test("what comes back before anybody knew is the same occurrence, and when it comes too often it rings no more", () => {
  const flips = Array.from({ length: 6 }, () => [over, gone]).flat();
  const { life, events } = live(flips);
  expect(life.occurrence).toBe(1);
  expect(events.filter((e) => e === "raised" || e === "rang_again")).toHaveLength(CHATTER_BEGINS - 1);
  expect(events.filter((e) => e === "came_again")).toHaveLength(6 - CHATTER_BEGINS + 1);
});

test("a shelf ends by itself and then rings when the condition still holds", () => {
  const shelved = live([over, ack, shelve(10 * MIN)]).life;
  expect(step(shelved, { kind: "tick" }, 10 * MIN - 1).events).toEqual([]);
  const freed = step(shelved, { kind: "tick" }, 10 * MIN);
  expect(freed.events).toEqual(["unshelved", "rang_again"]);
  expect(freed.life.state).toBe("unacknowledged");
});

test("a confirmed leak cannot be shelved, and to confirm one ends its shelf", () => {
  expect(step(live([over, { kind: "confirm_leak" }]).life, shelve(MIN), 5000).refused).toBe("confirmed_leak");
  const { life, events } = live([over, shelve(10 * MIN), { kind: "confirm_leak" }]);
  expect(life.shelf).toBeNull();
  expect(events.slice(-3)).toEqual(["leak_confirmed", "unshelved", "rang_again"]);
});

test("what begins and ends while it is held is over without anybody's answer, and is written down", () => {
  const { life, events } = live([{ kind: "out_of_service", on: true }, over, gone]);
  expect([life.state, events]).toEqual(["normal", ["out_of_service", "raised", "cleared"]]);
});

test("only what nobody answered climbs, and only upward", () => {
  const rung = live([over, { kind: "escalate", to: "city" }]).life;
  expect(step(rung, { kind: "escalate", to: "county" }, 9000).events).toEqual([]);
  expect(step(rung, { kind: "escalate", to: "province" }, 9000).events).toEqual(["escalated"]);
  expect(live([over, ack, { kind: "escalate", to: "county" }]).life.escalatedTo).toBeNull();
});
