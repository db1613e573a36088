import { z } from "zod";
import {
  CustomerClass,
  GasKind,
  HazardGrade,
  LicenceKind,
  Material,
  PressureLevel,
  StationKind,
  TagState,
  WarningLevel,
} from "./gas.ts";
import { route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";

/** Numbers that a sub-area row carries; each is also a choice for the area fill and a column of the table. */
export const AREA_MEASURES = [
  "pipeKm",
  "pipeKmPerKm2",
  "stations",
  "customers",
  "enterprises",
  "tags",
  "tagsAlarm",
  "tagsWarning",
  "tagsStale",
  "openAlarms",
  "openHazards",
  "gasSuppliedM3",
] as const;
export const AreaMeasure = z.enum(AREA_MEASURES);
export type AreaMeasure = (typeof AREA_MEASURES)[number];

export const ChildRow = z.object({
  /** Area code, or the enterprise id when the children are enterprises. */
  code: z.string(),
  name: z.string(),
  kind: z.enum(["area", "enterprise"]),
  measures: z.record(AreaMeasure, z.number()),
});
export type ChildRow = z.infer<typeof ChildRow>;

const count = z.int().min(0);

export const Overview = z.object({
  area: AreaCode,
  enterprise: EnterpriseId.nullable(),
  /** When the numbers were read. */
  at: z.string(),
  enterprises: z.object({
    total: count,
    byLicence: z.array(z.object({ kind: LicenceKind, count })),
    /** Licences that end within 90 days, soonest first; already ended ones too, with negative days. */
    expiring: z.array(
      z.object({
        enterpriseId: EnterpriseId,
        name: z.string(),
        kind: LicenceKind,
        expires: z.string(),
        daysLeft: z.int(),
      }),
    ),
  }),
  pipes: z.object({
    totalKm: z.number(),
    byLevelAndMaterial: z.array(z.object({ level: PressureLevel, material: Material, km: z.number() })),
  }),
  stations: z.array(z.object({ kind: StationKind, count })),
  customers: z.array(z.object({ gasKind: GasKind, class: CustomerClass, count })),
  /** Gas supplied on each of the last 30 full days, oldest first. */
  supply: z.array(z.object({ day: z.iso.date(), m3: z.number() })),
  tags: z.array(z.object({ state: TagState, count })),
  alarms: z.array(z.object({ level: WarningLevel, count })),
  hazards: z.array(z.object({ grade: HazardGrade, open: count, overdue: count })),
  children: z.array(ChildRow),
});
export type Overview = z.infer<typeof Overview>;

/** Filters narrow every number; they are what a click on a chart sets. */
export const OverviewQuery = z.object({
  area: AreaCode.optional(),
  enterprise: EnterpriseId.optional(),
  level: PressureLevel.optional(),
  material: Material.optional(),
  gasKind: GasKind.optional(),
  stationKind: StationKind.optional(),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

export const getOverview = route({
  path: "/api/overview",
  who: BUSINESS_ROLES,
  summary: "The key numbers of an area or enterprise, with its sub-areas side by side",
  query: OverviewQuery,
  reply: Overview,
});
