import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consequenceOf, type IncidentInput } from "./consequence-of.ts";
import { type CordonShape, cordonOf, isInside } from "./cordon.ts";
import { METHANE, NORMAL } from "./gas.ts";
import { incidentLevel, SAMPLE_LEVELS } from "./incident-level.ts";
import { radiationDistanceM, radiationWM2 } from "./jet-fire.ts";
import { localPlane } from "./local-plane.ts";
import { coupledHole } from "./network-hole.ts";
import { type Place, peopleInside } from "./people.ts";
import { plumeDistanceM, plumeKgM3, STABILITIES, volumePercent } from "./plume.ts";
import { erfc } from "./probit.ts";
import { decayKgS, holeFlow, ruptureDecay, ventedKg } from "./release.ts";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const HEBEI = [114.5, 38.04] as const;
const at: [number, number] = [...HEBEI];

describe("release", () => {
  const hole = { diameterM: 0.02, cd: 0.85 };

  test("more pressure lets out more, at the slope it says, without a jump where it chokes", () => {
    fc.assert(
      fc.property(between(NORMAL.pa * 1.001, 8e6), (pa) => {
        const [flow, more] = [holeFlow(hole, pa, METHANE), holeFlow(hole, pa + 1, METHANE)];
        expect(more.kgS).toBeGreaterThan(flow.kgS);
        expect((more.kgS - flow.kgS) / flow.slope).toBeCloseTo(1, 2);
      }),
    );
  });

  test("nothing leaves a pipe that has no more pressure than the air", () => {
    expect(holeFlow(hole, NORMAL.pa, METHANE)).toMatchObject({ kgS: 0, slope: 0, isChoked: false });
    expect(holeFlow(hole, 0.5 * NORMAL.pa, METHANE).kgS).toBe(0);
  });

  test("a rupture lets out its inventory, no more and no less, ever slower", () => {
    const ruptures = fc.record({
      diameterM: between(0.1, 1),
      lengthM: between(200, 40_000),
      pa: between(4e5, 8e6),
      darcy: between(0.008, 0.02),
    });
    fc.assert(
      fc.property(ruptures, between(0, 3000), (rupture, s) => {
        const decay = ruptureDecay(rupture, METHANE);
        expect(ventedKg(decay, 1e7) / decay.inventoryKg).toBeCloseTo(1, 9);
        expect(decayKgS(decay, s)).toBeGreaterThanOrEqual(decayKgS(decay, s + 1));
        // Outflow only falls, so a second's gas lies between its rates at both ends of it.
        const second = ventedKg(decay, s + 1) - ventedKg(decay, s);
        const rounding = 1e-9 * decay.inventoryKg;
        expect(second).toBeLessThanOrEqual(decayKgS(decay, s) + rounding);
        expect(second).toBeGreaterThanOrEqual(decayKgS(decay, s + 1) - rounding);
      }),
    );
  });

  test("hole and network agree on a flow, less than without the network's fall in pressure", () => {
    fc.assert(
      fc.property(between(2e5, 4e6), between(0.005, 0.2), between(0, 3), (pa, diameterM, weakness) => {
        // The network as one long pipe: p² falls by the square of the flow.
        const under = (kgS: number): number => Math.sqrt(Math.max(0, pa * pa * (1 - weakness * kgS * kgS)));
        const found = coupledHole({ diameterM, cd: 0.85 }, METHANE, under);
        expect(found.isSettled).toBe(true);
        expect(found.kgS).toBeLessThanOrEqual(holeFlow({ diameterM, cd: 0.85 }, pa, METHANE).kgS * (1 + 1e-9));
        const again = holeFlow({ diameterM, cd: 0.85 }, Math.max(under(found.kgS), NORMAL.pa), METHANE).kgS;
        expect(Math.abs(again - found.kgS)).toBeLessThanOrEqual(1e-4 * found.kgS + 1e-9);
      }),
    );
  });
});

