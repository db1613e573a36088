/** Every address below `/ogc`, as it is registered. */
export const OGC_PATHS: readonly string[] = [
  "/ogc",
  "/ogc/conformance",
  "/ogc/api",
  "/ogc/collections",
  "/ogc/collections/:collectionId",
  "/ogc/collections/:collectionId/queryables",
  "/ogc/collections/:collectionId/items",
  "/ogc/collections/:collectionId/items/:featureId",
  "/ogc/tiles",
  "/ogc/tiles/WebMercatorQuad",
  "/ogc/tiles/WebMercatorQuad/:tileMatrix/:tileRow/:tileCol",
  "/ogc/tileMatrixSets",
  "/ogc/tileMatrixSets/WebMercatorQuad",
];
