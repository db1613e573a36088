import { z } from "zod";
import { AlarmEventKind, AlarmState, FoldReason } from "./alarm-words.ts";
import { TagKind, WarningLevel } from "./gas.ts";
import { IncidentCause } from "./incidents.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, type Role } from "./scope.ts";
import { AssetId } from "./station.ts";

/** Decimals of a quantity that column files keep: one more than panels show. */
export const HISTORY_DECIMALS: Readonly<Record<TagKind, number>> = {
  pressure: 3,
  flow: 2,
  temperature: 2,
  tank_level: 2,
  gas_concentration: 2,
  methane: 2,
  ethane: 1,
  valve_position: 1,
  odorant: 2,
  cp_potential: 1,
};

/**
 * Column files (contract/history-layout.ts): query `from`, a whole hour UTC as ISO 8601, and `hours`, 1 … HISTORY_HOURS. Bytes of the tags
 * in the caller's sight, numbered as the snapshot that the file names. 400 for a time ahead of now or another step.
 */
export const HISTORY_COLUMNS_PATH = "/api/history/columns";

/** Most tags that one request about trends may name. */
export const HISTORY_TAGS = 16;

/** Ids between commas. */
const TagIds = z
  .string()
  .max(2000)
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(AssetId).min(1).max(HISTORY_TAGS));

/** A tag as a trend names it, with the limits that are drawn in. */
export const HistoryTag = z.object({
  id: AssetId,
  name: z.string(),
  kind: TagKind,
  unit: z.string(),
  stationId: AssetId,
  stationName: z.string().nullable(),
  lowAlarm: z.number().nullable(),
  lowWarning: z.number().nullable(),
  highWarning: z.number().nullable(),
  highAlarm: z.number().nullable(),
});
export type HistoryTag = z.infer<typeof HistoryTag>;

export const listHistoryTags = route({
  path: "/api/history/tags",
  who: BUSINESS_ROLES,
  summary: "Names, units and limits of some tags; those out of sight are left out",
  query: z.object({ tags: TagIds }),
  reply: z.object({ tags: z.array(HistoryTag) }),
});

/** An entry of an alarm's journal, as far as its state at a moment needs it. */
export const PastStep = z.object({
  at: Instant,
  kind: AlarmEventKind,
  /** After it. */
  state: AlarmState,
  level: WarningLevel,
  by: z.string().nullable(),
  /** The incident under which it stood then; null where that was not written down. */
  incident: z.string().nullable(),
});
export type PastStep = z.infer<typeof PastStep>;

/** Entries of one alarm that are told at most, its newest. */
export const PAST_STEPS = 200;

/** One alarm on the time line. */
export const PastAlarm = z.object({
  id: z.string(),
  tagId: AssetId,
  /** Dense number of the tag in the snapshot; null when it has none. */
  tagSeq: z.int().nullable(),
  stationId: AssetId.nullable(),
  stationName: z.string().nullable(),
  tagName: z.string().nullable(),
  areaCode: AreaCode,
  /** Of its station; null when that is gone. */
  lngLat: LngLat.nullable(),
  level: WarningLevel,
  raisedAt: Instant,
  /** null while it lasts. */
  clearedAt: Instant.nullable(),
  value: z.number().nullable(),
  /** The incident under which it stands at last; null for an alarm that was never folded. */
  incident: z.string().nullable(),
  /** Its journal, oldest first; none of it for an alarm that was over before journals were kept. */
  course: z.array(PastStep),
});
export type PastAlarm = z.infer<typeof PastAlarm>;

/** What some alarms had in common. Only of incidents under which an alarm in sight stands at last; of others no reason is known. */
export const PastIncident = z.object({ id: z.string(), reason: FoldReason, cause: IncidentCause.nullable() });
export type PastIncident = z.infer<typeof PastIncident>;

/** Twice a flood of the standard, ten thousand alarms at once. */
export const PAST_ALARMS_LIMIT = 20_000;

