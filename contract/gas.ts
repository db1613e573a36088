import { z } from "zod";

/** The words of the field, as closed lists. Facts: domain.md §2; pressure levels: GB 55009. */
export const PRESSURE_LEVELS = ["UHP", "HP_A", "HP_B", "SHP_A", "SHP_B", "MP_A", "MP_B", "LP", "unknown"] as const;
export const PressureLevel = z.enum(PRESSURE_LEVELS);
export type PressureLevel = (typeof PRESSURE_LEVELS)[number];

/** Upper limit of the maximum operating pressure in kPa (GB 55009); UHP and unknown have none. */
export const PRESSURE_LEVEL_MAX_KPA: Readonly<Record<PressureLevel, number | null>> = {
  UHP: null,
  HP_A: 4000,
  HP_B: 2500,
  SHP_A: 1600,
  SHP_B: 800,
  MP_A: 400,
  MP_B: 200,
  LP: 10,
  unknown: null,
};

export const GAS_KINDS = ["urban_ng", "rural_ng", "lpg", "coal_gas"] as const;
export const GasKind = z.enum(GAS_KINDS);
export type GasKind = (typeof GAS_KINDS)[number];

export const MATERIALS = ["PE80", "PE100", "steel", "iron", "galvanised", "other"] as const;
export const Material = z.enum(MATERIALS);
export type Material = (typeof MATERIALS)[number];

export const PIPE_STATUSES = ["in_service", "out_of_use", "planned"] as const;
export const PipeStatus = z.enum(PIPE_STATUSES);
export type PipeStatus = (typeof PIPE_STATUSES)[number];

export const STATION_KINDS = [
  "city_gate",
  "storage_distribution",
  "regulator_station",
  "regulator_cabinet",
  "regulator_box",
  "valve_room",
  "valve_pit",
  "lng_storage",
  "cng_mother",
  "cng_daughter",
  "cng_relief",
  "filling_station",
  "lpg_plant",
  "lpg_shop",
  "gas_holder",
  "gas_works",
  "odoriser",
  "cp_test_post",
  "drip",
] as const;
export const StationKind = z.enum(STATION_KINDS);
export type StationKind = (typeof STATION_KINDS)[number];

/** Smallest zoom at which a kind is drawn: big things first, boxes and posts only where they do not cover the map. */
export const STATION_MIN_ZOOM: Readonly<Record<StationKind, number>> = {
  city_gate: 5,
  storage_distribution: 6,
  gas_works: 6,
  gas_holder: 7,
  lng_storage: 7,
  cng_mother: 7,
  lpg_plant: 8,
  regulator_station: 9,
  cng_daughter: 9,
  cng_relief: 9,
  filling_station: 9,
  odoriser: 10,
  valve_room: 10,
  lpg_shop: 11,
  regulator_cabinet: 12,
  regulator_box: 13,
  valve_pit: 13,
  cp_test_post: 14,
  drip: 14,
};

export const NODE_KINDS = ["source", "tee", "bend", "reducer", "valve", "regulator", "end", "service"] as const;
export const NodeKind = z.enum(NODE_KINDS);
export type NodeKind = (typeof NODE_KINDS)[number];

export const TAG_KINDS = [
  "pressure",
  "flow",
  "temperature",
  "tank_level",
  "gas_concentration",
  "methane",
  "ethane",
  "valve_position",
  "odorant",
  "cp_potential",
] as const;
export const TagKind = z.enum(TAG_KINDS);
export type TagKind = (typeof TAG_KINDS)[number];

/** One unit per kind on the wire and in the database; whatever a file says is converted at the edge. */
export const TAG_UNITS: Readonly<Record<TagKind, string>> = {
  pressure: "kPa",
  flow: "m³/h",
  temperature: "℃",
  tank_level: "%",
  gas_concentration: "%LEL",
  methane: "%LEL",
  ethane: "ppm",
  valve_position: "%",
  odorant: "mg/m³",
  cp_potential: "mV",
};

/**
 * State of a live tag, in the order of the wire's number: index = byte in a frame. `maintenance` covers all others; `suspect` covers normal
 * alone, so that no doubt hides an alarm.
 */
export const TAG_STATES = ["normal", "warning", "alarm", "stale", "offline", "maintenance", "suspect"] as const;
export const TagState = z.enum(TAG_STATES);
export type TagState = (typeof TAG_STATES)[number];

/** Warning levels 红橙黄蓝 Ⅰ–Ⅳ, worst first. */
export const WARNING_LEVELS = ["red", "orange", "yellow", "blue"] as const;
export const WarningLevel = z.enum(WARNING_LEVELS);
export type WarningLevel = (typeof WARNING_LEVELS)[number];

export const LICENCE_KINDS = ["piped", "bottled_lpg", "vehicle_filling"] as const;
export const LicenceKind = z.enum(LICENCE_KINDS);
export type LicenceKind = (typeof LICENCE_KINDS)[number];

export const CUSTOMER_CLASSES = ["residential", "commercial", "industrial", "public", "heating", "vehicle"] as const;
export const CustomerClass = z.enum(CUSTOMER_CLASSES);
export type CustomerClass = (typeof CUSTOMER_CLASSES)[number];

export const HAZARD_GRADES = ["major", "general", "minor"] as const;
export const HazardGrade = z.enum(HAZARD_GRADES);
export type HazardGrade = (typeof HAZARD_GRADES)[number];
