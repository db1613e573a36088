import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import { MATERIALS } from "#contract/gas.ts";
import { COLOR_BYS, type ColorBy, PIPE_CLASSING, type PipeFilter } from "#contract/pipe-classes.ts";
import { PIPE_TILE } from "#contract/tiles.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { type Built, defineLayer, opacityOf, type SceneWords, type TileSources } from "./layer.ts";

/** Zoom from which pipes are far enough apart to be written along. */
export const PIPE_LABELS_ZOOM = 14.5;

/** Diameter and material along each pipe. */
export const pipeLabels = defineLayer({
  id: "pipe-labels",
  title: "map.layer.pipeLabels",
  group: "network",
  fixed: false,
  pick: (scene) =>
    scene.network && scene.visible.has("pipes") && !scene.reduced.has("labels") && isToldByTiles(scene.pipeFilter)
      ? ([
          scene.theme,
          scene.tiles,
          scene.words,
          scene.pipeFilter,
          scene.scale,
          opacityOf(scene, "pipe-labels") * opacityOf(scene, "pipes"),
        ] as const)
      : null,
  build: (
    theme: Theme,
    tiles: TileSources,
    words: SceneWords,
    filter: PipeFilter,
    scale: number,
    opacity: number,
  ): Built => ({
    kind: "style",
    sources: { network: tiles.network },
    layers: [
      {
        id: "pipe-labels",
        type: "symbol",
        source: "network",
        "source-layer": PIPE_TILE.layer,
        minzoom: PIPE_LABELS_ZOOM,
        filter: ["all", [">", ["get", "dn"], 0], ...wanted(filter)],
        layout: {
          "symbol-placement": "line",
          "symbol-spacing": 360,
          // The greater pipe is named where two would be.
          "symbol-sort-key": ["-", 0, ["get", "dn"]],
          "text-field": textOf(words),
          "text-font": [...FONTS],
          "text-size": ["interpolate", ["linear"], ["zoom"], 14.5, 11 * scale, 18, 13 * scale],
          // Beside the pipe: on it, letters would cut it up.
          "text-offset": [0, -0.95],
          "text-max-angle": 30,
          "text-padding": 6,
        },
        paint: {
          "text-color": theme.quiet,
          "text-halo-color": theme.land,
          "text-halo-width": 1.8 * scale,
          "text-opacity": opacity,
        },
      },
    ],
  }),
  legend: () => [{ label: "map.legend.pipeLabels", mark: [] }],
});

const textOf = (words: SceneWords): ExpressionSpecification => {
  const names = MATERIALS.flatMap((material, i) => [i, words(`gas.material.${material}`)]);
  const material = ["match", ["get", "material"], ...names, ""];
  return ["concat", "DN", ["to-string", ["get", "dn"]], " ", material] as unknown as ExpressionSpecification;
};

/** Attributes of pipes that tiles carry. By others a tile cannot tell which pipes are hidden: then no pipe is labelled. */
const TOLD: readonly ColorBy[] = ["level", "material", "dn"];

/** Whether tiles can tell of each pipe if it is hidden. */
export const isToldByTiles = ({ only, laid, patrolled }: PipeFilter): boolean =>
  laid === null && patrolled === null && COLOR_BYS.every((by) => only[by] === undefined || TOLD.includes(by));

function wanted({ only }: PipeFilter): ExpressionSpecification[] {
  const list = (by: "level" | "material"): ExpressionSpecification[] =>
    only[by] ? [["in", ["get", by], ["literal", [...only[by]]]]] : [];
  return [...list("level"), ...list("material"), ...(only.dn ? [diameters(only.dn)] : [])];
}

/** Class i of diameters holds from its lower limit until its upper; the one after the last is unknown. */
function diameters(classes: readonly number[]): ExpressionSpecification {
  const { breaks } = PIPE_CLASSING.dn as { readonly breaks: readonly number[] };
  const spans = classes.flatMap((k): ExpressionSpecification[] => {
    if (k > breaks.length) return [["<=", ["get", "dn"], 0]];
    const [from, to] = [breaks[k - 1] ?? 0, breaks[k] ?? 100_000];
    return [["all", [">=", ["get", "dn"], from], ["<", ["get", "dn"], to]]];
  });
  return ["any", ...spans] as ExpressionSpecification;
}
