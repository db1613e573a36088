/** A coordinate system that features are asked for in, by the address that OGC gives it. */
export interface Crs {
  readonly uri: string;
  /** EPSG code that PostGIS reckons with. */
  readonly srid: number;
  /** The standard writes its second axis first: latitude before longitude, northing before easting. */
  readonly isFlipped: boolean;
  /** Digits behind the point: a millimetre, whatever the unit. */
  readonly digits: number;
}

/** Rows are kept in CGCS2000 degrees, which GIS software takes for WGS84 where it asks for WGS84 (domain.md §6): no conversion between the two. */
export const STORAGE_SRID = 4490;
const DEGREE_DIGITS = 8;
const METRE_DIGITS = 3;

const epsg = (code: number, over: Omit<Crs, "uri" | "srid"> & { readonly srid?: number }): Crs => ({
  uri: `http://www.opengis.net/def/crs/EPSG/0/${code}`,
  srid: code,
  ...over,
});

export const CRS84: Crs = {
  uri: "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
  srid: STORAGE_SRID,
  isFlipped: false,
  digits: DEGREE_DIGITS,
};
export const CGCS2000: Crs = epsg(4490, { isFlipped: true, digits: DEGREE_DIGITS });

/** The default first. 4547–4549 are three-degree Gauss-Krüger zones on the meridians 114°, 117° and 120°: x is north. */
export const CRS_LIST: readonly Crs[] = [
  CRS84,
  CGCS2000,
  epsg(4326, { srid: STORAGE_SRID, isFlipped: true, digits: DEGREE_DIGITS }),
  epsg(3857, { isFlipped: false, digits: METRE_DIGITS }),
  ...[4547, 4548, 4549].map((code) => epsg(code, { isFlipped: true, digits: METRE_DIGITS })),
];

/** The system behind an address as OGC writes it, or a short form of it (`EPSG:4490`, a URN, in brackets); null for any other. */
export function crsOf(name: string): Crs | null {
  const text = name.trim().replace(/^\[|\]$/g, "");
  const found = CRS_LIST.find(({ uri }) => uri === text || uri.replace("http:", "https:") === text);
  if (found) return found;
  const code = /^(?:urn:ogc:def:crs:)?EPSG:+(?:[\d.]*:)?(\d{4})$/i.exec(text)?.[1];
  if (code !== undefined) return CRS_LIST.find(({ uri }) => uri.endsWith(`/EPSG/0/${code}`)) ?? null;
  return /^(?:urn:ogc:def:crs:OGC:1\.3:|OGC:)?CRS84$/i.test(text) ? CRS84 : null;
}

/** A geometry column in a system, as that system's standard orders its axes. */
export function inCrs(sql: string, { srid, isFlipped }: Crs): string {
  const moved = srid === STORAGE_SRID ? sql : `st_transform(${sql}, ${srid})`;
  return isFlipped ? `st_flipcoordinates(${moved})` : moved;
}
