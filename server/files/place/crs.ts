import { FileProblem, shown } from "../row.ts";

/** A coordinate system that files come in. Degrees need no conversion: CGCS2000 and WGS84 are one on a web map (domain.md §6). */
export interface Crs {
  /** `EPSG:4547`, `gcj02` …: what is stored as `source_crs`. */
  readonly code: string;
  readonly kind: "degrees" | "gauss" | "mercator" | "gcj02";
  /** Of Gauss-Krüger: central meridian in degrees and false easting in metres; 0 otherwise. */
  readonly meridian: number;
  readonly falseEasting: number;
}

const degrees = (code: string): Crs => ({ code, kind: "degrees", meridian: 0, falseEasting: 0 });

/** 3-degree Gauss-Krüger on CGCS2000 with and without the zone number before the easting. */
export function gauss(meridian: number, hasZonePrefix: boolean): Crs {
  const zone = meridian / 3;
  return {
    // EPSG 4513–4533 are zones 25–45, 4534–4554 the meridians 75–135.
    code: `EPSG:${(hasZonePrefix ? 4488 : 4509) + zone}`,
    kind: "gauss",
    meridian,
    falseEasting: hasZonePrefix ? zone * 1_000_000 + 500_000 : 500_000,
  };
}

const KNOWN: ReadonlyMap<string, Crs> = new Map(
  [
    degrees("EPSG:4490"),
    degrees("EPSG:4326"),
    { code: "EPSG:3857", kind: "mercator", meridian: 0, falseEasting: 0 } as const,
    { code: "gcj02", kind: "gcj02", meridian: 0, falseEasting: 0 } as const,
    ...zones().flatMap((meridian) => [gauss(meridian, true), gauss(meridian, false)]),
  ].map((crs) => [crs.code, crs]),
);

function zones(): number[] {
  return Array.from({ length: 21 }, (_, i) => 75 + i * 3);
}

export const ACCEPTED = "EPSG:4490, EPSG:4326, EPSG:4513–4533, EPSG:4534–4554, EPSG:3857 or gcj02";

/** A code as a person writes it: `EPSG:4547`, `4547`, `CGCS2000`, `wgs84`, `gcj02`. */
export function crsNamed(name: string): Crs {
  const text = name.trim().toUpperCase().replaceAll(" ", "");
  if (/^GCJ-?(02|2002)$/.test(text)) return KNOWN.get("gcj02") as Crs;
  const code = text === "CGCS2000" ? "4490" : /^WGS-?(19)?84$/.test(text) ? "4326" : text.replace(/^EPSG:+/, "");
  const found = KNOWN.get(`EPSG:${code}`);
  if (found) return found;
  throw new FileProblem("crs_unknown", ACCEPTED, shown(name));
}

/**
 * What a file says of itself: an authority code or URN, or WKT of a .prj or GeoPackage. Beijing 1954 and Xi'an 1980 are refused by name:
 * their transformation to CGCS2000 is not public (domain.md §6).
 */
export function crsDeclared(declared: string): Crs {
  const text = declared.trim();
  if (/CRS84/i.test(text)) return KNOWN.get("EPSG:4326") as Crs;
  const code = /EPSG:+(?:[\d.]*:+)?(\d{4,5})$/i.exec(text) ?? /epsg\.xml#(\d{4,5})$/i.exec(text);
  if (code) return refuseOld(text, () => crsNamed(code[1] as string), code[1] as string);
  if (/^(PROJ|GEOG|BOUND|COMPD)/i.test(text)) return refuseOld(text, () => crsOfWkt(text), "");
  return crsNamed(text);
}

const OLD_CODES = /^(4214|4610|214\d\d|215\d\d|23[2-9]\d|24\d\d)$/;
const OLD_NAMES = /beijing[_ ]?(19)?54|xian[_ ]?(19)?80|krasovsky|krassowsky/i;

function refuseOld(text: string, read: () => Crs, code: string): Crs {
  if (OLD_CODES.test(code) || OLD_NAMES.test(text))
    throw new FileProblem(
      "crs_old_datum",
      "CGCS2000 coordinates (convert with your surveyor's parameters)",
      shown(text),
    );
  return read();
}

const number = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN);

function crsOfWkt(wkt: string): Crs {
  const authority = /(?:AUTHORITY\["EPSG","?|ID\["EPSG",)(\d+)"?\]\s*\]\s*$/i.exec(wkt);
  const found = authority && KNOWN.get(`EPSG:${authority[1]}`);
  if (found) return found;
  const isChinese =
    /CGCS_?2000|China_2000|China_Geodetic_Coordinate_System_2000|China Geodetic Coordinate System 2000/i.test(wkt);
  const isWgs = /WGS[_ ]?(19)?84/i.test(wkt);
  if (/^GEOG/i.test(wkt) && (isChinese || isWgs)) return KNOWN.get(isChinese ? "EPSG:4490" : "EPSG:4326") as Crs;
  if (/Mercator_Auxiliary_Sphere|Pseudo-Mercator/i.test(wkt)) return KNOWN.get("EPSG:3857") as Crs;
  const meridian = number(wkt, /"(?:Central_Meridian|Longitude of natural origin)",\s*([\d.]+)/i);
  const easting = number(wkt, /"False[_ ]easting",\s*([\d.]+)/i);
  const isGauss = /Gauss_Kruger|Transverse[_ ]Mercator/i.test(wkt) && isChinese;
  const scale = number(wkt, /"Scale[_ ]factor(?: at natural origin)?",\s*([\d.]+)/i);
  if (isGauss && meridian % 3 === 0 && (Number.isNaN(scale) || scale === 1))
    for (const prefix of [false, true]) {
      const crs = gauss(meridian, prefix);
      // 6-degree zones put their own number before the easting; the projection of one meridian is the same.
      if (crs.falseEasting === easting || (prefix && easting % 1_000_000 === 500_000))
        return { ...crs, falseEasting: easting };
    }
  throw new FileProblem("crs_unknown", ACCEPTED, shown(wkt));
}
