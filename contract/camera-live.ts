import { z } from "zod";
import { CameraState } from "./cameras.ts";
import { AssetId } from "./station.ts";

/**
 * States of cameras over the live connection (LIVE_PATH), as JSON text beside the binary frames.
 *
 * A page that wants them says `{"type":"cameras","since":V}`, V being the `version` of `GET /api/camera-health` or of the last `LiveCameras` it got. The
 * server answers with what has changed since, in the caller's sight, and goes on as it happens; each {@link CAMERAS_BEAT_MS} it says the version at
 * least, so that a page knows that nothing has changed. `isWhole`: the version was none of ours, `states` are all there are.
 */
export const LiveCameras = z.object({
  type: z.literal("cameras"),
  version: z.string(),
  isWhole: z.boolean(),
  states: z.array(z.object({ id: AssetId, state: CameraState })),
});
export type LiveCameras = z.infer<typeof LiveCameras>;

/** Longest pause between two words about cameras on a healthy line, ms. */
export const CAMERAS_BEAT_MS = 2000;
