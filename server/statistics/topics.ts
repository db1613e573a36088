import type { Dimension } from "#contract/statistics-dimensions.ts";
import type { Topic } from "#contract/statistics-topics.ts";

/** Columns that group facts; their names are those of `stat_cell` and of every relation of facts. */
export type FactColumn = "area_code" | "enterprise_id" | "gas_kind" | "pressure_level" | "material" | "kind" | "state";

/** The records behind a topic's facts, as they stand now. SQL pieces speak of the table as `t`. */
export interface Records {
  readonly table: string;
  readonly id: string;
  /** What can be opened by its id. */
  readonly opens: "pipe" | "station" | "enterprise" | "alarm" | "other";
  readonly enterprise: string;
  /** The column of each word of the topic. */
  readonly words: Readonly<Partial<Record<Dimension, string>>>;
  /** The day of the fact; null where it has none and counts from the first. */
  readonly day: string | null;
  readonly knownAt: string | null;
  /** In the unit in which a person reads it: m, m³, s. */
  readonly amount: string;
  readonly hasPlace: boolean;
  readonly source: string;
  readonly and?: string;
}

export interface TopicFacts {
  /** The fact column of each of the topic's dimensions. */
  readonly dimensions: Readonly<Partial<Record<Dimension, FactColumn>>>;
  /**
   * null: the ledger keeps it (migrations, `keep_topic`). Otherwise a relation with every fact column, `day`, `known_at`, `n` and `amount`:
   * for what is an append-only journal itself.
   */
  readonly relation: string | null;
  /** `register`: every county should have told some. `daily`: who ever told should tell each day. null: none may be none. */
  readonly coverage: "register" | "daily" | null;
  readonly records: Records;
}

const CHINA_DAY = (column: string) => `(${column} at time zone 'Asia/Shanghai')::date`;
const ALARM_GAS =
  "coalesce((select s.gas_kind from tag g join station s on s.id = g.station_id where g.id = a.tag_id), '')";
const alarms = (known: string, amount: string, and: string) =>
  `(select a.area_code, a.enterprise_id, ${ALARM_GAS} as gas_kind, '' as pressure_level, '' as material, a.level as kind, '' as state,
           ${CHINA_DAY("a.raised_at")} as day, ${known} as known_at, 1 as n, ${amount} as amount
      from alarm a where ${and})`;
const ANSWER_S = "round(extract(epoch from acked_at - raised_at))";

const alarmRecords = (and: string, amount: string): Records => ({
  table: "alarm",
  id: "id",
  opens: "alarm",
  enterprise: "enterprise_id",
  words: { warningLevel: "level" },
  day: CHINA_DAY("raised_at"),
  knownAt: "raised_at",
  amount,
  hasPlace: false,
  source: "coalesce(dataset_name, '')",
  and,
});

const HAZARD_WORDS = { hazardGrade: "grade", hazardState: "state" } as const;
const hazardRecords = (day: string): Records => ({
  table: "hazard",
  id: "id",
  opens: "other",
  enterprise: "enterprise_id",
  words: HAZARD_WORDS,
  day: CHINA_DAY(day),
  knownAt: null,
  amount: "1",
  hasPlace: true,
  source: "coalesce(dataset_name, '')",
  and: `${day} is not null`,
});

const plain = { enterprise: "enterprise_id", day: null, knownAt: null, amount: "1", source: "dataset_name" } as const;

const doorRecords = (day: string): Records => ({
  ...plain,
  table: "field_door",
  id: "customer_id",
  opens: "other",
  words: { gasKind: "gas_kind", customerClass: "class" },
  day,
  knownAt: null,
  hasPlace: false,
  source: "''",
  and: "due_on is not null and not is_off_plan",
});

