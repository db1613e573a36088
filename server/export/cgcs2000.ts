/** EPSG:4490 as GDAL writes it (gdalsrsinfo -o wkt1): GeoPackage keeps a system's definition beside its number. */
export const CGCS2000_WKT =
  'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],' +
  'AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]';

const axis = (name: string, abbreviation: string, direction: string) => ({
  name,
  abbreviation,
  direction,
  unit: "degree",
});

/** The same as PROJJSON (gdalsrsinfo -o projjson): GeoParquet keeps it. Coordinates in the file are longitude first all the same, as WKB has them. */
export const CGCS2000_PROJJSON = {
  $schema: "https://proj.org/schemas/v0.5/projjson.schema.json",
  type: "GeographicCRS",
  name: "China Geodetic Coordinate System 2000",
  datum: {
    type: "GeodeticReferenceFrame",
    name: "China 2000",
    ellipsoid: { name: "CGCS2000", semi_major_axis: 6_378_137, inverse_flattening: 298.257_222_101 },
  },
  coordinate_system: {
    subtype: "ellipsoidal",
    axis: [axis("Geodetic latitude", "Lat", "north"), axis("Geodetic longitude", "Lon", "east")],
  },
  id: { authority: "EPSG", code: 4490 },
};
