import { NO_FILTER } from "#contract/pipe-classes.ts";
import { NO_ALARM_VIEW } from "./alarm-view.ts";
import { NO_TREND } from "./trend.ts";
import { NO_VIDEO } from "./video.ts";
import type { View } from "./view.ts";

/** A view that says nothing, but for what is given: nowhere, no layer, nothing chosen, nothing filtered, no panel. */
export const usualView = (over: Partial<View> = {}): View => ({
  area: null,
  enterprise: null,
  camera: null,
  selection: null,
  visible: new Set(),
  opacity: {},
  fill: null,
  filters: {},
  colorBy: "level",
  pipeWidths: "zoom",
  pipeFilter: NO_FILTER,
  panel: null,
  wall: false,
  trend: NO_TREND,
  time: null,
  video: NO_VIDEO,
  alarms: NO_ALARM_VIEW,
  ...over,
});
