import type {
  ExpressionSpecification,
  SymbolLayerSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from "@maplibre/maplibre-gl-style-spec";
import { DIVISION_LABEL_TILE } from "#contract/tiles.ts";
import { COUNTY_SUMS_FROM, COUNTY_SUMS_UNTIL } from "#lib/area-sums.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf, type Scene, type TileSources } from "./layer.ts";

export interface AreaRank {
  readonly level: "province" | "city" | "county";
  readonly from: number;
  readonly to: number;
  readonly size: readonly [number, number];
  readonly color: string;
}

/** Names of areas, one for each unit, drawn from the system's fonts. */
export const areaLabels = defineLayer({
  id: "area-labels",
  title: "map.layer.areaLabels",
  group: "areas",
  fixed: false,
  pick: (scene) => [scene.theme, scene.tiles, summedUp(scene), scene.scale, opacityOf(scene, "area-labels")] as const,
  build: (theme: Theme, tiles: TileSources, summed: string, scale: number, opacity: number): Built => ({
    kind: "style",
    sources: { area: tiles.area },
    layers: areaNames(theme).flatMap((rank) => labels(rank, theme, { scale, opacity, summed })),
  }),
  legend: () => [],
});

/** Codes of areas whose name is written with their sums, as one text: it changes when they do. */
const summedUp = ({ areaSums, visible }: Scene): string =>
  areaSums && visible.has("area-sums") ? areaSums.map(({ code }) => code).join() : "";

export const areaNames = (theme: Theme): AreaRank[] => [
  { level: "county", from: COUNTY_SUMS_FROM, to: 15, size: [11, 15], color: theme.quiet },
  { level: "city", from: 4.5, to: 11, size: [12, 18], color: theme.text },
  { level: "province", from: 0, to: 4.5, size: [14, 16], color: theme.text },
];

/** Where a name may stand when something stands where it should: around it, and then further off. Em, by the side that is nearest. */
const NAME_SPOTS: VariableAnchorOffsetCollectionSpecification = [
  ...(["center", [0, 0]] as const),
  ...[0.9, 2].flatMap((off) => [
    ...(["top", [0, off], "bottom", [0, -off], "left", [off, 0], "right", [-off, 0]] as const),
    ...(["top-left", [off, off], "top-right", [-off, off], "bottom-left", [off, -off]] as const),
    ...(["bottom-right", [-off, -off]] as const),
  ]),
] as unknown as VariableAnchorOffsetCollectionSpecification;

export const nameSize = ({ size: [small, large] }: AreaRank, k: number): ExpressionSpecification => [
  "interpolate",
  ["linear"],
  ["zoom"],
  6,
  small * k,
  12,
  large * k,
];

interface Look {
  readonly scale: number;
  readonly opacity: number;
  readonly summed: string;
}

/** Where sums are written, names of their areas are theirs. */
function labels(rank: AreaRank, theme: Theme, look: Look): SymbolLayerSpecification[] {
  const all: ExpressionSpecification = ["==", ["get", "level"], rank.level];
  const until = { province: rank.from, city: COUNTY_SUMS_FROM, county: COUNTY_SUMS_UNTIL }[rank.level];
  const others: ExpressionSpecification = [
    "all",
    all,
    ["!", ["in", ["get", "code"], ["literal", look.summed.split(",")]]],
  ];
  return [
    ...(until > rank.from ? [label(`label-${rank.level}-far`, { ...rank, to: until }, others, theme, look)] : []),
    label(`label-${rank.level}`, { ...rank, from: until }, all, theme, look),
  ];
}

function label(
  id: string,
  rank: AreaRank,
  filter: ExpressionSpecification,
  theme: Theme,
  { scale: k, opacity }: Look,
): SymbolLayerSpecification {
  return {
    id,
    type: "symbol",
    source: "area",
    "source-layer": DIVISION_LABEL_TILE.layer,
    filter,
    minzoom: rank.from,
    maxzoom: rank.to,
    layout: {
      "text-field": ["get", "name"],
      "text-font": [...FONTS],
      "text-size": nameSize(rank, k),
      "text-padding": 4,
      "symbol-sort-key": ["get", "rank"],
      // Stations are placed first: a name steps aside for the gate that stands at its middle.
      "text-variable-anchor-offset": NAME_SPOTS,
    },
    paint: {
      "text-color": rank.color,
      "text-halo-color": theme.land,
      "text-halo-width": 1.6 * k,
      "text-opacity": opacity,
    },
  };
}