/** How the facts of each topic are kept, and the records behind them. */
export const TOPIC_FACTS: Readonly<Record<Topic, TopicFacts>> = {
  enterprise: {
    dimensions: {},
    relation: null,
    coverage: "register",
    records: {
      ...plain,
      table: "enterprise",
      id: "id",
      enterprise: "id",
      opens: "enterprise",
      words: {},
      hasPlace: false,
    },
  },
  licence: {
    dimensions: { licenceKind: "kind" },
    relation: null,
    coverage: null,
    records: {
      ...plain,
      table: "enterprise_licence",
      id: "enterprise_id || ':' || kind || ':' || number",
      opens: "other",
      words: { licenceKind: "kind" },
      hasPlace: false,
      source: "''",
    },
  },
  pipe: {
    dimensions: { gasKind: "gas_kind", pressureLevel: "pressure_level", material: "material", pipeStatus: "kind" },
    relation: null,
    coverage: "register",
    records: {
      ...plain,
      table: "pipe",
      id: "id",
      opens: "pipe",
      words: { gasKind: "gas_kind", pressureLevel: "pressure_level", material: "material", pipeStatus: "status" },
      day: "make_date(least(greatest(coalesce(laid_year, 1900), 1900), 2200), 1, 1)",
      amount: "length_m",
      hasPlace: true,
    },
  },
  station: {
    dimensions: { gasKind: "gas_kind", pressureLevel: "pressure_level", stationKind: "kind", pipeStatus: "state" },
    relation: null,
    coverage: "register",
    records: {
      ...plain,
      table: "station",
      id: "id",
      opens: "station",
      words: { gasKind: "gas_kind", pressureLevel: "pressure_level", stationKind: "kind", pipeStatus: "status" },
      day: "make_date(least(greatest(coalesce(built_year, 1900), 1900), 2200), 1, 1)",
      hasPlace: true,
    },
  },
  equipment: {
    dimensions: { equipmentKind: "kind", condition: "state", pressureLevel: "pressure_level" },
    relation: null,
    coverage: "register",
    records: {
      ...plain,
      table: "node",
      id: "id",
      opens: "other",
      words: { equipmentKind: "kind", condition: "coalesce(condition, '')", pressureLevel: "pressure_level" },
      hasPlace: true,
      and: "kind in ('valve', 'regulator')",
    },
  },
  customer: {
    dimensions: { gasKind: "gas_kind", customerClass: "kind" },
    relation: null,
    coverage: "register",
    records: {
      ...plain,
      table: "customer",
      id: "id",
      opens: "other",
      words: { gasKind: "gas_kind", customerClass: "class" },
      amount: "coalesce(annual_m3, 0)",
      // Where a household lives is personal: the map shows it at its service node, if at all.
      hasPlace: false,
    },
  },
  tag: {
    dimensions: { tagKind: "kind" },
    relation: null,
    coverage: "register",
    records: { ...plain, table: "tag", id: "id", opens: "other", words: { tagKind: "kind" }, hasPlace: false },
  },
  supply: {
    dimensions: { gasKind: "gas_kind" },
    relation: null,
    coverage: "daily",
    records: {
      ...plain,
      table: "supply_report",
      id: "enterprise_id || ':' || gas_kind || ':' || day",
      opens: "other",
      words: { gasKind: "gas_kind" },
      day: "day",
      amount: "m3",
      hasPlace: false,
    },
  },
  hazard: {
    dimensions: { hazardGrade: "kind", hazardState: "state" },
    relation: null,
    coverage: null,
    records: hazardRecords("found_at"),
  },
  hazard_due: {
    dimensions: { hazardGrade: "kind", hazardState: "state" },
    relation: null,
    coverage: null,
    records: hazardRecords("due_at"),
  },
  alarm: {
    dimensions: { warningLevel: "kind", gasKind: "gas_kind" },
    relation: alarms("a.raised_at", "0", "true"),
    coverage: null,
    records: alarmRecords("true", "1"),
  },
  alarm_answer: {
    dimensions: { warningLevel: "kind", gasKind: "gas_kind" },
    relation: alarms("a.acked_at", ANSWER_S, "a.acked_at is not null"),
    coverage: null,
    records: alarmRecords("acked_at is not null", ANSWER_S),
  },
  incident: {
    dimensions: { warningLevel: "kind", gasKind: "gas_kind" },
    relation: alarms("a.raised_at", "0", "a.is_first_out"),
    coverage: null,
    records: alarmRecords("is_first_out", "1"),
  },
  visit: {
    dimensions: { visitOutcome: "kind", gasKind: "gas_kind", customerClass: "state" },
    relation: null,
    coverage: null,
    records: {
      ...plain,
      table: "field_visit",
      id: "record_id",
      opens: "other",
      words: { visitOutcome: "outcome", gasKind: "gas_kind", customerClass: "class" },
      day: CHINA_DAY("at"),
      hasPlace: false,
      source: "''",
      and: "not is_superseded",
    },
  },
  door_due: {
    dimensions: { gasKind: "gas_kind", customerClass: "state" },
    relation: null,
    coverage: null,
    records: doorRecords("due_on"),
  },
  door_overdue: {
    dimensions: { gasKind: "gas_kind", customerClass: "state" },
    relation: null,
    coverage: null,
    records: doorRecords("due_on + 1"),
  },
  walk: {
    dimensions: { walkProof: "kind" },
    relation: null,
    coverage: null,
    records: {
      ...plain,
      table: "field_walk",
      id: "record_id || ':' || pipe_id || ':' || from_m",
      opens: "other",
      words: { walkProof: "case when is_doubted then 'doubted' else 'proven' end" },
      day: CHINA_DAY("at"),
      amount: "to_m - from_m",
      hasPlace: false,
      source: "''",
    },
  },
};
