import { z } from "zod";
import { CustomerClass, GasKind, HazardGrade } from "../gas.ts";
import { route } from "../route.ts";
import { BUSINESS_ROLES } from "../scope.ts";
import { AttachmentKind, VisitOutcome } from "./words.ts";

/** Where a rule of ours comes from. `certainty`: read in a published source, known in the field, or a default of this product. */
export const Clause = z.object({
  text: z.string(),
  source: z.string(),
  certainty: z.enum(["source", "field", "default"]),
});
export type Clause = z.infer<typeof Clause>;

/** A 环境 environment · B 管道 pipe · C 表 meter · D 软管 hose · E 灶具 appliance · F 报警切断 alarm and shut-off · G 液化气瓶 LPG cylinder. */
export const CHECK_GROUPS = ["A", "B", "C", "D", "E", "F", "G"] as const;
export const CheckGroup = z.enum(CHECK_GROUPS);
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/**
 * When an item is asked at all: every one that is given must hold. `answer`: an earlier item's answer. How to read it: `isAsked` in
 * checklist-rules.ts, the same for device and server.
 */
export const Condition = z.object({
  gasKinds: z.array(GasKind).optional(),
  classes: z.array(CustomerClass).optional(),
  answer: z.object({ item: z.string(), is: z.array(z.union([z.string(), z.boolean()])) }).optional(),
});
export type Condition = z.infer<typeof Condition>;

export const ChecklistItem = z.object({
  /** `D3`: its group and a number; never used again for something else. */
  id: z.string(),
  group: CheckGroup,
  text: z.string(),
  textEn: z.string(),
  /**
   * `confirm`: true = as it should be, false = not · `number` in `unit`, good within min … max · `date`: good when not before the day of
   * the visit · `choice`: one of `choices`, bad when its `isBad` · `text`.
   */
  kind: z.enum(["confirm", "number", "date", "choice", "text"]),
  unit: z.string().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  choices: z.array(z.object({ code: z.string(), text: z.string(), textEn: z.string(), isBad: z.boolean() })),
  when: Condition,
  isRequired: z.boolean(),
  photo: z.enum(["always", "when_bad", "never"]),
  clause: Clause,
  /** What a bad answer makes. null = nothing, it is noted. */
  hazard: z.object({ grade: HazardGrade, code: z.string() }).nullable(),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

/** What a visit's outcome must bring with it. */
export const OutcomeRule = z.object({
  outcome: VisitOutcome,
  text: z.string(),
  textEn: z.string(),
  /** Kinds of files that must be there, one at least of each. */
  files: z.array(AttachmentKind),
  needsAnswers: z.boolean(),
  /** A signature, or that it was refused. */
  needsSignature: z.boolean(),
  needsPlace: z.boolean(),
  needsNote: z.boolean(),
  /** A second visit must be made or agreed: after so many days at the latest; null = none. */
  againWithinDays: z.int().nullable(),
  /** Whether the door counts as entered for 入户率, as visited, or leaves the plan. */
  counts: z.enum(["entered", "visited", "off_plan"]),
  clause: Clause,
});
export type OutcomeRule = z.infer<typeof OutcomeRule>;

export const Checklist = z.object({
  id: z.string(),
  version: z.int(),
  title: z.string(),
  titleEn: z.string(),
  /** First day in force; a record keeps the version it was filled in on. */
  from: z.iso.date(),
  /** Least seconds at the door that the whole list can take honestly; below it a record is flagged, no more. */
  leastS: z.int(),
  items: z.array(ChecklistItem),
  outcomes: z.array(OutcomeRule),
});
export type Checklist = z.infer<typeof Checklist>;

/** All versions in force today or later; keep them on the device. A version that is not here any more still uploads. */
export const listChecklists = route({
  path: "/api/field/checklists",
  who: BUSINESS_ROLES,
  summary: "Checklists as versioned data, each item with its clause",
  reply: z.object({ checklists: z.array(Checklist) }),
});
