import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, test } from "vitest";
import { PRESSURE_LEVELS, STATION_KINDS, STATION_MIN_ZOOM, TAG_STATES } from "#contract/gas.ts";
import { COLOR_BYS, classCount } from "#contract/pipe-classes.ts";
import { DIVISION_LABEL_TILE, DIVISION_TILE, NEIGHBOUR_TILE, PIPE_TILE, STATION_TILE } from "#contract/tiles.ts";
import { areaTree } from "#lib/area-tree.ts";
import { SINGLES_FROM } from "#lib/cluster-grid.ts";
import { app as en } from "#lib/i18n/en/app.ts";
import { app as zh } from "#lib/i18n/zh/app.ts";
import { LAYER_IDS } from "#state/layer-ids.ts";
import { classColors } from "#theme/classes.ts";
import { rgb } from "#theme/contrast.ts";
import { THEMES } from "#theme/tokens.ts";
import { areaFillLayer } from "./area-fill.ts";
import { areaFocus } from "./area-focus.ts";
import { baseGround } from "./base-ground.ts";
import { iconName, iconPaths } from "./icons.ts";
import { LAYERS } from "./index.ts";
import type { Built, LayerModule, Scene } from "./layer.ts";
import { pipePalette, pipes } from "./pipes.ts";
import { sensors, TAG_PALETTES } from "./sensors.ts";
import { stations } from "./stations.ts";
import { AREAS, sceneOf } from "./testing/scene.ts";

const built = (layer: LayerModule, scene: Scene): Built => {
  const args = layer.pick(scene);
  if (!args) throw new Error(`${layer.id} drew nothing`);
  return layer.build(...args);
};

const styleOf = (layer: LayerModule, scene: Scene) => {
  const out = built(layer, scene);
  return out.kind === "style" ? out : { sources: {}, layers: [] };
};

/** Attributes that an expression reads, wherever it stands. */
const attributesRead = (spec: unknown): string[] => {
  if (Array.isArray(spec)) return spec[0] === "get" ? [String(spec[1])] : spec.flatMap(attributesRead);
  return spec && typeof spec === "object" ? Object.values(spec).flatMap(attributesRead) : [];
};

const PROMISED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [DIVISION_TILE, DIVISION_LABEL_TILE, NEIGHBOUR_TILE, PIPE_TILE, STATION_TILE].map((tile) => [
    tile.layer,
    tile.attributes,
  ]),
);

const SCENES: readonly Scene[] = [
  sceneOf(),
  sceneOf({ theme: THEMES.dark, scale: 2, focus: null, fill: null, selectedPipe: null, selectedStation: null }),
  sceneOf({ filters: { level: "MP_A", material: "steel", stationKind: "lpg_plant", gasKind: "lpg" }, values: [] }),
  sceneOf({ opacity: { pipes: 0.5, "area-labels": 0, "base-ground": 0.3 }, enterpriseAreas: ["130102"] }),
  sceneOf({ base: { kind: "raster", source: { type: "raster", tiles: ["http://x/{z}/{x}/{y}"] } } }),
  sceneOf({
    base: { kind: "vector", source: { type: "vector", url: "http://x" }, sourceLayers: ["earth", "water", "roads"] },
  }),
];

describe.each(LAYERS.map((layer) => [layer.id, layer] as const))("%s", (_id, layer) => {
  test("picks and builds the same from the same scene", () => {
    const scene = sceneOf();
    expect(layer.pick(scene)).toEqual(layer.pick({ ...scene }));
    expect(styleOf(layer, scene)).toEqual(styleOf(layer, { ...scene }));
  });

  test("is a valid style in every scene, and reads only what tiles promise", () => {
    for (const scene of SCENES) {
      if (!layer.pick(scene)) continue;
      const { sources, layers } = styleOf(layer, scene);
      expect(validateStyleMin({ version: 8, sources: { ...sources }, layers: [...layers] })).toEqual([]);
      for (const spec of layers) {
        const promised = "source-layer" in spec ? PROMISED[spec["source-layer"] ?? ""] : undefined;
        if (promised) expect(promised).toEqual(expect.arrayContaining(attributesRead(spec)));
      }
    }
  });

  test("has words for its title and its legend in both languages", () => {
    const keys = [
      layer.title,
      `map.group.${layer.group}`,
      ...layer.legend(THEMES.light, sceneOf().fill).map((r) => r.label),
    ];
    const at = (tree: unknown, key: string) =>
      key.split(".").reduce<unknown>((t, k) => (t as Record<string, unknown> | undefined)?.[k], tree);
    for (const key of keys) for (const words of [zh, en]) expect([key, typeof at(words, key)]).toEqual([key, "string"]);
  });

  test("draws its legend in colours of the theme alone", () => {
    for (const theme of Object.values(THEMES)) {
      const known = JSON.stringify(theme);
      for (const { mark } of layer.legend(theme, sceneOf().fill))
        for (const { fill, stroke } of mark)
          for (const color of [fill, stroke]) if (color) expect(known).toContain(color);
    }
  });
});

