import { z } from "zod";
import { HazardGrade } from "../gas.ts";
import { Instant, LngLat } from "../route.ts";
import { ConsentBody } from "./consent.ts";
import { HazardStep } from "./hazard-words.ts";
import { AttachmentId, RecordId } from "./records.ts";
import { type RecordKind, VisitOutcome } from "./words.ts";

/* What the body of each kind of record must hold. Loose: what a newer form says beside it is kept. No defaults, no changes: it is hashed. */

const Note = z.string().max(2000);
const Subject = z.string().min(1).max(80);

/** One answer of a checklist. A number is in the item's unit; a date is YYYY-MM-DD; a choice is its code. null = does not apply here. */
export const Answer = z.looseObject({
  value: z.union([z.boolean(), z.number(), z.string(), z.null()]),
  note: Note.optional(),
  /** Attachments of the manifest. */
  photos: z.array(AttachmentId).optional(),
});
export type Answer = z.infer<typeof Answer>;

/** A hazard that the inspector found; its grade is set by rule, `grade` is what the inspector thinks and may only be worse. */
export const FoundHazard = z.looseObject({
  /** Made by the device: the hazard's own id. */
  id: z.uuidv7(),
  /** Item of the checklist, or a code of `FINDING_CODES`. */
  item: z.string().max(40),
  grade: HazardGrade.nullable(),
  note: Note,
  photos: z.array(AttachmentId),
  /** Told to the resident on the spot, with their signature or its refusal. */
  isNotified: z.boolean(),
});
export type FoundHazard = z.infer<typeof FoundHazard>;

/** Household check 入户安检. `answers` by item id; empty where nobody was let in. */
export const CheckBody = z.looseObject({
  customerId: Subject,
  outcome: VisitOutcome,
  answers: z.record(z.string(), Answer),
  hazards: z.array(FoundHazard).max(40),
  /** As scanned or typed from meter or cylinder. */
  meterCode: z.string().max(80).nullable(),
  isMeterScanned: z.boolean(),
  signature: AttachmentId.nullable(),
  /** The resident would not sign. */
  isSignatureRefused: z.boolean(),
  /** Photos of the notice with the door number, and others that no item asks for. */
  photos: z.array(AttachmentId),
  /** A second appointment: when to come again. */
  appointment: z.looseObject({ from: Instant, to: Instant, note: Note }).nullable(),
  note: Note,
});
export type CheckBody = z.infer<typeof CheckBody>;

/** A patrol 巡查 from start to finish. Its way is in tracks, its findings in records of their own, each naming it. */
export const PatrolBody = z.looseObject({
  planId: z.string().max(80).nullable(),
  pausedS: z.number().min(0),
  /** Tracks that belong to it, in order. */
  tracks: z.array(RecordId).max(500),
  points: z
    .array(z.looseObject({ id: Subject, at: Instant, lngLat: LngLat, note: Note, photos: z.array(AttachmentId) }))
    .max(500),
  note: Note,
});
export type PatrolBody = z.infer<typeof PatrolBody>;

/** Most points of one track record: some 100 KB. A longer way is several, `part` 0, 1, 2 … */
export const TRACK_POINTS_MOST = 2000;

const column = (item: z.ZodNumber) => z.array(item).min(1).max(TRACK_POINTS_MOST);

/**
 * A piece of a way walked, as columns of one length. `t` in ms since the epoch (device's clock), never falling; degrees EPSG:4490 = WGS84 to
 * 6 decimals; `accuracyM` as the system gives it (68 %).
 */
export const TrackBody = z
  .looseObject({
    patrolId: RecordId.nullable(),
    part: z.int().min(0),
    t: column(z.number()),
    lng: column(z.number().min(-180).max(180)),
    lat: column(z.number().min(-90).max(90)),
    accuracyM: column(z.number().min(0)),
    /** Indices of points that the system calls made up. */
    mock: z.array(z.int()).max(TRACK_POINTS_MOST),
    source: z.enum(["gps", "network", "unknown"]),
  })
  .refine(
    ({ t, lng, lat, accuracyM }) => t.length === lng.length && t.length === lat.length && t.length === accuracyM.length,
    {
      message: "columns of one length",
    },
  );
