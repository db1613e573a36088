import type { ExpressionSpecification, SymbolLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { type AreaSum, COUNTY_SUMS_FROM, COUNTY_SUMS_UNTIL } from "#lib/area-sums.ts";
import { STATE_SHAPES } from "#theme/symbols.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type AreaRank, areaNames, nameSize } from "./area-labels.ts";
import { type Built, defineLayer, opacityOf, type Scene, type SceneWords } from "./layer.ts";

type Args = readonly [Theme, readonly AreaSum[], SceneWords, number, number, boolean];

const pick = (scene: Scene): Args | null =>
  scene.areaSums && scene.visible.has("area-labels") && scene.visible.has("area-sums")
    ? // Where badges count alarms, a second number in the same shapes would be another one: of tags, not of alarms.
      [scene.theme, scene.areaSums, scene.words, scene.scale, opacityOf(scene, "area-sums"), scene.alarmBadges === null]
    : null;

const build =
  (level: "city" | "county") =>
  (...[theme, sums, words, scale, opacity, isRinging]: Args): Built => ({
    kind: "style",
    sources: { "area-sums": { type: "geojson", data: pointsOf(sums, words) } },
    layers: areaNames(theme)
      .filter((rank) => rank.level === level)
      .map((rank) => label(rank, theme, { scale, opacity, isRinging })),
  });

/** Kilometres of pipe and stations under the name of each county, and its live alarms when there are any. */
export const countySums = defineLayer({
  id: "area-sums",
  title: "map.layer.areaSums",
  group: "areas",
  fixed: false,
  pick,
  build: build("county"),
  legend: (theme) => [
    { label: "map.legend.areaAlarm", mark: [{ d: STATE_SHAPES.alarm.stroke, stroke: theme.state.alarm, width: 2 }] },
    {
      label: "map.legend.areaWarning",
      mark: [{ d: STATE_SHAPES.warning.stroke, stroke: theme.state.warning, width: 2 }],
    },
  ],
});

/** The same of each city from further away, over all marks: there are so many that they would bury the numbers. */
export const citySums = defineLayer({
  id: "city-sums",
  title: "map.layer.areaSums",
  group: "areas",
  fixed: true,
  pick,
  build: build("city"),
  legend: () => [],
});

interface Look {
  readonly scale: number;
  readonly opacity: number;
  /** Whether tags in alarm and warning are told too. */
  readonly isRinging: boolean;
}

function label(rank: AreaRank, theme: Theme, { scale: k, opacity, isRinging }: Look): SymbolLayerSpecification {
  const [from, to] = rank.level === "city" ? [rank.from, COUNTY_SUMS_FROM] : [COUNTY_SUMS_FROM, COUNTY_SUMS_UNTIL];
  return {
    id: `area-sums-${rank.level}`,
    type: "symbol",
    source: "area-sums",
    filter: ["==", ["get", "level"], rank.level],
    minzoom: from,
    maxzoom: to,
    layout: {
      "text-field": textOf(theme, isRinging),
      "text-font": [...FONTS],
      "text-size": nameSize(rank, k),
      "text-line-height": 1.25,
      "text-padding": 4,
      // Where labels have no room for each other, the area that rings is named.
      "symbol-sort-key": ["get", "order"],
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 0.9,
      "text-justify": "auto",
    },
    paint: {
      "text-color": rank.color,
      "text-halo-color": theme.land,
      "text-halo-width": 1.6 * k,
      "text-opacity": opacity,
    },
  };
}

/** Name, sums, and alarms and warnings with their shapes. */
const textOf = (theme: Theme, isRinging: boolean): ExpressionSpecification => {
  const quiet = { "font-scale": 0.82, "text-color": theme.quiet };
  const part = (key: string, color: string) => [["get", key], { "text-color": color }];
  return [
    "format",
    ["get", "name"],
    {},
    ["get", "sums"],
    quiet,
    ...(isRinging ? [...part("alarms", theme.state.alarm), ...part("warnings", theme.state.warning)] : []),
  ] as unknown as ExpressionSpecification;
};

const whole = (value: number): string => new Intl.NumberFormat("en").format(Math.round(value));

const made = new WeakMap<readonly AreaSum[], Map<SceneWords, ReturnType<typeof points>>>();

/** Both layers share the source: the same sums are the same data. */
function pointsOf(sums: readonly AreaSum[], words: SceneWords) {
  const known = made.get(sums) ?? new Map<SceneWords, ReturnType<typeof points>>();
  made.set(sums, known);
  const data = known.get(words) ?? points(sums, words);
  known.set(words, data);
  return data;
}

function points(sums: readonly AreaSum[], words: SceneWords) {
  const features = sums.map(({ name, level, lngLat, km, stations, alarms, warnings }) => ({
    type: "Feature" as const,
    properties: {
      name,
      level,
      sums: `\n${words("map.areaSums", { km: whole(km), stations: whole(stations) })}`,
      alarms: alarms > 0 ? `\n△${alarms}` : "",
      warnings: warnings > 0 ? `${alarms > 0 ? "  " : "\n"}◇${warnings}` : "",
      order: -(alarms * 1000 + warnings),
    },
    geometry: { type: "Point" as const, coordinates: [...lngLat] },
  }));
  return { type: "FeatureCollection" as const, features };
}
