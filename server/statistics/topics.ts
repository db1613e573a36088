import type { Topic } from "#contract/statistics-topics.ts";
import { CHINA_DAY, dated, type FactDay, plain, type Records, timed, type TopicFacts } from "./topic-facts.ts";

// Joined by key, so that the planner leaves the joins out where nobody asks for the gas.
const alarms = (known: string, amount: string, and: string) =>
  `(select a.area_code, a.enterprise_id, coalesce(s.gas_kind, '') as gas_kind, '' as pressure_level, '' as material, a.level as kind, '' as state,
           ${CHINA_DAY("a.raised_at")} as day, ${known} as known_at, 1 as n, ${amount} as amount
      from alarm a left join tag g on g.id = a.tag_id left join station s on s.id = g.station_id where ${and})`;
// An alarm has the gas of its sensor's station.
const ALARM_GAS =
  "coalesce((select s.gas_kind from tag g join station s on s.id = g.station_id where g.id = t.tag_id), '')";
const ANSWER_S = "round(extract(epoch from acked_at - raised_at))";

const alarmRecords = (and: string, amount: string): Records => ({
  table: "alarm",
  id: "id",
  opens: "alarm",
  recordId: null,
  enterprise: "enterprise_id",
  words: { warningLevel: "level", gasKind: ALARM_GAS },
  day: timed("raised_at"),
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
  opens: "hazard",
  recordId: "t.record_id",
  enterprise: "enterprise_id",
  words: HAZARD_WORDS,
  day: timed(day),
  knownAt: null,
  amount: "1",
  hasPlace: true,
  source: "coalesce(dataset_name, '')",
  and: `${day} is not null`,
});

const doorRecords = (day: FactDay): Records => ({
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

const LAID = "make_date(least(greatest(coalesce(laid_year, 1900), 1900), 2200), 1, 1)";

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
    dimensions: {
      gasKind: "gas_kind",
      pressureLevel: "pressure_level",
      material: "material",
      pipeAge: "age",
      pipeStatus: "kind",
    },
    relation: null,
    coverage: "register",
    records: {
      ...plain,
      table: "pipe",
      id: "id",
      opens: "pipe",
      words: {
        gasKind: "gas_kind",
        pressureLevel: "pressure_level",
        material: "material",
        pipeAge: LAID,
        pipeStatus: "status",
      },
      day: dated(LAID),
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
      day: dated("make_date(least(greatest(coalesce(built_year, 1900), 1900), 2200), 1, 1)"),
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
      day: dated("day"),
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
      recordId: "t.record_id",
      words: { visitOutcome: "outcome", gasKind: "gas_kind", customerClass: "class" },
      day: timed("at"),
      hasPlace: false,
      source: "''",
      and: "not is_superseded",
      ofAmount: "outcome = 'entered'",
    },
  },
  door_due: {
    dimensions: { gasKind: "gas_kind", customerClass: "state" },
    relation: null,
    coverage: null,
    records: doorRecords(dated("due_on")),
  },
  door_overdue: {
    dimensions: { gasKind: "gas_kind", customerClass: "state" },
    relation: null,
    coverage: null,
    records: doorRecords(dated("due_on", 1)),
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
      recordId: "t.record_id",
      words: { walkProof: "case when is_doubted then 'doubted' else 'proven' end" },
      day: timed("at"),
      amount: "to_m - from_m",
      hasPlace: false,
      source: "''",
    },
  },
  tag_quality: {
    dimensions: { qualityReason: "kind" },
    relation: null,
    coverage: null,
    records: {
      ...plain,
      table: "tag_quality",
      id: "tag_id",
      opens: "other",
      words: { qualityReason: "reasons[1]" },
      day: timed("since"),
      hasPlace: false,
      source: "''",
    },
  },
  telemetry: {
    dimensions: {},
    relation: null,
    coverage: null,
    records: {
      ...plain,
      table: "reading_day",
      id: "tag_id || ':' || (t at time zone 'Asia/Shanghai')::date",
      opens: "other",
      words: {},
      day: timed("t"),
      amount: "n",
      hasPlace: false,
      source: "''",
    },
  },
};
