import { z } from "zod";

/** How long a hazard has been open, by days since it was found: within 1, 7, 30, 90, and beyond. */
export const HAZARD_AGES = ["day", "week", "month", "quarter", "older"] as const;
export const HazardAge = z.enum(HAZARD_AGES);
export type HazardAge = (typeof HAZARD_AGES)[number];

/**
 * Where a hazard stands to its deadline: late by more than 30 days, more than 7, less; due within 3 days; later; without a deadline; and `done`
 * where the repair was found good, so that no deadline runs any more.
 */
export const HAZARD_DUES = ["late_30", "late_7", "late", "soon", "later", "open_ended", "done"] as const;
export const HazardDue = z.enum(HAZARD_DUES);
export type HazardDue = (typeof HAZARD_DUES)[number];

/** How far up an overdue hazard has climbed. */
export const CLIMBS = ["county", "city", "province"] as const;
export const Climb = z.enum(CLIMBS);
export type Climb = (typeof CLIMBS)[number];
