import type { Bbox } from "#contract/route.ts";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";

export const MATRIX_SET = "WebMercatorQuad";
export const MATRIX_SET_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
export const WEB_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857";
const HALF_WORLD_M = 20_037_508.342_789_244;
/** Metres of a pixel of 0.28 mm at scale 1 (OGC 17-083r4). */
const PIXEL_M = 0.000_28;
const TILE_PIXELS = 256;
const LAST_MATRIX = 24;

/** The grid in full: level 0 is one tile of the world, each further one has four for each. */
export function tileMatrixSet() {
  return {
    id: MATRIX_SET,
    title: "Google Maps Compatible for the World",
    uri: MATRIX_SET_URI,
    crs: WEB_MERCATOR,
    orderedAxes: ["X", "Y"],
    wellKnownScaleSet: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
    tileMatrices: Array.from({ length: LAST_MATRIX + 1 }, (_, zoom) => {
      const cellSize = (2 * HALF_WORLD_M) / TILE_PIXELS / 2 ** zoom;
      return {
        id: String(zoom),
        scaleDenominator: cellSize / PIXEL_M,
        cellSize,
        cornerOfOrigin: "topLeft",
        pointOfOrigin: [-HALF_WORLD_M, HALF_WORLD_M],
        matrixWidth: 2 ** zoom,
        matrixHeight: 2 ** zoom,
        tileWidth: TILE_PIXELS,
        tileHeight: TILE_PIXELS,
      };
    }),
  };
}

const column = (lng: number, n: number) => Math.floor(((lng + 180) / 360) * n);
const row = (lat: number, n: number) =>
  Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n);

/** Which tiles of each level lie within a box of degrees. */
export function tileLimits([west, south, east, north]: Bbox) {
  return Array.from({ length: TILE_MAX_ZOOM - TILE_MIN_ZOOM + 1 }, (_, i) => {
    const zoom = TILE_MIN_ZOOM + i;
    const n = 2 ** zoom;
    const within = (k: number) => Math.min(Math.max(k, 0), n - 1);
    return {
      tileMatrix: String(zoom),
      minTileRow: within(row(north, n)),
      maxTileRow: within(row(south, n)),
      minTileCol: within(column(west, n)),
      maxTileCol: within(column(east, n)),
    };
  });
}
