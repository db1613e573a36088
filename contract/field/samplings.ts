import { z } from "zod";
import { Instant, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES } from "../scope.ts";
import { VisitOutcome } from "./words.ts";

/** What a second look is drawn from: every visit that was let in, or those with something odd about them. */
export const SAMPLING_AMONG = ["entered", "flagged"] as const;
export const MOST_SAMPLES = 500;

/** 抽查: a draw of visits to be looked at again. */
export const Sampling = z.object({
  id: z.string(),
  areaCode: AreaCode,
  drawnAt: Instant,
  byName: z.string(),
  /** First and last day of the visits, and what was drawn from them. */
  from: z.iso.date(),
  to: z.iso.date(),
  among: z.enum(SAMPLING_AMONG),
  share: z.number(),
  /** With the same seed the same visits are drawn: nobody chose them. */
  seed: z.string(),
  /** Visits there were to draw from. */
  visits: z.int(),
  samples: z.int(),
  done: z.int(),
  differing: z.int(),
});
export type Sampling = z.infer<typeof Sampling>;

/** In what a second look differs from the first: another outcome, other answers (`count` of them), hazards that the first did not tell of. */
export const Difference = z.object({ what: z.enum(["outcome", "answers", "hazards"]), count: z.int() });
export type Difference = z.infer<typeof Difference>;

/** One visit that was drawn, and what the second look at it found. */
export const Sample = z.object({
  recordId: z.string(),
  customerId: z.string(),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  author: z.string(),
  authorName: z.string(),
  at: Instant,
  outcome: VisitOutcome,
  taskId: z.string(),
  state: z.enum(["open", "done", "cancelled"]),
  /** null while nobody has looked. */
  second: z
    .object({
      recordId: z.string(),
      authorName: z.string(),
      at: Instant,
      outcome: VisitOutcome,
      /** Whoever made the first visit looked at it again themselves. */
      isSamePerson: z.boolean(),
      differences: z.array(Difference),
    })
    .nullable(),
});
export type Sample = z.infer<typeof Sample>;

export const listSamplings = route({
  path: "/api/field/samplings",
  who: BUSINESS_ROLES,
  summary: "Draws of visits to be looked at again, the newest first",
  query: z.object({ area: AreaCode.optional() }),
  /** `total`: how many there are; the newest hundred are listed. */
  reply: z.object({ total: z.int(), samplings: z.array(Sampling) }),
});

export const getSampling = route({
  path: "/api/field/samplings/:id",
  who: BUSINESS_ROLES,
  summary: "One draw with each of its visits and what the second look found",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: z.object({ sampling: Sampling, samples: z.array(Sample) }),
});

export const drawSampling = route({
  method: "POST",
  path: "/api/field/samplings",
  who: ["supervisor"],
  summary:
    "Draws visits at random, evenly over inspectors, and makes a task of each; the id makes a draw sent twice one",
  body: z.object({
    id: z.uuid(),
    area: AreaCode.nullable().default(null),
    from: z.iso.date(),
    to: z.iso.date(),
    among: z.enum(SAMPLING_AMONG).default("entered"),
    /** Of each inspector's visits, at least one. */
    share: z.number().min(0.001).max(1),
    /** Days until the second look is due. */
    withinDays: z.int().min(1).max(60).default(14),
  }),
  reply: Sampling,
});
