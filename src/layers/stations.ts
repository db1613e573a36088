import type { ExpressionSpecification, SymbolLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { GAS_KINDS, STATION_KINDS, STATION_MIN_ZOOM, type StationKind } from "#contract/gas.ts";
import { STATION_TILE } from "#contract/tiles.ts";
import { SMALL_KINDS, singlesFrom } from "#lib/cluster-grid.ts";
import { STATION_SYMBOLS } from "#theme/symbols.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { ICON_BOX, iconName, stationPaths } from "./icons.ts";
import { type Built, defineLayer, opacityOf, type Scene, type TileSources } from "./layer.ts";

export const STATION_STYLE_LAYER = "stations";

/** A symbol for each kind of station; where they would cover each other the greater ones stay. Names from street zooms on. */
export const stations = defineLayer({
  id: "stations",
  title: "map.layer.stations",
  group: "network",
  fixed: false,
  pick: (scene) =>
    scene.network &&
    ([scene.theme, scene.tiles, scene.filters, hasClusters(scene), scene.scale, opacityOf(scene, "stations")] as const),
  build: (
    theme: Theme,
    tiles: TileSources,
    filters: Scene["filters"],
    isClustered: boolean,
    scale: number,
    opacity: number,
  ): Built => ({
    kind: "style",
    sources: { network: tiles.network },
    layers: [symbols(theme, stationFilter(filters, isClustered), scale, opacity)],
  }),
  legend: (theme) =>
    STATION_KINDS.map((kind) => ({ label: `gas.stationKind.${kind}`, mark: stationPaths(kind, theme) })),
});

/** Zoom from which symbols can be told apart; before, a station is a dot. */
export const SYMBOLS_ZOOM = 7.5;
/** Zoom from which every symbol is drawn, even over another. */
export const ALL_SYMBOLS_ZOOM = 14;
/** Factor on the size of symbols by zoom. */
export const ICON_STOPS = [
  [7, 0.6],
  [9, 0.75],
  [13, 1],
  [16, 1.35],
] as const;

const KIND: ExpressionSpecification = ["get", "kind"];
const byKind = <T>(of: (kind: (typeof STATION_KINDS)[number]) => T, otherwise: T) =>
  [
    "match",
    KIND,
    ...STATION_KINDS.flatMap((kind, i) => [i, of(kind)]),
    otherwise,
  ] as unknown as ExpressionSpecification;

/** Small stations are told in clusters as long as they are not drawn one by one. */
export const hasClusters = (scene: Scene): boolean => scene.clusters !== null && scene.visible.has("clusters");

/**
 * Zoom from which each kind is drawn. A kind that a filter asks for is drawn as soon as tiles carry it; small kinds that stand in clusters
 * are due when their clusters have gone.
 */
export const dueZoom =
  ({ stationKind }: Pick<Scene["filters"], "stationKind">, isClustered: boolean) =>
  (kind: StationKind): number => {
    if (stationKind !== undefined && stationKind !== kind) return NEVER;
    if (isClustered && SMALL_KINDS.includes(kind)) return singlesFrom(kind);
    return stationKind === kind ? 0 : STATION_MIN_ZOOM[kind];
  };
const NEVER = 99;

export function stationFilter(filters: Scene["filters"], isClustered: boolean): ExpressionSpecification {
  const { stationKind, gasKind } = filters;
  const dueFrom = dueZoom(filters, isClustered);
  const wanted: ExpressionSpecification[] = [];
  if (stationKind) wanted.push(["==", KIND, STATION_KINDS.indexOf(stationKind)]);
  if (gasKind) wanted.push(["==", ["get", "gas"], GAS_KINDS.indexOf(gasKind)]);
  const isAlways = stationKind !== undefined && dueFrom(stationKind) === 0;
  const due: ExpressionSpecification = [">=", ["zoom"], byKind(dueFrom, 14)];
  return ["all", ...(isAlways ? [] : [due]), ...wanted] as ExpressionSpecification;
}

/** Names of what is due by a zoom, and nothing else: boxes and posts outnumber the rest and would drown it. */
const namesDueBy = (zoom: number) =>
  byKind<unknown>((kind) => (STATION_MIN_ZOOM[kind] <= zoom ? ["get", "name"] : ""), "");
const NAMES: ExpressionSpecification = [
  "step",
  ["zoom"],
  "",
  12,
  namesDueBy(8),
  13.5,
  namesDueBy(10),
  15,
  namesDueBy(12),
  16.5,
  ["get", "name"],
];

function symbols(theme: Theme, filter: ExpressionSpecification, k: number, opacity: number): SymbolLayerSpecification {
  const size = (factor: number) => byKind((kind) => (STATION_SYMBOLS[kind].size / ICON_BOX) * factor * k, factor * k);
  const priority = byKind((kind) => STATION_MIN_ZOOM[kind], 20);
  return {
    id: STATION_STYLE_LAYER,
    type: "symbol",
    source: "network",
    "source-layer": STATION_TILE.layer,
    filter,
    minzoom: SYMBOLS_ZOOM,
    layout: {
      "icon-image": byKind((kind) => iconName(kind, theme.name), ""),
      "icon-size": [
        "interpolate",
        ["linear"],
        ["zoom"],
        ...ICON_STOPS.flatMap(([zoom, factor]) => [zoom, size(factor)]),
      ] as unknown as ExpressionSpecification,
      "icon-padding": 0,
      "icon-overlap": ["step", ["zoom"], "never", ALL_SYMBOLS_ZOOM, "always"],
      "symbol-sort-key": priority,
      "text-field": NAMES,
      "text-font": [...FONTS],
      "text-size": 12 * k,
      "text-optional": true,
      "text-variable-anchor": ["left", "right", "bottom", "top"],
      "text-radial-offset": 1.15,
      "text-justify": "auto",
      "text-max-width": 9,
    },
    paint: {
      "icon-opacity": opacity,
      "text-opacity": opacity,
      "text-color": theme.text,
      "text-halo-color": theme.land,
      "text-halo-width": 1.6,
    },
  };
}
