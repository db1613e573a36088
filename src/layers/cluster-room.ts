import type { ClusterView } from "#lib/cluster-view.ts";
import { FONTS } from "#theme/tokens.ts";
import { type Built, defineLayer } from "./layer.ts";

/** Pixels of a disc, its ring left out: a name may come as near as that before it gives way. */
const DISC_PX = 20;

/** Keeps the room of clusters free of names: unseen letters that names step aside for, as they do for symbols. */
export const clusterRoom = defineLayer({
  id: "cluster-room",
  title: "map.layer.clusters",
  group: "network",
  fixed: true,
  pick: (scene) =>
    scene.clusters && scene.clusters.spots.length > 0 && scene.visible.has("clusters")
      ? ([scene.clusters.spots, scene.scale] as const)
      : null,
  build: (spots: ClusterView["spots"], scale: number): Built => ({
    kind: "style",
    sources: {
      "cluster-room": {
        type: "geojson",
        data: {
          type: "FeatureCollection",
          features: spots.map((at) => ({
            type: "Feature",
            properties: {},
            geometry: { type: "Point", coordinates: [...at] },
          })),
        },
      },
    },
    layers: [
      {
        id: "cluster-room",
        type: "symbol",
        source: "cluster-room",
        layout: {
          "text-field": "●",
          "text-font": [...FONTS],
          "text-size": DISC_PX * scale,
          "text-padding": 0,
          "text-allow-overlap": true,
        },
        paint: { "text-opacity": 0 },
      },
    ],
  }),
  legend: () => [],
});
