import type { ExpressionSpecification, SymbolLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { Feature } from "geojson";
import { HAZARD_GRADES, type HazardGrade } from "#contract/gas.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { hazardIcon, hazardPaths, ICON_BOX } from "./icons.ts";
import { type Built, defineLayer, type HazardMark, opacityOf } from "./layer.ts";

export const HAZARDS_LAYER = "hazards";
/** Those of the first grade, over the others. */
export const MAJOR_HAZARDS_LAYER = "hazards-major";
/** Zoom from which hazards below the first grade are asked for and drawn. */
export const HAZARDS_FROM = 12.5;
/** Zoom from which none gives way to another. */
const ALL_FROM = 15;
const NOTES_FROM = 17;
const SIZE_PX: Readonly<Record<HazardGrade, number>> = { major: 22, general: 18, minor: 16 };

interface Look {
  readonly theme: Theme;
  readonly scale: number;
  readonly opacity: number;
}

const sizeOf = (grade: HazardGrade, scale: number): number => (SIZE_PX[grade] / ICON_BOX) * scale;

const layoutOf = ({ theme, scale }: Look): NonNullable<SymbolLayerSpecification["layout"]> => ({
  "icon-image": ["concat", hazardIcon("", theme.id), ["get", "grade"]],
  "icon-padding": 1,
  "symbol-sort-key": ["get", "order"],
  "text-field": ["step", ["zoom"], "", NOTES_FROM, ["get", "note"]],
  "text-font": [...FONTS],
  "text-size": 11 * scale,
  "text-optional": true,
  "text-variable-anchor": ["top", "bottom", "left", "right"],
  "text-radial-offset": 1.1,
  "text-max-width": 10,
});

const paintOf = ({ theme, opacity }: Look): NonNullable<SymbolLayerSpecification["paint"]> => ({
  "icon-opacity": opacity,
  "text-opacity": opacity,
  "text-color": theme.text,
  "text-halo-color": theme.land,
  "text-halo-width": 1.6,
});

const lesserSize = (scale: number): ExpressionSpecification => [
  "match",
  ["get", "grade"],
  "general",
  sizeOf("general", scale),
  sizeOf("minor", scale),
];

/** Over a whole province they stand smaller: alarms and names have to be read between them. */
const majorSize = (scale: number): ExpressionSpecification => [
  "interpolate",
  ["linear"],
  ["zoom"],
  7,
  sizeOf("major", scale) * 0.65,
  11,
  sizeOf("major", scale),
];

/** Open hazards by grade: those of the first from everywhere, the others from near. */
export const hazards = defineLayer({
  id: HAZARDS_LAYER,
  title: "map.layer.hazards",
  group: "live",
  fixed: false,
  pick: (scene) =>
    scene.hazards && ([scene.theme, scene.hazards, scene.scale, opacityOf(scene, HAZARDS_LAYER)] as const),
  build: (theme: Theme, marks: readonly HazardMark[], scale: number, opacity: number): Built => {
    const look = { theme, scale, opacity };
    return {
      kind: "style",
      sources: { hazards: { type: "geojson", data: { type: "FeatureCollection", features: marks.map(featureOf) } } },
      layers: [
        {
          id: HAZARDS_LAYER,
          type: "symbol",
          source: "hazards",
          filter: ["!=", ["get", "grade"], "major"],
          layout: {
            ...layoutOf(look),
            "icon-size": lesserSize(scale),
            // From afar the graver of two in one place stands alone.
            "icon-overlap": ["step", ["zoom"], "never", ALL_FROM, "always"],
          },
          paint: paintOf(look),
        },
        {
          id: MAJOR_HAZARDS_LAYER,
          type: "symbol",
          source: "hazards",
          filter: ["==", ["get", "grade"], "major"],
          layout: { ...layoutOf(look), "icon-size": majorSize(scale), "icon-overlap": "always" },
          paint: paintOf(look),
        },
      ],
    };
  },
  legend: (theme) =>
    HAZARD_GRADES.map((grade) => ({ label: `gas.hazardGrade.${grade}`, mark: hazardPaths(grade, theme) })),
});

const featureOf = ({ id, grade, lngLat, note }: HazardMark): Feature => ({
  type: "Feature",
  properties: { id, grade, note, order: HAZARD_GRADES.indexOf(grade) },
  geometry: { type: "Point", coordinates: [...lngLat] },
});
