import { TOLD_CRITICAL } from "./customer-kind.ts";
import type { DatasetKind } from "./dataset.ts";
import { DUCT_KINDS } from "./duct.ts";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  HAZARD_GRADES,
  LICENCE_KINDS,
  MATERIALS,
  NODE_KINDS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
  WARNING_LEVELS,
} from "./gas.ts";
import {
  DUCT_ALIASES,
  GAS_ALIASES,
  LEVEL_ALIASES,
  MATERIAL_ALIASES,
  STATION_ALIASES,
  STATUS_ALIASES,
} from "./import-aliases.ts";

/** One column of a file. Foreign names are mapped to `name` by a field map file; units are in the name. */
export interface ImportField {
  readonly name: string;
  readonly type: "text" | "number" | "integer" | "boolean" | "date" | "instant" | "area" | "choice";
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Codes seen in Chinese files, e.g. 中压A → MP_A, beside the canonical words. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export type GeometryKind = "point" | "line" | "polygon" | null;

export interface ImportKind {
  readonly geometry: GeometryKind;
  readonly fields: readonly ImportField[];
}

const text = (name: string, required = false): ImportField => ({ name, type: "text", required });
const num = (name: string, min: number, max: number, required = false): ImportField => ({
  name,
  type: "number",
  min,
  max,
  required,
});
const int = (name: string, min: number, max: number, required = false): ImportField => ({
  name,
  type: "integer",
  min,
  max,
  required,
});
const bool = (name: string): ImportField => ({ name, type: "boolean", required: false });
const date = (name: string, required = false): ImportField => ({ name, type: "date", required });
const instant = (name: string, required = false): ImportField => ({ name, type: "instant", required });
const area: ImportField = { name: "area_code", type: "area", required: true };
const choice = (
  name: string,
  choices: readonly string[],
  required: boolean,
  aliases: Record<string, string> = {},
): ImportField => ({
  name,
  type: "choice",
  choices,
  required,
  aliases,
});

const id = text("id", true);
const owner = text("enterprise_id", true);
const gas = choice("gas_kind", GAS_KINDS, true, GAS_ALIASES);
const level = (name: string, required: boolean) => choice(name, PRESSURE_LEVELS, required, LEVEL_ALIASES);

/** Columns of every kind of file, in the order our own generator writes them. */
export const IMPORT_KINDS: Readonly<Record<DatasetKind, ImportKind>> = {
  enterprise: {
    geometry: null,
    fields: [
      id,
      text("name", true),
      area,
      text("credit_code", true),
      choice("licence_kind", LICENCE_KINDS, true, {
        管道燃气: "piped",
        瓶装燃气: "bottled_lpg",
        燃气汽车加气站: "vehicle_filling",
      }),
      text("licence_number", true),
      date("licence_expires", true),
      int("safety_staff", 0, 100_000),
      // Further counties where it works, six-digit codes with ; between.
      text("work_areas"),
      // The telephone that is answered day and night.
      text("duty_phone"),
    ],
  },
  station: {
    geometry: "point",
    fields: [
      id,
      text("name", true),
      choice("kind", STATION_KINDS, true, STATION_ALIASES),
      area,
      owner,
      gas,
      text("address"),
      level("pressure_level", true),
      level("outlet_level", false),
      num("inlet_kpa", 0, 20_000),
      num("outlet_kpa", 0, 20_000),
      num("capacity_m3h", 0, 10_000_000),
      int("built_year", 1900, 2100),
      choice("status", PIPE_STATUSES, true, STATUS_ALIASES),
    ],
  },
  node: {
    geometry: "point",
    fields: [
      id,
      choice("kind", NODE_KINDS, true),
      text("name"),
      area,
      owner,
      text("station_id"),
      level("pressure_level", true),
      bool("is_open"),
      choice("condition", ["operable", "broken", "inaccessible"], false),
      bool("is_motorised"),
      date("last_exercised"),
      num("set_point_kpa", 0, 20_000),
      num("pressure_kpa", 0, 20_000),
      num("elevation_m", -200, 3_000),
    ],
  },
  pipe: {
    geometry: "line",
    fields: [
      id,
      area,
      owner,
      gas,
      level("pressure_level", true),
      choice("material", MATERIALS, true, MATERIAL_ALIASES),
      num("dn_mm", 6, 2_000, true),
      num("wall_mm", 0.5, 60),
      num("length_m", 0, 200_000),
      int("laid_year", 1900, 2100),
      num("depth_m", 0, 30),
      num("design_kpa", 0, 20_000),
      num("operating_kpa", 0, 20_000),
      num("flow_m3h", -10_000_000, 10_000_000),
      choice("status", PIPE_STATUSES, true, STATUS_ALIASES),
      text("anticorrosion"),
      num("survey_accuracy_m", 0, 100),
      date("last_patrolled"),
      text("from_node", true),
      text("to_node", true),
    ],
  },
  // Ways of other utilities; the enterprise is the one that keeps the record.
  duct: {
    geometry: "line",
    fields: [
      id,
      choice("kind", DUCT_KINDS, true, DUCT_ALIASES),
      area,
      owner,
      // Whose it is, in words.
      text("owner_name"),
      // Inside; a round one has its diameter as width and no height.
      num("width_mm", 10, 20_000),
      num("height_mm", 10, 20_000),
      // What the line's ends open into: the id of a node, or of a well that is told nowhere else and stands at that end.
      text("from_space"),
      text("to_space"),
    ],
  },
  tag: {
    geometry: null,
    fields: [
      id,
      text("name", true),
      choice("kind", TAG_KINDS, true),
      text("station_id", true),
      text("node_id"),
      area,
      owner,
      text("unit", true),
      num("low_alarm", -1e9, 1e9),
      num("low_warning", -1e9, 1e9),
      num("high_warning", -1e9, 1e9),
      num("high_alarm", -1e9, 1e9),
      num("dead_band", 0, 1e9),
      int("sampling_s", 1, 86_400, true),
      int("stale_after_s", 1, 604_800, true),
      // The value it hovers about, for the simulator and for plausibility.
      num("nominal", -1e9, 1e9),
    ],
  },
  camera: {
    geometry: "point",
    fields: [
      id,
      text("name", true),
      // GB/T 28181, 20 digits.
      text("device_id", true),
      text("station_id"),
      area,
      owner,
      // Clockwise from north; empty where the camera turns.
      num("heading_deg", 0, 360),
      num("fov_deg", 1, 360),
      num("range_m", 1, 5_000),
      int("cascade_level", 0, 9),
      // Ids of the platforms between, the nearest to us first, ; between.
      text("cascade_path"),
      // The media server's name in MEDIA_SERVERS, and the stream's name there where it is not the device id.
      text("adapter"),
      text("channel"),
      // Where the media server fetches the stream itself; it may hold a password, and is shown to nobody.
      text("source_url"),
    ],
  },
  customer: {
    geometry: "point",
    fields: [
      id,
      area,
      owner,
      gas,
      choice("class", CUSTOMER_CLASSES, true, {
        居民: "residential",
        商业: "commercial",
        工业: "industrial",
        公福: "public",
        采暖: "heating",
        车用: "vehicle",
      }),
      text("service_node"),
      bool("is_critical"),
      // What a critical customer is; one that is named is critical, whether or not the file says so.
      choice("critical_kind", TOLD_CRITICAL, false, {
        医院: "hospital",
        养老院: "care_home",
        养老机构: "care_home",
        学校: "school",
        幼儿园: "school",
      }),
      num("annual_m3", 0, 1e9),
      text("person_name"),
      text("phone"),
      text("address"),
    ],
  },
  supply: { geometry: null, fields: [owner, area, gas, date("day", true), num("m3", 0, 1e10, true)] },
  hazard: {
    geometry: "point",
    fields: [
      id,
      area,
      owner,
      choice("grade", HAZARD_GRADES, true, { 一级: "major", 二级: "general", 三级: "minor" }),
      text("state", true),
      instant("found_at", true),
      instant("due_at"),
      text("note"),
    ],
  },
  alarm: {
    geometry: null,
    fields: [
      id,
      area,
      owner,
      text("tag_id", true),
      choice("level", WARNING_LEVELS, true),
      instant("raised_at", true),
      instant("cleared_at"),
      num("value", -1e9, 1e9),
    ],
  },
  reading: {
    geometry: null,
    fields: [text("tag_id", true), instant("t", true), num("v", -1e9, 1e9, true), int("q", 0, 2)],
  },
  boundary: { geometry: "polygon", fields: [text("code", true), text("name")] },
};