describe("fire, plume, dose", () => {
  test("at the distance of a level the fire gives that level", () => {
    fc.assert(
      fc.property(
        between(0.01, 500),
        between(500, 40_000),
        fc.option(between(10, 100), { nil: undefined }),
        (kgS, wM2, rh) => {
          const fire = { kgS, hcJKg: 50e6, fraction: 0.2, ...(rh === undefined ? {} : { humidity: rh }) };
          expect(radiationWM2(fire, radiationDistanceM(fire, wM2)) / wM2).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test("a plume's axis is above its limit up to the distance and below beyond", () => {
    const plumes = fc.record({
      kgS: between(0.05, 100),
      windMS: between(1, 12),
      heightM: fc.constantFrom(0, 2, 10),
      stability: fc.constantFrom(...STABILITIES),
      spread: fc.constantFrom("rural" as const, "urban" as const, "pg" as const),
    });
    fc.assert(
      fc.property(plumes, fc.constantFrom(1, 2.5, 5), (plume, percent) => {
        const far = plumeDistanceM(plume, percent, 16.04);
        const share = (x: number) => volumePercent(plumeKgM3(plume, x, 0, plume.heightM), 16.04);
        if (far > 1) expect(share(far)).toBeGreaterThanOrEqual(percent * (1 - 1e-6));
        for (const beyond of [1.001, 1.5, 4]) expect(share(Math.max(far, 1) * beyond + 0.001)).toBeLessThan(percent);
      }),
    );
  });

  test("erfc keeps its symmetry and known values", () => {
    expect(erfc(0)).toBe(1);
    expect(erfc(1)).toBeCloseTo(0.15729920705028513, 13);
    expect(erfc(3) / 2.209049699858544e-5).toBeCloseTo(1, 12);
    fc.assert(
      fc.property(between(-6, 6), (x) => {
        expect(erfc(x) + erfc(-x)).toBeCloseTo(2, 13);
      }),
    );
  });
});

describe("cordon", () => {
  const shapes = fc.array(
    fc.record({
      reason: fc.constantFrom("initial" as const, "plume" as const),
      radiusM: between(1, 3000),
      sector: fc.record({ towardsDeg: between(0, 359), halfAngleDeg: between(5, 60) }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const bare = ({ reason, radiusM }: { reason: "initial" | "plume"; radiusM: number }) => ({ reason, radiusM });

  test("holds every place that a shape of it holds, and none that all leave out", () => {
    fc.assert(
      fc.property(shapes, between(0, 360), between(0.001, 1.2), (given, bearing, share) => {
        // A circle and sectors, as an incident has them.
        const all: CordonShape[] = given.map((shape, i) => (i === 0 ? bare(shape) : shape));
        const cordon = cordonOf(at, all);
        const reach = share * cordon.reachM;
        const place = localPlane(at).toLngLat([
          reach * Math.sin((bearing * Math.PI) / 180),
          reach * Math.cos((bearing * Math.PI) / 180),
        ]);
        const off = (towards: number) => Math.abs(((bearing - towards + 540) % 360) - 180);
        const within = (slack: number) =>
          all.some(
            (s) =>
              reach <= s.radiusM * (1 + slack) &&
              (!s.sector || off(s.sector.towardsDeg) <= s.sector.halfAngleDeg + slack),
          );
        if (!cordon.polygon) throw new Error("no polygon");
        if (within(-1e-5)) expect(isInside(cordon.polygon, place)).toBe(true);
        if (!within(1e-3)) expect(isInside(cordon.polygon, place)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("is a closed ring, counter-clockwise, of about the circle's area", () => {
    const { polygon, areaM2 } = cordonOf(at, [{ reason: "initial", radiusM: 100 }]);
    const ring = polygon?.coordinates[0] ?? [];
    expect(ring[0]).toEqual(ring.at(-1));
    expect(areaM2 / (Math.PI * 100 ** 2)).toBeCloseTo(1, 2);
    expect(areaM2).toBeGreaterThan(Math.PI * 100 ** 2);
  });

  test("without a radius there is none", () => {
    expect(cordonOf(at, [{ reason: "plume", radiusM: 0 }])).toMatchObject({ polygon: null, reachM: 0, areaM2: 0 });
  });
});

describe("an incident", () => {
  const leak: IncidentInput = {
    at,
    diameterM: 0.2,
    pa: 501_325,
    opening: { kind: "hole", hole: { diameterM: 0.03, cd: 0.85 } },
    weather: { windMS: 2, windFromDeg: 270, stability: "F", spread: "urban", humidity: 50 },
  };

  test("is plain data that says what it rests on", () => {
    const found = consequenceOf(leak);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found.assumptions).toContain("plume_screening");
    expect(found.plume?.towardsDeg).toBe(90);
    expect(consequenceOf({ ...leak, opening: { kind: "rupture", lengthsM: [800, 500] } }).assumptions).toContain(
      "rupture_both_ends",
    );
  });

  test("reaches farther with more pressure, and keeps the first distance clear whatever is reckoned", () => {
    fc.assert(
      fc.property(between(1.1e5, 4e6), (pa) => {
        const [less, more] = [consequenceOf({ ...leak, pa }), consequenceOf({ ...leak, pa: pa * 1.3 })];
        expect(more.cordon.areaM2).toBeGreaterThanOrEqual(less.cordon.areaM2 - 1e-6);
        expect(less.cordon.reachM).toBeGreaterThanOrEqual(100);
      }),
      { numRuns: 30 },
    );
  });

  test("counts people by the hour: a school is full at ten on a workday and empty at night", () => {
    const { polygon } = consequenceOf(leak).cordon;
    if (!polygon) throw new Error("no cordon");
    const near = (id: string, kind: Place["kind"], east: number, people: number): Place => ({
      id,
      kind,
      people,
      lngLat: localPlane(at).toLngLat([east, 0]),
    });
    const places = [
      near("school", "school", -50, 800),
      near("homes", "residential", 40, 300),
      near("far", "hospital", -5000, 90),
    ];
    const morning = peopleInside(polygon, places, { hour: 10, isWeekend: false });
    const night = peopleInside(polygon, places, { hour: 2, isWeekend: false });
    expect(morning.first).toEqual([{ id: "school", kind: "school", people: 800 }]);
    expect(night.first[0]?.people).toBe(40);
    expect(night).toMatchObject({ places: 2, atMost: 1100 });
  });

  test("never falls to a lesser level when more is lost", () => {
    const facts = fc.record({
      households: fc.nat(60_000),
      outageH: fc.nat(72),
      deaths: fc.nat(40),
      seriousInjuries: fc.nat(120),
      lossCny: fc.nat(2e8),
    });
    const rank = (f: Parameters<typeof incidentLevel>[0]) =>
      ["I", "II", "III", "IV", undefined].indexOf(incidentLevel(f, SAMPLE_LEVELS)?.level);
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const both = Object.fromEntries(
          Object.entries(a).map(([key, value]) => [key, Math.max(value, b[key as keyof typeof b])]),
        ) as typeof a;
        expect(rank(both)).toBeLessThanOrEqual(Math.min(rank(a), rank(b)));
      }),
    );
  });
});
