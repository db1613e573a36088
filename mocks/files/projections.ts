import gcoord from "gcoord";
import proj4 from "proj4";
import type { LngLat } from "#contract/route.ts";

/** A coordinate system a file may be delivered in. */
export interface Projection {
  /** As a manifest names it. */
  readonly crs: string;
  readonly epsg: number | null;
  readonly isProjected: boolean;
  /** From EPSG:4490 degrees; metres are easting, northing to a tenth of a millimetre. */
  readonly convert: (lngLat: LngLat) => LngLat;
  /** WKT 1, ESRI's wording for a .prj and OGC's for a GeoPackage. */
  readonly esriWkt: string;
  readonly ogcWkt: string;
}

const ESRI_4490 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const OGC_4490 =
  'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]';

const degrees: Projection = {
  crs: "EPSG:4490",
  epsg: 4490,
  isProjected: false,
  convert: (lngLat) => lngLat,
  esriWkt: ESRI_4490,
  ogcWkt: OGC_4490,
};

const gcj02: Projection = {
  ...degrees,
  crs: "gcj02",
  epsg: null,
  convert: ([lng, lat]) => {
    const [x, y] = gcoord.transform<[number, number]>([lng, lat], gcoord.WGS84, gcoord.GCJ02);
    return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
  },
};

const tenth = (metres: number): number => Math.round(metres * 1e4) / 1e4;

/** CGCS2000 three-degree Gauss-Krüger; with the zone's number in front of the easting or without. */
function gauss(epsg: number, meridian: number, zone: number | null): Projection {
  const easting = (zone === null ? 0 : zone * 1e6) + 500_000;
  const forward = proj4(
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`,
  );
  const title = zone === null ? `CM ${meridian}E` : `zone ${zone}`;
  const esriTitle = zone === null ? `CM_${meridian}E` : `Zone_${zone}`;

  return {
    crs: `EPSG:${epsg}`,
    epsg,
    isProjected: true,
    convert: ([lng, lat]) => {
      const [x, y] = forward.forward([lng, lat]);
      return [tenth(x), tenth(y)];
    },
    esriWkt: `PROJCS["CGCS2000_3_Degree_GK_${esriTitle}",${ESRI_4490},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`,
    ogcWkt: `PROJCS["CGCS2000 / 3-degree Gauss-Kruger ${title}",${OGC_4490},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",${meridian}],PARAMETER["scale_factor",1],PARAMETER["false_easting",${easting}],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","${epsg}"]]`,
  };
}

const ALL: readonly Projection[] = [
  degrees,
  gcj02,
  gauss(4547, 114, null),
  gauss(4548, 117, null),
  gauss(4549, 120, null),
  gauss(4526, 114, 38),
  gauss(4527, 117, 39),
  gauss(4528, 120, 40),
];

/** Throws for one that no file of ours is delivered in. */
export function projection(crs: string): Projection {
  const found = ALL.find((p) => p.crs === crs);
  if (!found) throw new Error(`no projection ${crs}`);
  return found;
}
