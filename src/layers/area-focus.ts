import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import { DIVISION_TILE } from "#contract/tiles.ts";
import { type AreaTree, countiesOf } from "#lib/area-tree.ts";
import type { AreaFill } from "#lib/fill-scale.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, type TileSources } from "./layer.ts";

/** The veil over everything but the area drilled to and those whose figures stand beside its own, the line around it, and the line around what a click would drill to. */
export const areaFocus = defineLayer({
  id: "area-focus",
  title: "map.layer.areaFocus",
  group: "areas",
  fixed: false,
  pick: (scene) =>
    [scene.theme, scene.tiles, scene.areas, scene.focus, scene.enterpriseAreas, scene.scale, scene.fill] as const,
  build: (
    theme: Theme,
    tiles: TileSources,
    areas: AreaTree,
    focus: string | null,
    enterpriseAreas: readonly string[] | null,
    scale: number,
    fill: AreaFill | null,
  ): Built => {
    const at = focus ?? areas.root;
    // Whoever sees less than a province stands among neighbours from the start.
    const narrowed = at !== null && areas.byCode.get(at)?.level !== "province";
    const own = enterpriseAreas ?? (narrowed ? countiesOf(areas, at) : null);
    // Under a veil a figure's colour would be that of another class.
    const inside = own && fill ? [...own, ...Object.keys(fill.values).flatMap((code) => countiesOf(areas, code))] : own;
    return {
      kind: "style",
      sources: { area: tiles.area },
      layers: [
        {
          id: "focus-veil",
          type: "fill",
          ...from,
          filter: inside ? ["all", IS_COUNTY, ["!", isOneOf(inside)]] : NOTHING,
          paint: { "fill-color": theme.ground, "fill-opacity": 0.68, "fill-antialias": false },
        },
        {
          id: "focus-line",
          type: "line",
          ...from,
          filter: narrowed ? ["==", ["get", "code"], at] : NOTHING,
          layout: { "line-join": "round" },
          paint: { "line-color": theme.accent, "line-width": 2 * scale },
        },
        {
          id: "hover-line",
          type: "line",
          ...from,
          layout: { "line-join": "round" },
          // Feature state, not a filter: the pointer moves faster than tiles can be parsed again.
          paint: {
            "line-color": theme.hovered,
            "line-width": 1.5 * scale,
            "line-opacity": ["case", ["boolean", ["feature-state", "hover"], false], 0.9, 0],
          },
        },
      ],
    };
  },
  legend: () => [],
});

const from = { source: "area", "source-layer": DIVISION_TILE.layer } as const;
const IS_COUNTY: ExpressionSpecification = ["==", ["get", "level"], "county"];
const NOTHING: ExpressionSpecification = ["==", ["get", "level"], ""];
const isOneOf = (codes: readonly string[]): ExpressionSpecification => ["in", ["get", "code"], ["literal", [...codes]]];
