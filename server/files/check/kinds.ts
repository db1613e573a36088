import type { DatasetKind } from "#contract/dataset.ts";
import { PRESSURE_LEVEL_MAX_KPA, PRESSURE_LEVELS, type PressureLevel, TAG_UNITS, type TagKind } from "#contract/gas.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import { EnterpriseId } from "#contract/scope.ts";
import type { CheckContext } from "./context.ts";
import { creditCodeFault } from "./credit-code.ts";
import { deviceIdFaults } from "./device-id.ts";
import { lengthM } from "./lines.ts";
import { type FieldRow, fieldIndex, type Report } from "./row.ts";
import { tagUnit, tagUnitsOf } from "./units.ts";

/** Looks at a row by the rules of its kind and completes it; false when it is rejected. Field positions are found once. */
export type KindCheck = (row: FieldRow, context: CheckContext, report: Report) => boolean;

const ID_LIMIT = 64;
const accept: KindCheck = () => true;
const unread = (row: FieldRow, index: number) => row.values[index] === null;

/** The rules that only this kind of file has. */
export function kindCheck(kind: DatasetKind): KindCheck {
  const checks = [idCheck(kind), ownerCheck(kind), OWN_RULES[kind]?.() ?? accept];
  return (row, context, report) => {
    let isRight = row.isWhole;
    // Every check runs, so that a row's faults come all at once; a cell that could not be read has been reported as that.
    for (const check of checks) isRight = check(row, context, report) && isRight;
    return isRight;
  };
}

const at = (kind: DatasetKind, name: string) => fieldIndex(IMPORT_KINDS[kind], name);

function idCheck(kind: DatasetKind): KindCheck {
  const id = at(kind, "id");
  if (id < 0) return accept;
  return (row, _context, report) => {
    if (unread(row, id)) return false;
    const value = String(row.values[id]);
    const isRight = kind === "enterprise" ? EnterpriseId.safeParse(value).success : value.length <= ID_LIMIT;
    const expected = kind === "enterprise" ? "1 to 32 of A–Z, 0–9 and -" : `at most ${ID_LIMIT} characters`;
    if (!isRight) report("reject", row, "id_form", "id", expected, value);
    return isRight;
  };
}

function ownerCheck(kind: DatasetKind): KindCheck {
  const isEnterprise = kind === "enterprise";
  const owner = at(kind, isEnterprise ? "id" : "enterprise_id");
  if (owner < 0) return accept;
  const field = isEnterprise ? "id" : "enterprise_id";
  return (row, context, report) => {
    if (unread(row, owner)) return false;
    const id = String(row.values[owner]);
    row.enterpriseId = id;
    const { scope } = context;
    const isOutside =
      (scope?.counties && row.areaCode !== null && !scope.counties.has(row.areaCode)) ||
      (scope?.enterpriseId && scope.enterpriseId !== id);
    if (isOutside)
      report(
        "reject",
        row,
        "out_of_scope",
        field,
        "rows of the account's own area and enterprise",
        `${row.areaCode} ${id}`,
      );
    if (isEnterprise) return !isOutside;
    const counties = context.enterprises.get(id);
    if (!counties) report("reject", row, "enterprise_unknown", field, "an enterprise imported before", id);
    else if (row.areaCode !== null && !counties.has(row.areaCode))
      report(
        "warn",
        row,
        "enterprise_elsewhere",
        "area_code",
        `one of ${[...counties].slice(0, 12).join(", ")}`,
        row.areaCode,
      );
    return !isOutside && counties !== undefined;
  };
}

const OWN_RULES: Partial<Record<DatasetKind, () => KindCheck>> = {
  enterprise: () => {
    const code = at("enterprise", "credit_code");
    const work = at("enterprise", "work_areas");
    return (row, context, report) => {
      const fault = unread(row, code) ? null : creditCodeFault(String(row.values[code]));
      if (fault) report("reject", row, "credit_code", "credit_code", fault.expected, row.values[code]);
      return settleWorkAreas(row, work, context, report) && fault === null;
    };
  },
  pipe: () => {
    const fields = {
      length: at("pipe", "length_m"),
      level: at("pipe", "pressure_level"),
      design: at("pipe", "design_kpa"),
      operating: at("pipe", "operating_kpa"),
    };
    return (row, _context, report) => {
      if (!row.isWhole) return false;
      settleLength(row, fields.length, report);
      settleLevel(row, fields, report);
      return true;
    };
  },
  tag: () => {
    const limits = ["low_alarm", "low_warning", "high_warning", "high_alarm", "nominal"].map((name) => at("tag", name));
    const fields = { kind: at("tag", "kind"), unit: at("tag", "unit"), deadBand: at("tag", "dead_band"), limits };
    return (row, _context, report) => row.isWhole && settleUnit(row, fields, report);
  },
  camera: () => {
    const device = at("camera", "device_id");
    return (row, _context, report) => {
      if (unread(row, device)) return true;
      const id = String(row.values[device]);
      for (const { rule, expected } of deviceIdFaults(id, row.areaCode)) {
        report("warn", row, rule, "device_id", expected, id);
      }
      return true;
    };
  },
  boundary: () => {
    const code = at("boundary", "code");
    return (row, context, report) => row.isWhole && settleBoundary(row, code, context, report);
  },
  reading: () => tagKnown("reading"),
  alarm: () => tagKnown("alarm"),
};

