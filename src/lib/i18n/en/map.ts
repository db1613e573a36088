import type { Words } from "#lib/i18n/words.ts";
import type { map as zh } from "#lib/i18n/zh/map.ts";

export const map: Words<typeof zh> = {
  layer: {
    base: "Base map",
    neighbours: "Neighbouring provinces",
    areaFill: "Areas by statistic",
    areaOutline: "Area boundaries",
    areaFocus: "Current area",
    areaLabels: "Area names",
    pipes: "Gas pipes",
    stations: "Stations and equipment",
    sensors: "Live sensors",
    sensorValues: "Sensor values",
    selection: "Selection",
  },
  group: { base: "Base map", areas: "Areas", network: "Network", live: "Live" },
  legend: {
    range: "{{from}} – {{to}}",
    noData: "No data",
    method: { quantile: "Classes of equal size" },
    notInService: "Out of use or planned (dashed)",
  },
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Back to the current area",
  attribution: "Source: {{source}}",
  reviewNumber: "Review no. {{number}}",
  indicative: "Boundaries are indicative only",
  coordinates: "Pointer coordinates (CGCS2000)",
  crs: "CGCS2000",
  scale: "Scale",
  hover: {
    level: "Pressure level",
    material: "Material",
    dn: "Diameter",
    status: "Status",
    value: "Value",
    state: "State",
    drill: "Click to enter",
  },
  region: {
    lasso: "Freehand selection",
    polygon: "Polygon selection",
    lassoHint:
      "Hold and drag around an area, let go to finish; the wheel zooms, Esc cancels. Keys: arrows move the cross, Space sets a corner, Enter closes.",
    polygonHint:
      "Click to set corners, double-click or Enter to close; Backspace takes one back, the wheel zooms, Esc cancels. Keys: arrows move the cross, Space sets a corner.",
    corners: "Corners set: {{count}}",
    finish: "Finish",
    back: "Take one back",
    cancel: "Cancel",
  },
  noValue: "No data",
  canvas:
    "Gas network map. Arrow keys move it, plus and minus zoom, Enter opens the area or equipment at the cross-hair.",
};