export type TrackBody = z.infer<typeof TrackBody>;

/** What a patrol can find beside a pipe or station; a hazard's `item` where no checklist has one. */
export const FINDING_CODES = [
  "third_party_work",
  "occupation",
  "leak_smell",
  "exposed_pipe",
  "missing_marker",
  "damaged_valve_pit",
  "anticorrosion",
  "shallow_cover",
  "deep_roots",
  "heap",
  "other",
] as const;
export const FindingCode = z.enum(FINDING_CODES);
export type FindingCode = (typeof FINDING_CODES)[number];

/** Something found on the way. With `hazard`, it begins one. */
export const FindingBody = z.looseObject({
  patrolId: RecordId.nullable(),
  code: FindingCode,
  on: z.looseObject({ kind: z.enum(["pipe", "station", "customer", "place"]), id: Subject.nullable() }),
  lngLat: LngLat,
  hazard: FoundHazard.nullable(),
  photos: z.array(AttachmentId),
  voice: z.array(AttachmentId),
  note: Note,
});
export type FindingBody = z.infer<typeof FindingBody>;

/** A step with a hazard, done in the field. */
export const HazardEventBody = z.looseObject({
  hazardId: Subject,
  step: HazardStep,
  photos: z.array(AttachmentId),
  /** For `extend`: the new deadline. */
  dueAt: Instant.nullable(),
  /** For `grade`. */
  grade: HazardGrade.nullable(),
  note: Note,
});
export type HazardEventBody = z.infer<typeof HazardEventBody>;

/** Third-party construction 第三方施工 near a pipe, found by a patrol or noticed beforehand (five days, joint plan, guard on the spot). */
export const WorkNoticeBody = z.looseObject({
  /** The work's own id: later records about it say the same. */
  workId: z.uuidv7(),
  how: z.enum(["found", "noticed"]),
  name: z.string().max(200),
  contractor: z.string().max(200),
  phone: z.string().max(40),
  noticedAt: Instant.nullable(),
  from: Instant,
  to: Instant.nullable(),
  lngLat: LngLat,
  pipes: z.array(Subject).max(100),
  plan: z.enum(["none", "asked", "agreed"]),
  planFiles: z.array(AttachmentId),
  guard: z.enum(["none", "named", "present"]),
  guardName: z.string().max(80),
  photos: z.array(AttachmentId),
  isOver: z.boolean(),
  /** The rule by which its days of notice were shown; null = none was known. Forms of version 1 do not say. */
  rule: z
    .looseObject({ id: z.string().max(80), version: z.int(), noticeDays: z.number() })
    .nullable()
    .optional(),
  note: Note,
});
/** Version of the form of third-party work that the phone fills in today. */
export const WORK_NOTICE_FORM = { id: "work_notice", version: 2 } as const;
export type WorkNoticeBody = z.infer<typeof WorkNoticeBody>;

/** Readings of a leak survey 泄漏检测. `unit` is the instrument's. */
export const LeakSurveyBody = z.looseObject({
  patrolId: RecordId.nullable(),
  method: z.enum(["on_foot", "vehicle", "borehole", "laser"]),
  instrument: z.looseObject({
    name: z.string().max(80),
    serial: z.string().max(80),
    calibratedUntil: z.iso.date().nullable(),
  }),
  pipes: z.array(Subject).max(500),
  readings: z
    .array(
      z.looseObject({
        at: Instant,
        lngLat: LngLat,
        /** Of the place, m (68 %); older apps do not say. */
        accuracyM: z.number().min(0).optional(),
        value: z.number(),
        unit: z.enum(["ppm", "%LEL", "%VOL"]),
        on: z.string().max(80).nullable(),
        note: Note,
        photos: z.array(AttachmentId),
      }),
    )
    .max(2000),
  note: Note,
});
export type LeakSurveyBody = z.infer<typeof LeakSurveyBody>;

/** The schema of each kind's body. */
export const BODIES = {
  check: CheckBody,
  patrol: PatrolBody,
  track: TrackBody,
  finding: FindingBody,
  hazard_event: HazardEventBody,
  work_notice: WorkNoticeBody,
  leak_survey: LeakSurveyBody,
  consent: ConsentBody,
} as const satisfies Record<RecordKind, z.ZodType>;