function tagKnown(kind: DatasetKind): KindCheck {
  const tag = at(kind, "tag_id");
  return (row, context, report) => {
    if (unread(row, tag)) return false;
    const id = String(row.values[tag]);
    if (context.tags.has(id)) return true;
    report("reject", row, "tag_unknown", "tag_id", "a tag imported before", id);
    return false;
  };
}

function settleWorkAreas(row: FieldRow, index: number, context: CheckContext, report: Report): boolean {
  const given = row.values[index];
  if (given === null) return true;
  const codes = String(given)
    .split(/[;；,，\s]+/)
    .filter((code) => code !== "");
  const settled: string[] = [];
  for (const code of codes) {
    const reading = context.areas.read(code);
    if (reading.kind === "unknown") {
      report("reject", row, "area_unknown", "work_areas", "codes of the province, ; between", code);
      return false;
    }
    if (reading.kind === "county") settled.push(reading.code);
    else settled.push(...reading.counties.map((county) => county.code));
  }
  row.values[index] = [...new Set(settled)].join(";");
  return true;
}

/** 天地图 writes 156 (China) before the six digits. */
function settleBoundary(row: FieldRow, index: number, context: CheckContext, report: Report): boolean {
  const given = String(row.values[index]);
  const digits = given.replace(/^156(?=\d{6}$)/, "");
  const reading = context.areas.read(digits);
  const code = reading.kind === "county" ? reading.code : digits;
  row.values[index] = code;
  row.areaCode = code;
  if (reading.kind === "county" && reading.wasOld) report("note", row, "area_code_old", "code", code, given);
  if (context.areas.names.has(code)) return true;
  report("reject", row, "boundary_unknown", "code", "a province, city or county of this installation", given);
  return false;
}

const LENGTH_SHARE = 0.2;
const LENGTH_LEAST_M = 1;

function settleLength(row: FieldRow, index: number, report: Report): void {
  const measured = lengthM(row.geometry?.xy ?? []);
  const given = row.values[index];
  if (given === null) {
    row.values[index] = Math.round(measured * 100) / 100;
    report("note", row, "length_filled", "length_m", "a length", `${measured.toFixed(2)} m from the geometry`);
    return;
  }
  const off = Math.abs(Number(given) - measured);
  if (off > measured * LENGTH_SHARE && off > LENGTH_LEAST_M)
    report("warn", row, "length_differs", "length_m", `${measured.toFixed(1)} m, as drawn, within 20 %`, given);
}

/** A file that names no half (中压) has it settled by its pressure; one whose pressure is above its level is warned about. */
function settleLevel(
  row: FieldRow,
  fields: { level: number; design: number; operating: number },
  report: Report,
): void {
  const operating = row.values[fields.operating];
  const kPa = row.values[fields.design] ?? operating;
  const level = row.values[fields.level] as PressureLevel;
  if (level === "unknown" && typeof kPa === "number") {
    row.values[fields.level] = levelOf(kPa);
    report("note", row, "level_from_pressure", "pressure_level", levelOf(kPa), `${kPa} kPa`);
    return;
  }
  const most = PRESSURE_LEVEL_MAX_KPA[level];
  if (most !== null && typeof operating === "number" && operating > most)
    report("warn", row, "pressure_above_level", "operating_kpa", `at most ${most} kPa for ${level}`, operating);
}

/** The level of a maximum operating pressure (GB 55009). */
export function levelOf(kPa: number): PressureLevel {
  let found: PressureLevel = "UHP";
  for (const level of PRESSURE_LEVELS) {
    const most = PRESSURE_LEVEL_MAX_KPA[level];
    if (most !== null && kPa <= most) found = level;
  }
  return found;
}

function settleUnit(
  row: FieldRow,
  fields: { kind: number; unit: number; deadBand: number; limits: readonly number[] },
  report: Report,
): boolean {
  const kind = row.values[fields.kind] as TagKind;
  const unit = String(row.values[fields.unit]);
  const change = tagUnit(kind, unit);
  if (!change) {
    report("reject", row, "unit_unknown", "unit", tagUnitsOf(kind), unit);
    return false;
  }
  const ours = TAG_UNITS[kind];
  if (change.factor !== 1 || change.offset !== 0) {
    for (const index of fields.limits) {
      const value = row.values[index];
      if (typeof value === "number") row.values[index] = value * change.factor + change.offset;
    }
    const band = row.values[fields.deadBand];
    if (typeof band === "number") row.values[fields.deadBand] = band * change.factor;
    report("note", row, "unit_changed", "unit", ours, unit);
  }
  row.values[fields.unit] = ours;
  return true;
}
