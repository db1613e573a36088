import type { Dimension } from "#contract/statistics-dimensions.ts";

/** Columns that group facts; their names are those of `stat_cell` and of every relation of facts. `age` is told by the day of a fact (ages.ts). */
export type FactColumn = CellColumn | "age";
type CellColumn = "area_code" | "enterprise_id" | "gas_kind" | "pressure_level" | "material" | "kind" | "state";

/** When a fact was true, as SQL. An index on the column leads to its records: the day reckoned from an instant has none. */
export interface FactDay {
  readonly day: string;
  readonly column: string;
  /** The first value of the column that lies on a day. */
  readonly begin: (day: string) => string;
}

/** The records behind a topic's facts, as they stand now. SQL pieces speak of the table as `t`. */
export interface Records {
  readonly table: string;
  readonly id: string;
  /** What can be opened by its id. */
  readonly opens: "pipe" | "station" | "enterprise" | "alarm" | "hazard" | "other";
  /** The field record that is its evidence; null where there is none. */
  readonly recordId: string | null;
  readonly enterprise: string;
  /** The column of each word of the topic; that of an age is the day. */
  readonly words: Readonly<Partial<Record<Dimension, string>>>;
  /** When the fact was true; null where it has no day and counts from the first. */
  readonly day: FactDay | null;
  readonly knownAt: string | null;
  /** In the unit in which a person reads it: m, m³, s. */
  readonly amount: string;
  readonly hasPlace: boolean;
  readonly source: string;
  readonly and?: string;
  /** What a record must be to add to the facts' amount; without it each does. */
  readonly ofAmount?: string;
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

/** The day in the province of an instant, as SQL. */
export const CHINA_DAY = (column: string) => `(${column} at time zone 'Asia/Shanghai')::date`;

/** Told by an instant: a day of the province begins at its midnight. */
export const timed = (column: string): FactDay => ({
  day: CHINA_DAY(column),
  column,
  begin: (day) => `(${day}::date::timestamp at time zone 'Asia/Shanghai')`,
});

/** Told by a date, or counted from so many days after it. */
export const dated = (column: string, daysLater = 0): FactDay => ({
  day: daysLater === 0 ? column : `${column} + ${daysLater}`,
  column,
  begin: (day) => (daysLater === 0 ? `${day}::date` : `(${day}::date - ${daysLater})`),
});

/** What records of most topics have in common. */
export const plain = {
  enterprise: "enterprise_id",
  day: null,
  recordId: null,
  knownAt: null,
  amount: "1",
  source: "dataset_name",
} as const;
