import { TAG_STATES } from "#contract/gas.ts";
import { FACE_AT, HALO_AT, INK_AT, QUIET_AT } from "#lib/cluster-mesh.ts";
import type { ClusterView, ShownClusters } from "#lib/cluster-view.ts";
import type { Theme } from "#theme/tokens.ts";
import { ClusterLayer } from "./flat/cluster-layer.ts";
import type { Palette } from "./flat/textures.ts";
import { type Built, defineLayer, type LegendRow, opacityOf } from "./layer.ts";

/** Small stations before they are drawn one by one: how many, and how many of them are in alarm or warning. */
export const clusters = defineLayer({
  id: "clusters",
  title: "map.layer.clusters",
  group: "network",
  fixed: false,
  pick: (scene) =>
    scene.network && scene.clusters && scene.clusters.total.length > 0
      ? ([
          scene.theme,
          scene.network.clusters,
          scene.clusters.spots,
          scene.scale,
          opacityOf(scene, "clusters"),
        ] as const)
      : null,
  build: (
    theme: Theme,
    clusters: ShownClusters,
    spots: ClusterView["spots"],
    scale: number,
    opacity: number,
  ): Built => ({
    kind: "deck",
    layers: [new ClusterLayer({ id: "clusters", shown: clusters, spots, palette: paletteOf(theme), scale, opacity })],
  }),
  legend: (theme) => legendOf(theme),
});

const RING = "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18z";
/** A sixth of the ring, from the top. */
const ARC = "M12 3a9 9 0 0 1 7.8 4.5";

/** The shapes of the states, small enough for the ring to be seen around them. */
const SMALL_ALARM = "M12 8.2l4.6 7.8H7.4z";
const SMALL_WARNING = "M12 7.4l4.6 4.6l-4.6 4.6l-4.6-4.6z";

function legendOf(theme: Theme): LegendRow[] {
  const disc = { d: RING, fill: theme.badge.face, stroke: theme.outlineStrong, width: 2.5 };
  const calm = { ...disc, stroke: theme.state.normal };
  const arc = (color: string) => [calm, { d: ARC, stroke: color, width: 3.5 }];
  return [
    { label: "map.legend.cluster", mark: [disc] },
    {
      label: "map.legend.clusterAlarm",
      mark: [...arc(theme.state.alarm), { d: SMALL_ALARM, stroke: theme.state.alarm, width: 1.6 }],
    },
    {
      label: "map.legend.clusterWarning",
      mark: [...arc(theme.state.warning), { d: SMALL_WARNING, stroke: theme.state.warning, width: 1.6 }],
    },
    { label: "map.legend.clusterStale", mark: [{ ...disc, stroke: theme.state.stale, dash: "3 2.5" }] },
  ];
}

const palettes = new WeakMap<Theme, Palette>();

/** What the GPU paints clusters with, one per theme. */
export function paletteOf(theme: Theme): Palette {
  const known = palettes.get(theme);
  if (known) return known;
  const colors: string[] = new Array(HALO_AT + 1).fill(theme.outlineStrong);
  TAG_STATES.forEach((state, i) => {
    colors[i] = theme.state[state];
  });
  colors[FACE_AT] = theme.badge.face;
  colors[INK_AT] = theme.badge.ink;
  colors[QUIET_AT] = theme.outlineStrong;
  colors[HALO_AT] = theme.land;
  const palette = { colors };
  palettes.set(theme, palette);
  return palette;
}
