import { z } from "zod";

/** 发现 → 定级 → 派单/告知 → 接单 → 整改 → 复查 → 销号: where a hazard stands. `enforcement` 移交执法: beyond the enterprise's power. */
export const HAZARD_STATES = [
  "found",
  "graded",
  "dispatched",
  "accepted",
  "fixed",
  "rechecked",
  "closed",
  "enforcement",
] as const;
export const HazardState = z.enum(HAZARD_STATES);
export type HazardState = (typeof HAZARD_STATES)[number];

/**
 * What is done with a hazard. `notify` 告知 tells the resident, whose duty the repair is, and stands beside `dispatch` 派单.
 * `extend` 延期 once · `cut` 停供 · `restore` 复供 · `hand_over` 移交执法 · `take_back` from there · `press` 督办 · `climb` is the clock's.
 */
export const HAZARD_STEPS = [
  "find",
  "grade",
  "dispatch",
  "notify",
  "accept",
  "decline",
  "fix",
  "recheck_pass",
  "recheck_fail",
  "close",
  "extend",
  "cut",
  "restore",
  "hand_over",
  "take_back",
  "press",
  "climb",
] as const;
export const HazardStep = z.enum(HAZARD_STEPS);
export type HazardStep = (typeof HAZARD_STEPS)[number];