test("style layers have ids of their own", () => {
  const ids = LAYERS.flatMap((layer) => styleOf(layer, sceneOf()).layers.map((spec) => spec.id));
  expect(new Set(ids).size).toBe(ids.length);
});

test("the layers a person can switch are those the address bar knows", () => {
  const switchable = LAYERS.filter((layer) => !layer.fixed).map((layer) => layer.id);
  expect([...LAYER_IDS].sort()).toEqual(switchable.sort());
});

test("the GPU paints pipes and sensors in the colours of the legend", () => {
  for (const theme of Object.values(THEMES)) {
    const [lines, marks] = [pipePalette(theme, "level"), TAG_PALETTES[theme.id]];
    expect(
      pipes
        .legend(theme, null)
        .slice(0, PRESSURE_LEVELS.length)
        .map((row) => row.mark[0]?.stroke),
    ).toEqual(lines.colors.slice(0, PRESSURE_LEVELS.length));
    expect(sensors.legend(theme, null).map((row) => row.mark[0]?.fill ?? row.mark[0]?.stroke)).toEqual(
      marks.colors.slice(0, TAG_STATES.length),
    );
    for (const color of [...lines.colors, ...marks.colors])
      if (typeof color === "string") expect(() => rgb(color)).not.toThrow();
  }
});

test("an area fill paints counties by the unit they answer to", () => {
  const [layer] = styleOf(areaFillLayer, sceneOf()).layers;
  const color = JSON.stringify(layer?.type === "fill" ? layer.paint?.["fill-color"] : null);
  expect(color).toContain(JSON.stringify(["130102", "130104"]));
  expect(color).toContain(JSON.stringify(["130638"]));
});

const veil = (over: Partial<Scene>) => {
  const spec = styleOf(areaFocus, sceneOf({ fill: null, ...over })).layers.find((l) => l.id === "focus-veil");
  return JSON.stringify(spec && "filter" in spec ? spec.filter : null);
};

test("everything but the area drilled to lies under a veil; at the top nothing does", () => {
  expect(veil({ focus: "130100" })).toContain(JSON.stringify(["130102", "130104"]));
  expect(veil({ focus: null })).toBe(veil({ focus: AREAS.root }));
  expect(veil({ focus: null })).not.toContain("literal");
  const ofCity = areaTree(
    [...AREAS.byCode.values()].filter(({ level }) => level !== "province"),
    "130100",
  );
  expect(veil({ focus: null, areas: ofCity })).toContain(JSON.stringify(["130102", "130104"]));
  expect(veil({ enterpriseAreas: ["130638"] })).toContain(JSON.stringify(["130638"]));
});

test("areas whose figures stand beside those of the area drilled to lie under no veil", () => {
  const { fill } = sceneOf();
  expect(veil({ focus: "130100", fill })).toContain("130638");
  expect(veil({ focus: "130100" })).not.toContain("130638");
});

test("another colouring is another palette and the same everything else: its classes have the colours of the legend", () => {
  for (const theme of Object.values(THEMES))
    for (const by of COLOR_BYS) {
      expect(pipePalette(theme, by)).toBe(pipePalette(theme, by));
      expect(pipePalette(theme, by).colors.slice(0, classCount(by))).toEqual(classColors(theme, by));
    }
});

const filterOf = (over: Partial<Scene>) => {
  const [spec] = styleOf(stations, sceneOf(over)).layers;
  return JSON.stringify(spec && "filter" in spec ? spec.filter : null);
};

test("a filter by kind shows that kind at every zoom", () => {
  const filter = filterOf({ filters: { stationKind: "city_gate" } });
  expect(filter).toContain(JSON.stringify(["==", ["get", "kind"], STATION_KINDS.indexOf("city_gate")]));
  expect(filter).not.toContain("zoom");
});

test("small stations are drawn one by one where their clusters end, and sooner when there are no clusters", () => {
  const box = STATION_KINDS.indexOf("regulator_box");
  expect(filterOf({})).toContain(`${box},${SINGLES_FROM}`);
  expect(filterOf({ filters: { stationKind: "regulator_box" } })).toContain(`${box},${SINGLES_FROM}`);
  for (const over of [{ clusters: null }, { visible: new Set(["stations"]) }])
    expect(filterOf(over)).toContain(`${box},${STATION_MIN_ZOOM.regulator_box}`);
});

test("every kind of station has a symbol of its own in both themes", () => {
  const drawn = STATION_KINDS.flatMap((kind) =>
    (["light", "dark"] as const).map((name) => iconPaths(iconName(kind, name))),
  );
  expect(new Set(drawn.map((paths) => JSON.stringify(paths))).size).toBe(drawn.length);
  expect(iconPaths("station/nothing/light")).toBeNull();
  expect(iconPaths("else")).toBeNull();
});

test("plain ground asks nothing of the network but our own areas", () => {
  expect(Object.keys(styleOf(baseGround, sceneOf()).sources)).toEqual(["area"]);
});