export const listPastAlarms = route({
  path: "/api/history/alarms",
  who: BUSINESS_ROLES,
  summary:
    "Alarms that were up within a span, by the time they rang: of all tags in sight in at most 31 days, of some in any span",
  query: z.object({ from: Instant, to: Instant, tags: TagIds.optional() }),
  reply: z.object({
    alarms: z.array(PastAlarm),
    /** Those under which more than one of them stood. */
    incidents: z.array(PastIncident),
    /** There were more: these are the first PAST_ALARMS_LIMIT. */
    isCut: z.boolean(),
  }),
});

/** What is told of a tag beside its values: the detectors doubted it, or somebody worked on it. */
export const PastDoubt = z.object({
  /** Dense number of the tag in the snapshot. */
  tagSeq: z.int(),
  doubt: z.enum(["suspect", "maintenance"]),
  from: Instant,
  /** null while it lasts. */
  to: Instant.nullable(),
});
export type PastDoubt = z.infer<typeof PastDoubt>;

export const PAST_DOUBTS_LIMIT = 50_000;

export const listPastDoubts = route({
  path: "/api/history/doubts",
  who: BUSINESS_ROLES,
  summary: "When tags in sight were suspect or under maintenance, within a span of at most 31 days",
  query: z.object({ from: Instant, to: Instant }),
  reply: z.object({
    /** Whose numbering is meant. */
    snapshot: z.string(),
    spans: z.array(PastDoubt),
    /** There were more: these are the first PAST_DOUBTS_LIMIT. */
    isCut: z.boolean(),
  }),
});

/** The next alarm to ring, or the last that rang: where "jump to the next alarm" goes beyond the span that is loaded. */
export const findPastAlarm = route({
  path: "/api/history/alarms/next",
  who: BUSINESS_ROLES,
  summary: "The alarm in sight that rang next after an instant, or last before it",
  query: z.object({ at: Instant, direction: z.enum(["after", "before"]) }),
  reply: z.object({ alarm: PastAlarm.nullable() }),
});

/** Roles that may write notes on a trend. All business roles read those in their sight. */
export const ANNOTATION_ROLES = ["supervisor", "analyst", "dispatcher", "clerk"] as const satisfies Role[];

/** Made by the page that writes the note, so that a note sent twice is one: a UUID as a rule. */
export const AnnotationId = z.string().regex(/^[\w-]{8,64}$/);
export const NOTE_LENGTH = 500;

/** What a person noted at a time or span of a tag's history. */
export const Annotation = z.object({
  id: AnnotationId,
  tagId: AssetId,
  at: Instant,
  /** End of the span; null = one instant. */
  until: Instant.nullable(),
  note: z.string(),
  author: z.string(),
  authorName: z.string(),
  writtenAt: Instant,
});
export type Annotation = z.infer<typeof Annotation>;

export const listAnnotations = route({
  path: "/api/annotations",
  who: BUSINESS_ROLES,
  summary: "Notes on some tags' histories within a span, by time",
  query: z.object({
    tags: TagIds,
    from: Instant,
    to: Instant,
  }),
  reply: z.object({ annotations: z.array(Annotation) }),
});

export const writeAnnotation = route({
  method: "POST",
  path: "/api/annotations",
  who: ANNOTATION_ROLES,
  summary: "Notes something at a time of a tag's history; sent again under the same id it is one note",
  body: z
    .object({
      id: AnnotationId,
      tagId: AssetId,
      at: Instant,
      until: Instant.nullable().default(null),
      note: z.string().trim().min(1).max(NOTE_LENGTH),
    })
    .refine(({ at, until }) => until === null || Date.parse(until) > Date.parse(at), {
      path: ["until"],
      message: "later than at",
    }),
  reply: Annotation,
});

export const removeAnnotation = route({
  method: "DELETE",
  path: "/api/annotations/:id",
  who: ANNOTATION_ROLES,
  summary: "Takes one's own note back; it stays in the audit trail",
  params: z.object({ id: AnnotationId }),
  reply: z.object({ removed: z.literal(true) }),
});
