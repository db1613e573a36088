import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QualityBank } from "./bank.ts";
import { rangeOf } from "./kinds.ts";
import { judgeZones, zonesOf } from "./neighbours.ts";
import { reasonsOf } from "./reasons.ts";
import { ZoneBuilder } from "./zones.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 22);
const pressure = { kind: "pressure", range: rangeOf("pressure", "MP_A") } as const;

/** Noise that is the same for the same seed, between -0.5 and 0.5. */
const noise = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
};

/** A bank of one tag, told values a step apart. */
function one(tag: ConstructorParameters<typeof QualityBank>[0][number] = pressure, stepMs = MINUTE) {
  const bank = new QualityBank([tag]);
  let t = START;
  const tell = (values: Iterable<number>, isLate = false) => {
    for (const v of values) {
      t += stepMs;
      bank.hear(0, t, v, isLate);
    }
    return reasonsOf(bank.bits[0] as number);
  };
  return { bank, tell };
}
const steady = (n: number, seed = 1, level = 300) => {
  const r = noise(seed);
  return Array.from({ length: n }, () => Number((level + 2 * r()).toFixed(2)));
};
const same = (n: number, v: number) => new Array<number>(n).fill(v);

describe("a steady sensor", () => {
  test("is good, whatever its noise, level and step", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1 }),
        fc.integer({ min: 20, max: 380 }),
        fc.constantFrom(10_000, MINUTE, 10 * MINUTE),
        (seed, level, step) => {
          expect(one(pressure, step).tell(steady(600, seed, level))).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("is good through a real departure and its return", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1, max: 120 }), (seed, length) => {
        const { tell } = one();
        tell(steady(200, seed));
        expect(tell(steady(length, seed + 1, 220))).toEqual([]);
        expect(tell(steady(200, seed + 2))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a sensor that repeats itself", () => {
  test("is stuck after half an hour, and good with the first other value", () => {
    const { tell } = one();
    tell(steady(100));
    expect(tell(same(29, 300.5))).toEqual([]);
    expect(tell(same(5, 300.5))).toEqual(["stuck"]);
    expect(tell([300.6])).toEqual([]);
  });

  test("is not stuck when repeating is its habit: the same run that gives a lively one away", () => {
    const coarse = Array.from({ length: 600 }, (_, i) => 300 + (Math.floor(i / 30) % 2));
    const { tell } = one();
    expect(tell(coarse)).toEqual([]);
    expect(tell(same(100, 302))).toEqual([]);
    expect(tell(same(2000, 302))).toEqual(["stuck"]);
  });

  test("does not learn from having been stuck", () => {
    const { tell } = one();
    tell(steady(100));
    tell(same(20_000, 300.5));
    tell(steady(5));
    expect(tell(same(40, 301.5))).toEqual(["stuck"]);
  });

  test("may rest at zero where there is no gas, and a valve anywhere", () => {
    expect(one({ kind: "methane", range: [-5, 100] }).tell(same(5000, 0))).toEqual([]);
    expect(one({ kind: "valve_position", range: [-2, 102] }).tell(same(5000, 100))).toEqual([]);
    expect(one({ kind: "methane", range: [-5, 100] }).tell(same(5000, 0.4))).toEqual(["stuck"]);
  });
});

test("a sensor that leaps again and again is jumping, and good some hours after its last leap", () => {
  const { tell } = one();
  const leaping = steady(240).map((v, i) => (i % 11 === 5 ? v * (i % 2 === 0 ? 0.4 : 1.7) : v));
  expect(tell([...steady(30), ...leaping])).toContain("jumping");
  expect(tell(steady(5 * 60, 3))).toEqual([]);
});

test("a value that cannot be is out of range at once, and not a reading longer", () => {
  const { tell } = one();
  tell(steady(30));
  expect(tell([900])).toEqual(["out_of_range"]);
  expect(tell([300])).toEqual([]);
  expect(rangeOf("pressure", "unknown")).toEqual([-2, 10_000]);
});

test("a sensor most of whose readings come late says so, whether or not they are newer than what is known", () => {
  const { bank, tell } = one();
  expect(tell(steady(40), true)).toEqual(["late"]);
  for (let i = 0; i < 60; i++) bank.hear(0, START, 300, false);
  expect(reasonsOf(bank.bits[0] as number)).toEqual([]);
});

test("whatever it is told, it goes on, and an older reading changes nothing but how late it was", () => {
  const anything = fc.array(fc.tuple(fc.integer({ min: 0, max: 1e13 }), fc.double(), fc.boolean()), { maxLength: 100 });
  fc.assert(
    fc.property(anything, (told) => {
      const bank = new QualityBank([pressure]);
      for (const [t, v, late] of told) bank.hear(0, t, v, late);
      const before = bank.bits[0];
      bank.hear(0, -1, 1e9, ((before ?? 0) & 16) !== 0);
      expect(bank.bits[0]).toBe(before);
    }),
  );
});

describe("neighbours", () => {
  const shares = (values: number[]) => {
    const off: number[] = [];
    const judged: number[] = [];
    judgeZones(zonesOf(new Int32Array(values.length)), Float64Array.from(values), (tag, isOff) => {
      judged.push(tag);
      if (isOff) off.push(tag);
    });
    return { off, judged };
  };

  test("contradict the one that is far from what they agree on", () => {
    fc.assert(
      fc.property(fc.nat(9), fc.double({ min: 0.16, max: 5, noNaN: true }), fc.boolean(), (odd, by, isDown) => {
        const values = Array.from({ length: 10 }, (_, i) => 1 + 0.01 * Math.sin(i));
        values[odd] = isDown ? 1 - by - 0.02 : 1 + by + 0.02;
        expect(shares(values).off).toEqual([odd]);
      }),
    );
  });

  test("rise and fall together without contradiction", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 3, noNaN: true }), (level) => {
        expect(shares([1, 1.01, 0.99, 1.02, 0.98].map((v) => v * level)).off).toEqual([]);
      }),
    );
  });

  test("judge nobody when they are few, not fresh, or at odds themselves", () => {
    expect(shares([1, 1, 9]).judged).toEqual([]);
    expect(shares([1, 1, Number.NaN, 9]).judged).toEqual([]);
    expect(shares([0.5, 0.7, 1, 1.3, 1.6]).judged).toEqual([]);
  });

  test("are those that no regulator and no closed valve parts", () => {
    const zones = new ZoneBuilder(new Set(["shut"]));
    zones.add("gate", "a", "HP_B");
    zones.add("a", "regulator", "HP_B");
    zones.add("regulator", "b", "MP_A");
    zones.add("b", "shut", "MP_A");
    zones.add("shut", "c", "MP_A");
    zones.add("c", "d", "MP_A");
    expect(zones.zoneOf("gate", 2000)).toBe(zones.zoneOf("regulator", 2000));
    expect(zones.zoneOf("regulator", 300)).toBe(zones.zoneOf("b", 300));
    expect(zones.zoneOf("regulator", 300)).not.toBe(zones.zoneOf("regulator", 2000));
    expect(zones.zoneOf("b", 300)).not.toBe(zones.zoneOf("c", 300));
    expect(zones.zoneOf("nowhere", 1)).toBe(-1);
  });
});
