import { z } from "zod";
import { CUSTOMER_CLASSES } from "./gas.ts";

/** Critical customers as files tell them. */
export const TOLD_CRITICAL = ["hospital", "care_home", "school"] as const;

/** Customers who come first, in that order; of the last the records say that they are critical, and not what they are. */
export const CRITICAL_KINDS = [...TOLD_CRITICAL, "critical_unknown"] as const;
export type CriticalKind = (typeof CRITICAL_KINDS)[number];

/** Customers as results count them: critical ones by what they are, all others by class. Each customer is of one kind. */
export const CUSTOMER_KINDS = [...CRITICAL_KINDS, ...CUSTOMER_CLASSES] as const;
export const CustomerKind = z.enum(CUSTOMER_KINDS);
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];
