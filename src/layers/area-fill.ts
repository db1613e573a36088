import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import { DIVISION_TILE } from "#contract/tiles.ts";
import { type AreaTree, pathUp } from "#lib/area-tree.ts";
import { type AreaFill, classOf, colorIndex, FILL_CLASSES } from "#lib/fill-scale.ts";
import type { Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, type LegendRow, type MarkPath, opacityOf, type TileSources } from "./layer.ts";

/**
 * Areas coloured by a statistic. Counties are painted with the number of the unit they answer to, so that supervision units
 * that cross divisions (雄安新区) show as what they are.
 */
export const areaFillLayer = defineLayer({
  id: "area-fill",
  title: "map.layer.areaFill",
  group: "areas",
  fixed: false,
  pick: (scene) =>
    scene.fill && ([scene.theme, scene.tiles, scene.areas, scene.fill, opacityOf(scene, "area-fill")] as const),
  build: (theme: Theme, tiles: TileSources, areas: AreaTree, fill: AreaFill, opacity: number): Built => ({
    kind: "style",
    sources: { area: tiles.area },
    layers: [
      {
        id: "area-fill",
        type: "fill",
        source: "area",
        "source-layer": DIVISION_TILE.layer,
        filter: ["==", ["get", "level"], "county"],
        paint: { "fill-color": countyColors(theme, areas, fill), "fill-antialias": false, "fill-opacity": opacity },
      },
    ],
  }),
  legend: (theme, fill) => (fill ? fillLegend(theme, fill) : []),
});

/** Colour of a value: one of the theme's sequential row. */
export const fillColor = (theme: Theme, fill: AreaFill, value: number): string =>
  theme.sequential[colorIndex(fill.scale, classOf(fill.scale, value))] ?? theme.noData;

function countyColors(theme: Theme, areas: AreaTree, fill: AreaFill): ExpressionSpecification | string {
  const byColor = new Map<string, string[]>();
  for (const { code, level } of areas.byCode.values()) {
    if (level !== "county") continue;
    const owner = pathUp(areas, code).find((up) => fill.values[up] !== undefined);
    const value = owner === undefined ? undefined : fill.values[owner];
    if (value === undefined) continue;
    const color = fillColor(theme, fill, value);
    byColor.set(color, [...(byColor.get(color) ?? []), code]);
  }
  const cases = [...byColor].flatMap(([color, codes]) => [codes, color]);
  if (cases.length === 0) return theme.noData;
  return ["match", ["get", "code"], ...cases, theme.noData] as unknown as ExpressionSpecification;
}

const BOX = "M3 6h18v12H3z";

function fillLegend(theme: Theme, { scale }: AreaFill): LegendRow[] {
  const bounds = [scale.min, ...scale.breaks, scale.max];
  const row = (mark: MarkPath, label: string, holes?: Record<string, number>): LegendRow => ({
    label,
    mark: [{ ...mark, stroke: theme.outlineMiddle, width: 1 }],
    ...(holes ? { with: holes } : {}),
  });
  const classes = Array.from({ length: scale.breaks.length + 1 }, (_, cls) =>
    row({ d: BOX, fill: theme.sequential[colorIndex(scale, cls) % FILL_CLASSES] as string }, "map.legend.range", {
      from: bounds[cls] as number,
      to: bounds[cls + 1] as number,
    }),
  );
  return [...classes, row({ d: BOX, fill: theme.noData }, "map.legend.noData")];
}
