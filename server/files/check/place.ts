import type { ImportKind } from "#contract/import-fields.ts";
import { kmBetween } from "#server/files/place/sniff.ts";
import { type County, metresOutside } from "./areas.ts";
import type { CheckContext } from "./context.ts";
import { type FieldRow, fieldIndex, type Report } from "./row.ts";

/** Rows further than this from the county they name are in another projection or another county. */
const FAR_KM = 200;
/** Official outlines are to be believed to a few hundred metres, indicative ones to the tenth of a degree they were drawn with. */
const OUTSIDE_M = { official: 500, indicative: 15_000 } as const;

/** Settles in which county a row stands: old codes are translated, a city's or unit's code is narrowed by position. False when it cannot be.
 * `isHome`: the row says where a company sits, which may be a city or the province. */
export function settleArea(
  row: FieldRow,
  kind: ImportKind,
  context: CheckContext,
  report: Report,
  isHome = false,
): boolean {
  const index = fieldIndex(kind, "area_code");
  const cell = row.values[index] ?? null;
  if (cell === null) return index < 0;
  const given = String(cell);
  const reading = context.areas.read(given);
  if (reading.kind === "unknown") {
    report("reject", row, "area_unknown", "area_code", "a county of the province, GB/T 2260", given);
    return false;
  }
  if (reading.kind === "above" && isHome) return true;
  const county =
    reading.kind === "county" ? context.areas.counties.get(reading.code) : narrowed(row, reading.counties, context);
  if (!county) {
    report("reject", row, "area_not_county", "area_code", "the code of a county, not of what is above it", given);
    return false;
  }
  row.values[index] = county.code;
  row.areaCode = county.code;
  if (reading.kind === "above") report("note", row, "area_by_position", "area_code", county.code, given);
  else if (reading.wasOld) report("note", row, "area_code_old", "area_code", county.code, given);
  return isNear(row, county, report);
}

function narrowed(row: FieldRow, counties: readonly County[], context: CheckContext): County | null {
  const [lng, lat] = row.geometry?.xy ?? [];
  return lng === undefined || lat === undefined ? null : context.areas.holding(counties, lng, lat);
}

function isNear(row: FieldRow, county: County, report: Report): boolean {
  const [lng, lat] = row.geometry?.xy ?? [];
  if (lng === undefined || lat === undefined) return true;
  const km = kmBetween([lng, lat], county.lngLat);
  const where = `${lng.toFixed(5)}, ${lat.toFixed(5)}`;
  if (km > FAR_KM) {
    report(
      "reject",
      row,
      "far_from_area",
      "area_code",
      `within ${FAR_KM} km of ${county.name} ${county.code}`,
      `${Math.round(km)} km: ${where}`,
    );
    return false;
  }
  const { outline } = county;
  if (!outline) return true;
  const outside = metresOutside(outline, lng, lat);
  if (outside > (outline.isIndicative ? OUTSIDE_M.indicative : OUTSIDE_M.official))
    report(
      "warn",
      row,
      "area_not_containing",
      "area_code",
      `inside ${county.name} ${county.code}`,
      `${Math.round(outside)} m outside: ${where}`,
    );
  return true;
}
