import { FileProblem } from "../row.ts";
import { type Axis, converter } from "./convert.ts";
import { type Crs, crsDeclared, crsNamed, gauss } from "./crs.ts";
import { commonForm, type Form } from "./form.ts";

/** Words for a person, in the product's two languages. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

export interface Placing {
  readonly crs: Crs;
  readonly axis: Axis;
  /** What was found and how, to be shown before the import goes on. */
  readonly said: readonly Said[];
}

/** First rows of a file: all their vertices, and for the rows whose area is known one vertex with the area's own point. */
export interface PlaceSample {
  readonly xy: readonly number[];
  readonly anchors: readonly { readonly xy: readonly [number, number]; readonly lngLat: readonly [number, number] }[];
}

export interface Asked {
  /** `--crs`, or null. */
  readonly crs: string | null;
  /** `--axis`: `xy` = easting or longitude first; or null. */
  readonly axis: Axis | null;
}

/** Half of a sample further than this from the areas it names is in another zone: neighbouring meridians lie 240 km apart. */
const FAR_KM = 150;
const MERIDIANS = Array.from({ length: 21 }, (_, i) => 75 + i * 3);

/**
 * Decides the coordinate system and axis order of a file from what a person says, what the file says, and what its numbers look like.
 * Throws a FileProblem when these contradict each other, or when nothing tells the central meridian.
 */
export function sniffPlace(sample: PlaceSample, declared: string | null, asked: Asked): Placing {
  const form = commonForm(sample.xy);
  const said: Said[] = [];
  const named = asked.crs !== null ? crsNamed(asked.crs) : declared !== null ? crsDeclared(declared) : null;
  if (named) {
    const byWhom =
      asked.crs !== null ? { zh: "按 --crs", en: "by --crs" } : { zh: "按文件声明", en: "as the file declares" };
    said.push({ zh: `坐标系 ${named.code}（${byWhom.zh}）`, en: `CRS ${named.code} (${byWhom.en})` });
  }
  const axis = asked.axis ?? form?.axis ?? "xy";
  if (axis === "yx") said.push(axisWords(form, asked.axis !== null));
  const crs = named ? agreed(named, form, said) : found(form, sample, axis, said);
  checkNear({ crs, axis, said }, sample);
  return { crs, axis, said };
}

const axisWords = (form: Form | null, isAsked: boolean): Said => {
  const how = isAsked ? { zh: "按 --axis", en: "by --axis" } : { zh: "由数值判断", en: "seen from the values" };
  return form?.kind === "degrees"
    ? { zh: `坐标顺序 纬度、经度（${how.zh}）`, en: `axis order latitude, longitude (${how.en})` }
    : { zh: `坐标顺序 北坐标、东坐标（${how.zh}）`, en: `axis order northing, easting (${how.en})` };
};

/** A named system against what the numbers look like. */
function agreed(named: Crs, form: Form | null, said: Said[]): Crs {
  if (!form) return named;
  const kind = named.kind === "gcj02" ? "degrees" : named.kind;
  if (kind !== form.kind) throw new FileProblem("crs_conflict", `coordinates of ${named.code}`, FORM_WORDS[form.kind]);
  if (form.kind !== "gauss") return named;
  const meridian = form.zone === null ? named.meridian : meridianOf(form.zone);
  if (meridian !== named.meridian)
    throw new FileProblem(
      "crs_conflict",
      `${named.code}, central meridian ${named.meridian}°`,
      `zone ${form.zone} before the easting`,
    );
  const hasPrefix = named.falseEasting > 1_000_000;
  if (hasPrefix === (form.zone !== null)) return named;
  const real = form.zone === null ? gauss(meridian, false) : prefixed(form.zone);
  said.push(
    form.zone === null
      ? { zh: `东坐标没有带号，按 ${real.code} 读取`, en: `eastings carry no zone number: read as ${real.code}` }
      : {
          zh: `东坐标带有带号 ${form.zone}，按 ${real.code} 读取`,
          en: `eastings carry zone ${form.zone}: read as ${real.code}`,
        },
  );
  return real;
}

