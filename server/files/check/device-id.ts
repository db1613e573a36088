/** What is wrong with a camera's id by GB/T 28181 appendix D, as the import's report says it. */
export interface DeviceIdFault {
  readonly rule: "device_id_form" | "device_id_kind" | "device_id_area";
  readonly expected: string;
}

/** 20 digits: division and unit (8), industry (2), type (3), network (1), serial (6). */
const FORM = /^(?<division>\d{6})\d{2}\d{2}(?<type>\d{3})\d\d{6}$/;
/** Types under which a picture comes: recorders and encoders with one channel, cameras, network cameras. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(["111", "112", "113", "118", "131", "132"]);

/**
 * Faults of a camera's device id; none = as the standard wants it. A unit's id may stand on the level of its city or province
 * (`130100…`, `130000…`), so the division is held against each of the three.
 * @param areaCode six digits of the county where the camera stands; null = not known
 */
export function deviceIdFaults(id: string, areaCode: string | null): readonly DeviceIdFault[] {
  const parts = FORM.exec(id)?.groups;
  if (!parts) return [{ rule: "device_id_form", expected: "20 digits (GB/T 28181)" }];
  const { division = "", type = "" } = parts;
  const faults: DeviceIdFault[] = [];
  if (!PICTURE_TYPES.has(type))
    faults.push({ rule: "device_id_kind", expected: `digits 11 to 13 one of ${[...PICTURE_TYPES].join(", ")}` });
  if (areaCode !== null) {
    const levels = [areaCode, `${areaCode.slice(0, 4)}00`, `${areaCode.slice(0, 2)}0000`];
    if (!levels.includes(division))
      faults.push({ rule: "device_id_area", expected: `digits 1 to 6 one of ${[...new Set(levels)].join(", ")}` });
  }
  return faults;
}
