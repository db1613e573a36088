import { z } from "zod";
import { Bbox, Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES } from "./scope.ts";

/** Which tables leave the house as files; the same collections stand below `/ogc`. */
export const EXPORT_COLLECTIONS = ["areas", "enterprises", "stations", "pipes", "ducts", "tags", "hazards"] as const;
export const ExportCollection = z.enum(EXPORT_COLLECTIONS);
export type ExportCollection = (typeof EXPORT_COLLECTIONS)[number];

export const EXPORT_FORMATS = ["csv", "xlsx", "geojson", "gpkg", "parquet", "fgb"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Needs a place in each row: enterprises have none. */
export const FORMATS_OF_PLACES: readonly ExportFormat[] = ["geojson", "gpkg", "fgb"];

/** What is to be exported: a collection, or the part of it that an area, a box and a filter leave. */
export const ExportWish = z.object({
  collection: ExportCollection,
  format: ExportFormat,
  area: AreaCode.optional(),
  bbox: Bbox.optional(),
  /** Figures in place of the collection's own rows: a question of `/api/statistics`, its parts as texts. Lines that are areas bring their outlines. */
  statistics: z.record(z.string().max(20), z.string().max(600)).optional(),
  /** CQL2 text, as `/ogc` takes it (docs/gis-clients.md). */
  filter: z.string().trim().min(1).max(8_000).optional(),
  /** How columns of CSV and XLSX are headed: in Chinese, in English, or by their names in the interfaces. */
  headings: z.enum(["zh", "en", "name"]).default("zh"),
});
export type ExportWish = z.infer<typeof ExportWish>;

export const EXPORT_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export const ExportState = z.enum(EXPORT_STATES);
export type ExportState = (typeof EXPORT_STATES)[number];

/** Why an export failed; the page has words for each. */
export const EXPORT_FAULTS = [
  "bad_query",
  "too_many_rows",
  "changed_meanwhile",
  "interrupted",
  "no_space",
  "internal",
] as const;
export const ExportFault = z.enum(EXPORT_FAULTS);
export type ExportFault = (typeof EXPORT_FAULTS)[number];

export const ExportJob = z.object({
  id: z.string(),
  wish: ExportWish,
  state: ExportState,
  /** 0 to 1. */
  progress: z.number(),
  rows: z.int(),
  bytes: z.int(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  fault: ExportFault.nullable(),
  /** What it is saved as; the file is there while `state` is done and `keptUntil` has not come. */
  fileName: z.string(),
  keptUntil: Instant.nullable(),
});
export type ExportJob = z.infer<typeof ExportJob>;

const ExportId = z.object({ id: z.uuid() });

export const listExports = route({
  path: "/api/exports",
  who: BUSINESS_ROLES,
  summary: "The caller's own exports, newest first",
  reply: z.object({ exports: z.array(ExportJob) }),
});

export const startExport = route({
  method: "POST",
  path: "/api/exports",
  who: BUSINESS_ROLES,
  summary: "Begins an export of what the caller may see; it goes on when the page is closed",
  body: ExportWish,
  reply: ExportJob,
});

export const getExport = route({
  path: "/api/exports/:id",
  who: BUSINESS_ROLES,
  summary: "How far one of the caller's exports has come",
  params: ExportId,
  reply: ExportJob,
});

export const removeExport = route({
  method: "DELETE",
  path: "/api/exports/:id",
  who: BUSINESS_ROLES,
  summary: "Cancels an export that is running, or takes a finished one and its file away",
  params: ExportId,
  reply: z.object({ removed: z.literal(true) }),
});

/** Files that a page makes of what it shows: a chart or a map of figures, a report on paper, a sensor's trend, a drawn region, gaps of readings. */
export const TAKEN_KINDS = ["chart", "map", "report", "trend", "region", "gaps"] as const;

export const tellTaken = route({
  method: "POST",
  path: "/api/exports/taken",
  who: BUSINESS_ROLES,
  summary:
    "Writes into the audit trail that the caller takes away a file which the page itself has made; it is saved after that",
  body: z.object({
    kind: z.enum(TAKEN_KINDS),
    format: z.enum(["png", "svg", "csv", "paper"]),
    /** What it shows, its parts as texts: the question of figures, the tags and the time of a trend. */
    query: z.record(z.string().max(20), z.string().max(600)),
  }),
  reply: z.object({ written: z.literal(true) }),
});
export type Taken = z.infer<typeof tellTaken.body>;

/** The file itself, and what is known of it (CSV on the Web metadata: who, when, which scope, which query), outside the JSON routes. */
export const exportFilePath = (id: string) => `/api/exports/${id}/file`;
export const exportAboutPath = (id: string) => `/api/exports/${id}/about`;
