import { z } from "zod";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES } from "./scope.ts";
import { Figure, Statistics, StatisticsQuery } from "./statistics.ts";
import { Revision, StatisticsRow } from "./statistics-behind.ts";
import { MeasureId } from "./statistics-measures.ts";

/** The key of a line of an answer: a code, an id, a word or a time. */
const LineKey = z.string().min(1).max(64);

export const listStatisticsRows = route({
  path: "/api/statistics/rows",
  who: BUSINESS_ROLES,
  summary: "The records behind a figure, in pages; none where the figure itself is kept back",
  query: StatisticsQuery.extend({
    /** Keys of the cell; without them the whole line, column or answer. */
    row: LineKey.optional(),
    column: LineKey.optional(),
    cursor: z.string().max(256).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({
    rows: z.array(StatisticsRow),
    next: z.string().nullable(),
    /** True where records have been replaced since `known`: the rows are today's, and {@link listRevisions} says what moved. */
    isLaterState: z.boolean(),
  }),
});

export const listRevisions = route({
  path: "/api/statistics/revisions",
  who: BUSINESS_ROLES,
  summary: "What became known between two times and moved a figure, newest first",
  query: StatisticsQuery.extend({ since: Instant, row: LineKey.optional() }),
  reply: z.object({
    before: Figure,
    after: Figure,
    revisions: z.array(Revision),
    /** Sum of the changes that the list leaves out. */
    others: z.number(),
  }),
});

/** Made by the device (UUIDv7 or alike): writing twice is writing once. */
const OwnId = z.string().regex(/^[\w-]{8,64}$/, "8 to 64 letters, digits, _ or -");
const Name = z.string().trim().min(1).max(120);

export const SCHEDULES = ["day", "week", "month"] as const;

export const StatisticsView = z.object({
  id: OwnId,
  name: Name,
  area: AreaCode,
  owner: z.string(),
  ownerName: z.string(),
  isMine: z.boolean(),
  /** The page's view, as it stands in its address. */
  search: z.string().max(2000),
  every: z.enum(SCHEDULES).nullable(),
  nextAt: Instant.nullable(),
  writtenAt: Instant,
});
export type StatisticsView = z.infer<typeof StatisticsView>;

export const listStatisticsViews = route({
  path: "/api/statistics/views",
  who: BUSINESS_ROLES,
  summary: "Saved views of statistics in the caller's area, newest first",
  reply: z.object({ views: z.array(StatisticsView) }),
});

export const saveStatisticsView = route({
  method: "PUT",
  path: "/api/statistics/views/:id",
  who: BUSINESS_ROLES,
  summary: "Keeps a view under a name; with a schedule, a report of it is frozen each day, week or month",
  params: z.object({ id: OwnId }),
  body: z.object({
    name: Name,
    search: z.string().max(2000),
    query: StatisticsQuery,
    every: z.enum(SCHEDULES).nullable().default(null),
  }),
  reply: StatisticsView,
});

export const removeStatisticsView = route({
  method: "DELETE",
  path: "/api/statistics/views/:id",
  who: BUSINESS_ROLES,
  summary: "Removes a view of the caller's; its reports stay",
  params: z.object({ id: OwnId }),
  reply: z.object({ removed: z.literal(true) }),
});

export const StatisticsReport = z.object({
  id: z.string(),
  name: z.string(),
  area: AreaCode,
  ownerName: z.string(),
  measure: MeasureId,
  known: Instant,
  frozenAt: Instant,
  /** SHA-256 of `text` in UTF-8, hexadecimal. */
  sha256: z.string(),
  /** The saved view whose schedule made it. */
  viewId: z.string().nullable(),
});
export type StatisticsReport = z.infer<typeof StatisticsReport>;

export const listStatisticsReports = route({
  path: "/api/statistics/reports",
  who: BUSINESS_ROLES,
  summary: "Frozen reports in the caller's area, newest first",
  query: z.object({
    cursor: z.string().max(256).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ reports: z.array(StatisticsReport), next: z.string().nullable() }),
});

export const freezeStatistics = route({
  method: "POST",
  path: "/api/statistics/reports",
  who: BUSINESS_ROLES,
  summary: "Freezes an answer: its question, its figures, their hash and the time; nobody can change it",
  body: z.object({ id: OwnId, name: Name, query: StatisticsQuery }),
  reply: StatisticsReport,
});

/** What `text` of a frozen report holds. */
export const FrozenText = z.object({ query: z.record(z.string(), z.string()), answer: Statistics });

export const getStatisticsReport = route({
  path: "/api/statistics/reports/:id",
  who: BUSINESS_ROLES,
  summary: "One frozen report; `text` is JSON of the question and the answer, the very bytes that were hashed",
  params: z.object({ id: z.string().min(1).max(64) }),
  reply: StatisticsReport.extend({ text: z.string() }),
});

export const verifyStatisticsReport = route({
  path: "/api/statistics/reports/:id/verify",
  who: BUSINESS_ROLES,
  summary:
    "Whether a frozen report is unchanged, and whether the same question, as known then, still has the same answer",
  params: z.object({ id: z.string().min(1).max(64) }),
  reply: z.object({
    id: z.string(),
    sha256: z.string(),
    /** The kept text has the kept hash. */
    isIntact: z.boolean(),
    /** Asked again as known then, every figure is the same. */
    isReproduced: z.boolean(),
    differences: z.int(),
    verifiedAt: Instant,
  }),
});

export const StatisticsNote = z.object({
  id: OwnId,
  area: AreaCode,
  measure: MeasureId,
  line: z.string().max(64),
  note: z.string(),
  authorName: z.string(),
  isMine: z.boolean(),
  writtenAt: Instant,
});
export type StatisticsNote = z.infer<typeof StatisticsNote>;

export const listStatisticsNotes = route({
  path: "/api/statistics/notes",
  who: BUSINESS_ROLES,
  summary: "Notes beside a measure's figures in the caller's area, newest first",
  query: z.object({ measure: MeasureId }),
  reply: z.object({ notes: z.array(StatisticsNote) }),
});

export const writeStatisticsNote = route({
  method: "POST",
  path: "/api/statistics/notes",
  who: BUSINESS_ROLES,
  summary: "Writes a note beside a figure",
  body: z.object({
    id: OwnId,
    measure: MeasureId,
    /** The line it speaks of; "" = the whole. */
    line: z.string().max(64).default(""),
    note: z.string().trim().min(1).max(1000),
  }),
  reply: StatisticsNote,
});

export const removeStatisticsNote = route({
  method: "DELETE",
  path: "/api/statistics/notes/:id",
  who: BUSINESS_ROLES,
  summary: "Takes a note of the caller's back",
  params: z.object({ id: OwnId }),
  reply: z.object({ removed: z.literal(true) }),
});
