import type { LngLat } from "#contract/route.ts";
import type { CameraEvents } from "#state/camera-events.ts";

/** Near enough to see single pipes and wells. */
const STREET_ZOOM = 17;

/** Takes the map to a place that a list tells of. */
export const lookAt = (camera: CameraEvents, [lng, lat]: LngLat): void =>
  camera.say({ kind: "fly", lng, lat, zoom: STREET_ZOOM });