const FORM_WORDS = {
  degrees: "numbers that look like degrees",
  gauss: "numbers that look like Gauss-Krüger metres",
  mercator: "numbers that look like Web Mercator metres",
} as const;

/** Zones 13–23 are 6 degrees wide, 25–45 are 3. */
const meridianOf = (zone: number) => (zone < 24 ? zone * 6 - 3 : zone * 3);
const prefixed = (zone: number): Crs => ({
  ...gauss(meridianOf(zone), true),
  falseEasting: zone * 1_000_000 + 500_000,
});

function found(form: Form | null, sample: PlaceSample, axis: Axis, said: Said[]): Crs {
  const degrees = crsNamed("EPSG:4490");
  if (!form || form.kind === "degrees") {
    said.push({
      zh: "文件未声明坐标系，数值为经纬度，按 EPSG:4490",
      en: "no CRS declared; the values are degrees: EPSG:4490",
    });
    return degrees;
  }
  if (form.kind === "mercator") {
    said.push({ zh: "文件未声明坐标系，数值像 EPSG:3857", en: "no CRS declared; the values look like EPSG:3857" });
    return crsNamed("EPSG:3857");
  }
  if (form.zone !== null) {
    const crs = prefixed(form.zone);
    said.push({
      zh: `由东坐标带号 ${form.zone} 判断为 ${crs.code}`,
      en: `zone ${form.zone} before the easting: ${crs.code}`,
    });
    return crs;
  }
  const best = nearestMeridian(sample, axis);
  if (!best)
    throw new FileProblem(
      "crs_needed",
      "--crs, because nothing tells the central meridian",
      "metres without a zone number",
    );
  said.push({
    zh: `未声明坐标系；中央子午线 ${best.crs.meridian}° 使要素最接近其行政区（约 ${Math.round(best.km)} km），按 ${best.crs.code}`,
    en: `no CRS declared; meridian ${best.crs.meridian}° puts the rows nearest to their areas (about ${Math.round(best.km)} km): ${best.crs.code}`,
  });
  return best.crs;
}

function nearestMeridian(sample: PlaceSample, axis: Axis): { crs: Crs; km: number } | null {
  const tried = MERIDIANS.map((meridian) => gauss(meridian, false)).map((crs) => ({
    crs,
    km: medianKm(sample, crs, axis),
  }));
  const best = tried.reduce((a, b) => (b.km < a.km ? b : a));
  return best.km < FAR_KM ? best : null;
}

function medianKm(sample: PlaceSample, crs: Crs, axis: Axis): number {
  const convert = converter(crs, axis);
  const distances = sample.anchors
    .map((anchor) => {
      const xy = [...anchor.xy];
      convert(xy);
      return kmBetween(xy as [number, number], anchor.lngLat);
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? Number.POSITIVE_INFINITY;
}

/** Kilometres between two points a few degrees apart, to a few per cent. */
export function kmBetween(a: readonly [number, number], b: readonly [number, number]): number {
  const dx = (a[0] - b[0]) * 111.32 * Math.cos(((a[1] + b[1]) * Math.PI) / 360);
  return Math.hypot(dx, (a[1] - b[1]) * 110.95);
}

function checkNear({ crs, axis }: Placing, sample: PlaceSample): void {
  if (sample.anchors.length === 0) return;
  const km = medianKm(sample, crs, axis);
  // Nothing finite to measure: the rows' own checks name it.
  if (!Number.isFinite(km) || km <= FAR_KM) return;
  const best = crs.kind === "gauss" ? nearestMeridian(sample, axis) : null;
  const hint = best ? `; ${best.crs.code} would put them ${Math.round(best.km)} km away` : "";
  throw new FileProblem(
    "crs_wrong",
    `rows within ${FAR_KM} km of the areas they name`,
    `with ${crs.code} half of them lie ${Math.round(km)} km away${hint}`,
  );
}
