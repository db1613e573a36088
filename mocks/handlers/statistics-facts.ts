import type { Scope } from "#contract/scope.ts";
import { type Dimension, HEATING_SEASON } from "#contract/statistics-dimensions.ts";
import type { LngLat } from "#contract/route.ts";
import type { Topic } from "#contract/statistics-topics.ts";
import type { Part } from "#mocks/world/rows.ts";
import { type MockHouse, sightOf } from "./house.ts";

/** One fact of the made-up province. */
export interface MockFact {
  readonly id: string;
  readonly opens: "pipe" | "station" | "enterprise" | "alarm" | "hazard" | "other";
  readonly area: string;
  readonly enterprise: string;
  readonly day: string;
  readonly amount: number;
  readonly words: Readonly<Partial<Record<Dimension, string>>>;
  readonly lngLat?: LngLat;
}

const FIRST = "1900-01-01";
const yearDay = (year: number | null | undefined): string => (year ? `${year}-01-01` : FIRST);

/** The made-up province's own year. */
const MOCK_YEAR = 2026;
const ageOf = (laid: number | null | undefined): string =>
  laid ? (["under10", "from10", "from20"][Math.floor((MOCK_YEAR - laid) / 10)] ?? "from30") : "unknown";

type Make = (part: Part) => readonly MockFact[];

const own = (row: { id?: string; area_code: string; enterprise_id: string }) => ({
  id: row.id ?? `${row.enterprise_id}`,
  area: row.area_code,
  enterprise: row.enterprise_id,
});

const hazards =
  (of: "found_at" | "due_at"): Make =>
  ({ hazards: rows }) =>
    rows.map((row) => ({
      ...own(row),
      opens: "hazard",
      day: (row[of] ?? row.found_at).slice(0, 10),
      amount: 1,
      words: { hazardGrade: row.grade, hazardState: row.state },
      lngLat: row.lngLat,
    }));
const alarms: Make = ({ alarms: rows }) =>
  rows.map((row) => ({
    ...own(row),
    opens: "alarm",
    day: row.raised_at.slice(0, 10),
    amount: 60,
    words: { warningLevel: row.level },
  }));

const MAKE: Readonly<Partial<Record<Topic, Make>>> = {
  pipe: ({ pipes }) =>
    pipes.map((row) => ({
      ...own(row),
      opens: "pipe",
      day: yearDay(row.laid_year),
      amount: Math.round(row.length_m * 1000),
      words: {
        gasKind: row.gas_kind,
        pressureLevel: row.pressure_level,
        material: row.material,
        pipeAge: ageOf(row.laid_year),
        pipeStatus: row.status,
      },
    })),
  station: ({ stations }) =>
    stations.map((row) => ({
      ...own(row),
      opens: "station",
      day: yearDay(row.built_year),
      amount: 0,
      words: {
        gasKind: row.gas_kind,
        pressureLevel: row.pressure_level,
        stationKind: row.kind,
        pipeStatus: row.status,
      },
    })),
  customer: ({ customers }) =>
    customers.map((row) => ({
      ...own(row),
      opens: "other",
      day: FIRST,
      amount: Math.round(row.annual_m3),
      words: { gasKind: row.gas_kind, customerClass: row.class },
    })),
  tag: ({ tags }) =>
    tags.map((row) => ({ ...own(row), opens: "other", day: FIRST, amount: 0, words: { tagKind: row.kind } })),
  supply: ({ supply }) =>
    supply.map((row) => ({
      ...own(row),
      id: `${row.enterprise_id}:${row.gas_kind}:${row.day}`,
      opens: "other",
      day: row.day.slice(0, 10),
      amount: Math.round(row.m3 * 1000),
      words: { gasKind: row.gas_kind },
    })),
  hazard: hazards("found_at"),
  hazard_due: hazards("due_at"),
  alarm: alarms,
  alarm_answer: alarms,
  incident: alarms,
};

/** All facts of a topic in a scope. */
export function mockFacts(house: MockHouse, scope: Scope, topic: Topic): MockFact[] {
  const mine = sightOf(house.areas, scope);
  const isMine = (fact: MockFact) => mine({ area_code: fact.area, enterprise_id: fact.enterprise });
  if (topic === "enterprise")
    return house.enterprises
      .filter((row) => mine(row))
      .map((row) => ({
        id: row.id,
        opens: "enterprise",
        area: row.area_code,
        enterprise: row.id,
        day: FIRST,
        amount: 0,
        words: {},
      }));
  const make = MAKE[topic];
  return make ? house.parts.flatMap((part) => make(part).filter(isMine)) : [];
}

/** The key of a day in a dimension of time; null between heating seasons, undefined where the dimension is no time. */
export function mockTime(dimension: Dimension, day: string): string | null | undefined {
  const year = Number(day.slice(0, 4));
  const at = Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
  const { from, to } = HEATING_SEASON;
  switch (dimension) {
    case "day":
      return day;
    case "month":
      return day.slice(0, 7);
    case "quarter":
      return `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    case "year":
      return String(year);
    case "season":
      if (at >= from[0] * 100 + from[1]) return `${year}-${year + 1}`;
      return at <= to[0] * 100 + to[1] ? `${year - 1}-${year}` : null;
    default:
      return undefined;
  }
}
