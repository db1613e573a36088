import type { DatasetKind } from "#contract/dataset.ts";
import type { FileFormat } from "./manifest.ts";

/** How a unit's enterprises deliver one kind of network data. */
export interface Delivery {
  readonly format: Extract<FileFormat, "geojson" | "gpkg" | "shp.zip" | "csv">;
  readonly crs: string;
  /** Chinese columns and words with a field map. */
  readonly isForeign: boolean;
}

const gpkg = (crs: string): Delivery => ({ format: "gpkg", crs, isForeign: false });
const shapefile = (crs: string): Delivery => ({ format: "shp.zip", crs, isForeign: true });
const geojson = (crs: string, isForeign = false): Delivery => ({ format: "geojson", crs, isForeign });
const csv = (crs: string): Delivery => ({ format: "csv", crs, isForeign: false });

type Network = Extract<DatasetKind, "pipe" | "node" | "station">;
const all = (d: Delivery): Record<Network, Delivery> => ({ pipe: d, node: d, station: d });

/** By supervision unit. Zones follow its longitude: 114°, 117° or 120°; one delivers from a phone map, one in a survey office's own words. */
const BY_UNIT: Readonly<Record<string, Record<Network, Delivery>>> = {
  "130100": all(gpkg("EPSG:4547")),
  "130200": all(shapefile("EPSG:4527")),
  "130300": { pipe: shapefile("EPSG:4528"), node: csv("EPSG:4549"), station: gpkg("EPSG:4549") },
  "130400": all(geojson("EPSG:4490")),
  "130500": all(geojson("EPSG:4490", true)),
  "130600": all(shapefile("EPSG:4526")),
  "130700": all(gpkg("EPSG:4547")),
  "130800": all(gpkg("EPSG:4548")),
  "130900": all(geojson("gcj02")),
  "131000": all(gpkg("EPSG:4490")),
  "133100": all(gpkg("EPSG:4548")),
  "130682": all(geojson("EPSG:4490")),
  "130181": { pipe: geojson("EPSG:4490"), node: csv("EPSG:4547"), station: csv("EPSG:4547") },
  "131100": { pipe: geojson("EPSG:4490"), node: csv("EPSG:4490"), station: csv("EPSG:4490") },
};

/** The trunk company delivers one GeoPackage in degrees, over all units. */
const TRUNK = all(gpkg("EPSG:4490"));

export function deliveryOf(unit: string, kind: Network): Delivery {
  return (BY_UNIT[unit] ?? TRUNK)[kind];
}
