import { alarmBadges } from "./alarm-badges.ts";
import { areaCirclesLayer } from "./area-circles.ts";
import { areaFillLayer } from "./area-fill.ts";
import { areaFocus } from "./area-focus.ts";
import { areaHexesLayer } from "./area-hexes.ts";
import { areaHit } from "./area-hit.ts";
import { areaLabels } from "./area-labels.ts";
import { areaOutline } from "./area-outline.ts";
import { citySums, countySums } from "./area-sums.ts";
import { baseGround } from "./base-ground.ts";
import { cameras } from "./cameras.ts";
import { clusterRoom } from "./cluster-room.ts";
import { clusters } from "./clusters.ts";
import { BADGE_SHADER } from "./flat/badge-shader.ts";
import { CLUSTER_SHADER } from "./flat/cluster-shader.ts";
import type { FlatShader } from "./flat/gl-program.ts";
import { PIPE_SHADER } from "./flat/pipe-shader.ts";
import { STATION_RING_SHADER } from "./flat/station-ring-shader.ts";
import { TAG_SHADER } from "./flat/tag-shader.ts";
import { hazards } from "./hazards.ts";
import type { LayerModule } from "./layer.ts";
import { neighbours } from "./neighbours.ts";
import { pipeLabels } from "./pipe-labels.ts";
import { pipes } from "./pipes.ts";
import { selection } from "./selection.ts";
import { sensorValues } from "./sensor-values.ts";
import { sensors } from "./sensors.ts";
import { stationDots } from "./station-dots.ts";
import { stationRings } from "./station-rings.ts";
import { stations } from "./stations.ts";
import { ways } from "./ways.ts";

/** Every layer of the product, bottom first: this order is the paint order. */
export const LAYERS: readonly LayerModule[] = [
  baseGround,
  neighbours,
  areaHit,
  areaFillLayer,
  areaHexesLayer,
  areaOutline,
  pipes,
  pipeLabels,
  stationDots,
  areaCirclesLayer,
  areaLabels,
  countySums,
  clusterRoom,
  stationRings,
  stations,
  areaFocus,
  clusters,
  cameras,
  selection,
  sensors,
  sensorValues,
  hazards,
  ways,
  citySums,
  alarmBadges,
];

/** Those that deck draws; the others are styles. */
export const DECK_LAYER_IDS: readonly string[] = [pipes, stationRings, clusters, sensors, alarmBadges].map(
  (layer) => layer.id,
);

/** Those whose states change with each tick, in the paint order. */
export const LIVE_LAYER_IDS: readonly string[] = [stationRings, clusters, sensors, alarmBadges].map(
  (layer) => layer.id,
);

/** What these are drawn with, in the order of first use. */
export const DECK_SHADERS: readonly FlatShader[] = [
  PIPE_SHADER,
  STATION_RING_SHADER,
  CLUSTER_SHADER,
  TAG_SHADER,
  BADGE_SHADER,
];

/** What a person sees who has not chosen otherwise. */
export const LAYERS_AT_FIRST: ReadonlySet<string> = new Set(
  LAYERS.filter((layer) => !layer.fixed).map((layer) => layer.id),
);
