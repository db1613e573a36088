/** Ids of the layers a person can switch, known without loading the map. A test keeps them the same as src/layers/index.ts. */
export const LAYER_IDS = [
  "base-ground",
  "neighbours",
  "area-fill",
  "area-outline",
  "pipes",
  "pipe-labels",
  "stations",
  "clusters",
  "station-rings",
  "cameras",
  "area-focus",
  "area-labels",
  "area-sums",
  "sensors",
  "hazards",
  "alarm-badges",
] as const;
