import { z } from "zod";
import { Instant, LngLat, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId, type Role } from "../scope.ts";

const Where = z.object({ area: AreaCode.optional(), enterprise: EnterpriseId.optional() });

/**
 * Metres of pipe: in the network; really walked within the window that their level's rule sets, each metre once; those of them that a track
 * with a flag stands for. Of levels without a rule nothing is asked, and nothing counted.
 */
const Metres = z.object({ lengthM: z.number(), walkedM: z.number(), doubtedM: z.number() });
export const CoverageLevel = Metres.extend({
  level: z.string(),
  ruleId: z.string().nullable(),
  ruleName: z.string().nullable(),
  /** null = no rule is for it. */
  everyDays: z.number().nullable(),
});
export type CoverageLevel = z.infer<typeof CoverageLevel>;
export const CoveragePlace = Metres.extend({ kind: z.enum(["area", "enterprise"]), id: z.string(), name: z.string() });
export type CoveragePlace = z.infer<typeof CoveragePlace>;

/** Outcomes of visits over the last thirty days; `other` = vacant, not in use, demolished, wrong address. */
export const Doors = z.object({
  visited: z.int(),
  entered: z.int(),
  refused: z.int(),
  nobodyHome: z.int(),
  other: z.int(),
});
export type Doors = z.infer<typeof Doors>;

export const getCoverage = route({
  path: "/api/field/coverage",
  who: BUSINESS_ROLES,
  summary:
    "Metres of pipe really walked within their rule's window, by level, county and enterprise; doors of thirty days",
  query: Where,
  reply: z.object({
    asOf: Instant,
    total: Metres,
    levels: z.array(CoverageLevel),
    areas: z.array(CoveragePlace),
    enterprises: z.array(CoveragePlace),
    doors: Doors,
    /** Tracks that wait to be laid upon the network, those of people who are not shown among them. */
    waiting: z.int(),
  }),
});

/** Somebody who was out in the last thirty days. */
export const FieldPerson = z.object({
  account: z.string(),
  name: z.string(),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  /** Metres of pipe they really walked within their rule's window, each metre once. */
  walkedM: z.number(),
  doors: Doors,
  /** Records of thirty days that carry a flag: leads, not verdicts. */
  flagged: z.int(),
  records: z.int(),
  lastAt: Instant,
});
export type FieldPerson = z.infer<typeof FieldPerson>;

export const listFieldPeople = route({
  path: "/api/field/people",
  who: ["supervisor", "dispatcher", "analyst"],
  summary: "People who were out in the last thirty days, with metres walked, doors and flags",
  query: Where,
  /** `total`: how many there are; listed are the five hundred with most flags. */
  reply: z.object({ asOf: Instant, total: z.int(), people: z.array(FieldPerson) }),
});

/** A way as it is shown: simplified to some metres; seconds since `fromAt`. */
export const FieldTrack = z.object({
  recordId: z.string(),
  author: z.string(),
  authorName: z.string(),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  fromAt: Instant,
  toAt: Instant,
  points: z.int(),
  lengthM: z.number().nullable(),
  /** Metres of pipe that it proves; null = it waits to be laid upon the network. */
  matchedM: z.number().nullable(),
  line: z.array(z.tuple([z.number(), z.number(), z.number()])),
});
export type FieldTrack = z.infer<typeof FieldTrack>;

export const TRACKS_MOST = 200;

/**
 * Ways exist only of patrols that a person began on their phone and did not end. Who reads whose ways is written down in the audit.
 */
export const listFieldTracks = route({
  path: "/api/field/tracks",
  who: ["supervisor", "dispatcher"],
  summary: "Ways of one person within some time, the newest first; reading them is audited",
  query: z.object({ author: z.string().min(1).max(64), from: Instant, to: Instant }),
  reply: z.object({ tracks: z.array(FieldTrack), isCut: z.boolean() }),
});

const WAY_READERS = ["supervisor", "dispatcher"] as const satisfies Role[];
/** Where somebody went is open to those who answer for them alone. */
export const seesWays = (role: Role): boolean => (WAY_READERS as readonly Role[]).includes(role);

/** Longest span that ways of everybody are asked for at once: a day and some. */
export const WAYS_LONGEST_MS = 26 * 3_600_000;
export const WAYS_MOST = 500;

/** For the time machine: who was where on a day. Nobody is asked for who did not begin a patrol on their phone; reading is audited with whose ways were told. */
export const listFieldWays = route({
  path: "/api/field/ways",
  who: WAY_READERS,
  summary: "Ways of everybody on a patrol within a day, in the order of their beginnings; reading them is audited",
  query: Where.extend({ from: Instant, to: Instant }),
  reply: z.object({ tracks: z.array(FieldTrack), isCut: z.boolean() }),
});

/** Where somebody on a patrol was last. */
export const FieldPosition = z.object({
  account: z.string(),
  name: z.string(),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  recordId: z.string(),
  at: Instant,
  lngLat: LngLat,
});
export type FieldPosition = z.infer<typeof FieldPosition>;

/** After so long a position is history and no longer shown as one. */
export const POSITION_MINUTES = 60;

export const listFieldPositions = route({
  path: "/api/field/positions",
  who: ["supervisor", "dispatcher"],
  summary: "Where people on a patrol were last, as their phones told within the hour",
  query: Where,
  reply: z.object({ asOf: Instant, positions: z.array(FieldPosition) }),
});
