import "./probe.ts";
import { Deck, type Layer, MapView } from "@deck.gl/core";
import { PathLayer } from "@deck.gl/layers";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { THEMES } from "#theme/tokens.ts";
import { readConfig } from "./page-config.ts";
import { fetchPipes, type FlatPipes, type PipeObject, pipeObjects } from "./peer-rows.ts";
import { nextFrame, pause, seen, start } from "./probe.ts";

/** `objects`: a PathLayer over one object for each pipe · `binary`: a PathLayer over flat columns, whose colour column is replaced. */
const mode = new URLSearchParams(location.search).get("mode") ?? "objects";
const config = await readConfig();

const COLORS = PRESSURE_LEVELS.map((level): [number, number, number, number] => {
  const color = THEMES.light.pressure[level];
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
  return [r, g, b, 255];
});

const flat = await fetchPipes();
const objects = mode === "objects" ? pipeObjects(flat) : null;

/** A colour for each vertex, since a flat PathLayer takes no column of one for each path. */
function colorsOf({ count, offsets, level, lngLat }: FlatPipes, turn: number): Uint8Array {
  const out = new Uint8Array(2 * lngLat.length);
  for (let i = 0; i < count; i++) {
    const color = COLORS[((level[i] as number) + turn) % COLORS.length] as [number, number, number, number];
    for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++) out.set(color, 4 * k);
  }
  return out;
}

/** Made by whoever knows the colours: not the layer's work, and so not in its measure. */
const turns = mode === "binary" ? [colorsOf(flat, 0), colorsOf(flat, 1)] : [null, null];

const look = { id: "pipes", widthUnits: "pixels" as const, getWidth: 1.5, jointRounded: true, capRounded: true };

const layer = (turn: number, colors: Uint8Array | null): Layer =>
  objects
    ? new PathLayer<PipeObject>({
        ...look,
        data: objects,
        getPath: (pipe) => pipe.path,
        getColor: (pipe) => COLORS[(pipe.level + turn) % COLORS.length] as [number, number, number, number],
        updateTriggers: { getColor: turn },
      })
    : new PathLayer({
        ...look,
        _pathType: "open",
        positionFormat: "XY",
        data: {
          length: flat.count,
          startIndices: flat.offsets,
          attributes: {
            getPath: { value: flat.lngLat, size: 2 },
            getColor: { value: colors as Uint8Array, size: 4, normalized: true },
          },
        } as never,
      });

let deck: Deck<MapView>;

window.bench = {
  start: async () => {
    start();
    const { lng, lat, zoom } = config.province;
    let drawn: () => void;
    const first = new Promise<void>((resolve) => {
      drawn = resolve;
    });
    deck = new Deck({
      parent: document.getElementById("root") as HTMLDivElement,
      views: new MapView({ repeat: false }),
      initialViewState: { longitude: lng, latitude: lat, zoom },
      layers: [layer(0, turns[0] ?? null)],
      onAfterRender: () => drawn(),
    });
    await first;
    await pause(300);
  },
  seen,
  emptyFrame: async () => {
    const drawn = nextFrame();
    deck.redraw("bench");
    await drawn;
  },
  recolour: async (turn) => {
    const drawn = nextFrame();
    deck.setProps({ layers: [layer(turn, turns[turn % 2] ?? null)] });
    await drawn;
  },
};
