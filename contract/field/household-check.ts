import { HOUSEHOLD_ITEMS } from "./household-items.ts";
import type { Checklist, Clause, OutcomeRule } from "./checklists.ts";

/* The household check as data: version 1. A change is a new version; a version that was ever sent out stays. */

const OURS: Clause = { text: "到访结果留痕", source: "产品默认值", certainty: "default" };
const REFUSAL: Clause = { text: "到访不遇、拒检应留存告知凭证并另约时间", source: "行业惯例", certainty: "field" };

const outcome = (over: Pick<OutcomeRule, "outcome" | "text" | "textEn"> & Partial<OutcomeRule>): OutcomeRule => ({
  files: [],
  needsAnswers: false,
  needsSignature: false,
  needsPlace: true,
  needsNote: false,
  againWithinDays: null,
  counts: "visited",
  clause: OURS,
  ...over,
});

const OUTCOMES: readonly OutcomeRule[] = [
  outcome({
    outcome: "entered",
    text: "正常入户",
    textEn: "Entered",
    needsAnswers: true,
    needsSignature: true,
    counts: "entered",
  }),
  outcome({
    outcome: "nobody_home",
    text: "到访不遇",
    textEn: "Nobody home",
    files: ["notice"],
    againWithinDays: 15,
    clause: REFUSAL,
  }),
  outcome({
    outcome: "refused",
    text: "拒检",
    textEn: "Refused",
    files: ["notice"],
    needsNote: true,
    againWithinDays: 30,
    clause: REFUSAL,
  }),
  outcome({ outcome: "vacant", text: "空置", textEn: "Vacant", files: ["photo"], counts: "off_plan" }),
  outcome({
    outcome: "not_in_use",
    text: "停用",
    textEn: "Not in use",
    files: ["photo"],
    needsNote: true,
    counts: "off_plan",
  }),
  outcome({ outcome: "demolished", text: "已拆", textEn: "Demolished", files: ["photo"], counts: "off_plan" }),
  outcome({ outcome: "wrong_address", text: "地址错", textEn: "Wrong address", files: ["photo"], needsNote: true }),
];

export const HOUSEHOLD_CHECK: Checklist = {
  id: "household-check",
  version: 1,
  title: "入户安全检查表",
  titleEn: "Household safety check",
  from: "2026-01-01",
  leastS: 120,
  items: [...HOUSEHOLD_ITEMS],
  outcomes: [...OUTCOMES],
};

export const BUILT_IN_CHECKLISTS: readonly Checklist[] = [HOUSEHOLD_CHECK];
