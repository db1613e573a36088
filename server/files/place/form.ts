/** What a pair of numbers looks like, before anybody says what it is. */
export type Form =
  | { readonly kind: "degrees"; readonly axis: "xy" | "yx" }
  | { readonly kind: "gauss"; readonly axis: "xy" | "yx"; readonly zone: number | null }
  | { readonly kind: "mercator"; readonly axis: "xy" | "yx" };

const isLng = (v: number) => v >= 70 && v <= 140;
const isLat = (v: number) => v >= 0 && v <= 56;
// China lies between 18° and 54° north: 1 990 to 5 990 km from the equator.
const isNorthing = (v: number) => v >= 1_900_000 && v <= 6_100_000;
const isEasting = (v: number) => v >= -200_000 && v <= 1_300_000;
const zoneOf = (v: number) => {
  const zone = Math.floor(v / 1_000_000);
  return (zone >= 13 && zone <= 23) || (zone >= 25 && zone <= 45) ? zone : null;
};
const isMercatorX = (v: number) => v >= 7_800_000 && v <= 15_600_000;
const isMercatorY = (v: number) => v >= 0 && v <= 7_600_000;

/** The form of one vertex, or null when it fits none. */
export function formOf(first: number, second: number): Form | null {
  if (isLng(first) && isLat(second)) return { kind: "degrees", axis: "xy" };
  if (isLat(first) && isLng(second)) return { kind: "degrees", axis: "yx" };
  if (isNorthing(second) && isEasting(first)) return { kind: "gauss", axis: "xy", zone: null };
  if (isNorthing(first) && isEasting(second)) return { kind: "gauss", axis: "yx", zone: null };
  if (isNorthing(second) && zoneOf(first) !== null && !isMercatorX(first))
    return { kind: "gauss", axis: "xy", zone: zoneOf(first) };
  if (isNorthing(first) && zoneOf(second) !== null && !isMercatorX(second))
    return { kind: "gauss", axis: "yx", zone: zoneOf(second) };
  if (isMercatorX(first) && isMercatorY(second)) return { kind: "mercator", axis: "xy" };
  if (isMercatorX(second) && isMercatorY(first)) return { kind: "mercator", axis: "yx" };
  return null;
}

/** The form of most vertices of a sample (more than half of the finite ones), or null. */
export function commonForm(xy: readonly number[]): Form | null {
  const counts = new Map<string, { form: Form; count: number }>();
  let finite = 0;
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const [x, y] = [xy[i] as number, xy[i + 1] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    finite++;
    const form = formOf(x, y);
    if (!form) continue;
    const key = JSON.stringify(form);
    const seen = counts.get(key) ?? { form, count: 0 };
    seen.count++;
    counts.set(key, seen);
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return best && best.count * 2 > finite ? best.form : null;
}
