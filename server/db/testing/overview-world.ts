import fc from "fast-check";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  HAZARD_GRADES,
  LICENCE_KINDS,
  MATERIALS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  WARNING_LEVELS,
} from "#contract/gas.ts";

/** Places of every sort: counties of 石家庄, 保定, 雄安, the two that stand alone, a city's own and the province's own. */
export const AREAS = ["130102", "130104", "130602", "130629", "130682", "130181", "130600", "130000"] as const;
export const ENTERPRISES = ["E-1", "E-2", "E-3", "T-1"] as const;
export const HOMES: Readonly<Record<string, string>> = {
  "E-1": "130102",
  "E-2": "130602",
  "E-3": "130682",
  "T-1": "130000",
};

interface Owned {
  readonly area: string;
  readonly enterprise: string;
}
export interface OverviewWorld {
  readonly pipes: readonly (Owned & {
    gas: string;
    level: string;
    material: string;
    status: string;
    lengthM: number;
  })[];
  readonly stations: readonly (Owned & { gas: string; level: string; kind: string; status: string })[];
  readonly tags: readonly { station: number; v: number | null; q: number; ageS: number }[];
  readonly customers: readonly (Owned & { gas: string; class: string })[];
  readonly supply: readonly (Owned & { gas: string; day: string; m3: number })[];
  readonly alarms: readonly { tag: number; level: string; isOpen: boolean }[];
  readonly hazards: readonly (Owned & { grade: string; state: string; dueInH: number | null })[];
  readonly licences: readonly { enterprise: string; kind: string; number: string; expires: string }[];
  readonly works: readonly Owned[];
}

const day = (now: Date, offset: number) =>
  new Date(now.getTime() + offset * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

const owned = { area: fc.constantFrom(...AREAS), enterprise: fc.constantFrom(...ENTERPRISES) };
const gas = fc.constantFrom(...GAS_KINDS);
const level = fc.constantFrom(...PRESSURE_LEVELS);
const status = fc.constantFrom(...PIPE_STATUSES);
const material = fc.constantFrom(...MATERIALS);
const lengthM = fc.integer({ min: 0, max: 9_999_999 }).map((mm) => mm / 1000);

const station = fc.record({ ...owned, gas, level, status, kind: fc.constantFrom(...STATION_KINDS) });
const tag = fc.record({
  station: fc.nat(79),
  v: fc.option(fc.integer({ min: 0, max: 100 })),
  q: fc.constantFrom(0, 0, 0, 1, 2),
  ageS: fc.constantFrom(5, 3_000, 200_000),
});
const alarm = fc.record({ tag: fc.nat(119), level: fc.constantFrom(...WARNING_LEVELS), isOpen: fc.boolean() });
const hazard = fc.record({
  ...owned,
  grade: fc.constantFrom(...HAZARD_GRADES),
  state: fc.constantFrom("found", "fixed", "closed"),
  dueInH: fc.option(fc.integer({ min: -99, max: 99 }).filter((h) => h !== 0)),
});
const daysFrom = (now: Date, min: number, max: number) => fc.integer({ min, max }).map((n) => day(now, n));
const licence = (now: Date) =>
  fc.record({
    enterprise: fc.constantFrom(...ENTERPRISES),
    kind: fc.constantFrom(...LICENCE_KINDS),
    number: fc.constantFrom("1", "2"),
    expires: daysFrom(now, -20, 200),
  });
const report = (now: Date) => fc.record({ ...owned, gas, day: daysFrom(now, -33, 1), m3: fc.nat(1_000_000) });

const distinct = <T>(rows: readonly T[], key: (row: T) => string) => [
  ...new Map(rows.map((row) => [key(row), row])).values(),
];

/** A world of a few hundred rows, the same for the same seed. Days and ages are relative to `now`. */
export function makeOverviewWorld(seed: number, now: Date): OverviewWorld {
  const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number) =>
    fc.sample(arbitrary, { seed: seed + count, numRuns: count });
  const atHome = ENTERPRISES.map((enterprise) => ({ enterprise, area: HOMES[enterprise] as string }));
  return {
    pipes: sample(fc.record({ ...owned, gas, level, status, material, lengthM }), 300),
    stations: sample(station, 80),
    tags: sample(tag, 120),
    customers: sample(fc.record({ ...owned, gas, class: fc.constantFrom(...CUSTOMER_CLASSES) }), 200),
    supply: distinct(sample(report(now), 150), (row) => `${row.area} ${row.enterprise} ${row.gas} ${row.day}`),
    alarms: sample(alarm, 40),
    hazards: sample(hazard, 60),
    licences: distinct(sample(licence(now), 12), (row) => `${row.enterprise} ${row.kind} ${row.number}`),
    works: distinct([...atHome, ...sample(fc.record(owned), 6)], (row) => `${row.enterprise} ${row.area}`),
  };
}

/** The station that a tag stands at: whose the tag is. */
export const tagOwner = (world: OverviewWorld, tag: number) =>
  world.stations[world.tags[tag]?.station ?? 0] as OverviewWorld["stations"][number];
