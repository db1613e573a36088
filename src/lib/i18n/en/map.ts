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
  noValue: "No data",
  canvas:
    "Gas network map. Arrow keys move it, plus and minus zoom, Enter opens the area or equipment at the cross-hair.",
};
