import { formatFixed, formatNumber } from "./format.ts";
import type { Language } from "./i18n/i18n.ts";

/** Kilometres of a length in metres: as many decimals as a small network needs, none that a large one has no use for. */
export function formatKm(lengthM: number, language: Language): string {
  const km = lengthM / 1000;
  if (km >= 1000) return formatNumber(km, language);
  return formatFixed(km, language, km < 10 ? 2 : 1);
}

const KPA_IN_MPA = 1000;
/** From here on the field speaks of MPa. */
const SPOKEN_IN_MPA = 10;

/** A span of pressures with its unit, as the field says it: low pressure in kPa, all above in MPa. */
export function pressureSpan(
  from: number | null,
  to: number | null,
): { readonly unit: "kPa" | "MPa"; readonly from: string; readonly to: string } {
  const unit = (from ?? 0) >= SPOKEN_IN_MPA ? "MPa" : "kPa";
  const say = (kPa: number | null) => (kPa === null ? "" : String(unit === "MPa" ? kPa / KPA_IN_MPA : kPa));
  return { unit, from: say(from), to: say(to) };
}
