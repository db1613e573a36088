import { GAS_KINDS, STATION_KINDS, TAG_STATES } from "#contract/gas.ts";
import type { Network } from "#lib/network-tile.ts";
import { through } from "#lib/stroke.ts";
import { STATION_SYMBOLS } from "#theme/symbols.ts";
import type { Theme } from "#theme/tokens.ts";
import { StationRingLayer, type StationRingLook } from "./flat/station-ring-layer.ts";
import { RING_HALO_AT } from "./flat/station-ring-shader.ts";
import type { Palette } from "./flat/textures.ts";
import { type Built, defineLayer, type LegendRow, opacityOf, type Scene } from "./layer.ts";
import { ALL_SYMBOLS_ZOOM, dueZoom, hasClusters, ICON_STOPS, SYMBOLS_ZOOM } from "./stations.ts";

/** A ring around each station with the worst state of its sensors: in warning or alarm at any zoom, silent, suspect and maintained ones where every symbol is drawn. */
export const stationRings = defineLayer({
  id: "station-rings",
  title: "map.layer.stationRings",
  group: "live",
  fixed: false,
  pick: (scene) =>
    scene.network && scene.visible.has("stations")
      ? ([
          scene.theme,
          scene.network,
          scene.filters.stationKind,
          scene.filters.gasKind,
          hasClusters(scene),
          scene.isFeedLost,
          scene.scale,
          opacityOf(scene, "station-rings") * opacityOf(scene, "stations"),
        ] as const)
      : null,
  build: (
    theme: Theme,
    network: Network,
    stationKind: Scene["filters"]["stationKind"],
    gasKind: Scene["filters"]["gasKind"],
    isClustered: boolean,
    isFeedLost: boolean,
    scale: number,
    opacity: number,
  ): Built => {
    const dueOf = dueZoom({ stationKind }, isClustered);
    const look: StationRingLook = {
      palette: paletteOf(theme),
      dueFrom: STATION_KINDS.map((kind) => Math.max(SYMBOLS_ZOOM, dueOf(kind))),
      halfAt: (zoom) => {
        const factor = through(ICON_STOPS, zoom);
        return STATION_KINDS.map((kind) => (STATION_SYMBOLS[kind].size * factor) / 2);
      },
      gas: gasKind === undefined ? null : GAS_KINDS.indexOf(gasKind),
      calmFrom: ALL_SYMBOLS_ZOOM,
      isFeedLost,
      scale,
    };
    return { kind: "deck", layers: [new StationRingLayer({ id: "station-rings", network, look, opacity })] };
  },
  legend: (theme) => legendOf(theme),
});

const BOX = "M8.5 8.5h7v7h-7z";
const SQUARE = "M4.5 4.5h15v15h-15z";
const CIRCLE = "M12 4.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15z";

function legendOf(theme: Theme): LegendRow[] {
  const box = { d: BOX, fill: theme.badge.face, stroke: theme.badge.edge, width: 1.2 };
  return [
    {
      label: "map.legend.ringAlarm",
      mark: [
        {
          d: "M12 .8l4.6 5.2a7.5 7.5 0 0 1 2.9 6l3.1 6.4-6.4.9a7.5 7.5 0 0 1-8.4 0l-6.4-.9 3.1-6.4a7.5 7.5 0 0 1 2.9-6z",
          stroke: theme.state.alarm,
          width: 2,
        },
        box,
      ],
    },
    {
      label: "map.legend.ringWarning",
      mark: [
        {
          d: "M12 1.5l3.6 4a7.5 7.5 0 0 1 2.9 2.9l4 3.6-4 3.6a7.5 7.5 0 0 1-2.9 2.9l-3.6 4-3.6-4a7.5 7.5 0 0 1-2.9-2.9l-4-3.6 4-3.6a7.5 7.5 0 0 1 2.9-2.9z",
          stroke: theme.state.warning,
          width: 2,
        },
        box,
      ],
    },
    {
      label: "map.legend.ringStale",
      mark: [{ d: CIRCLE, stroke: theme.state.stale, width: 1.5, dash: "2.5 2.5" }, box],
    },
    {
      label: "map.legend.ringOffline",
      mark: [{ d: CIRCLE, stroke: theme.state.offline, width: 1.5, dash: "1.2 1.8" }, box],
    },
    { label: "map.legend.ringSuspect", mark: [{ d: CIRCLE, stroke: theme.state.suspect, width: 1.5 }, box] },
    {
      label: "map.legend.ringMaintenance",
      mark: [{ d: SQUARE, stroke: theme.state.maintenance, width: 1.5 }, box],
    },
  ];
}

const palettes = new WeakMap<Theme, Palette>();

/** What the GPU paints rings with, one per theme. */
function paletteOf(theme: Theme): Palette {
  const known = palettes.get(theme);
  if (known) return known;
  const colors: string[] = new Array(RING_HALO_AT + 1).fill(theme.state.stale);
  TAG_STATES.forEach((state, i) => {
    colors[i] = theme.state[state];
  });
  colors[RING_HALO_AT] = theme.land;
  const palette = { colors };
  palettes.set(theme, palette);
  return palette;
}
