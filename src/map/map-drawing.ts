import type { Layer } from "@deck.gl/core";
import { MapLibreOverlay, type MapLibreOverlayProps } from "@deck.gl/maplibre";
import type { MapLibreMap, StyleSpecification } from "maplibre-gl";
import { AnchorLayer } from "#layers/flat/anchor-layer.ts";
import { whenWarm } from "#layers/flat/warm-up.ts";
import type { DeckLoop } from "./deck-loop.ts";
import type { Drawn } from "./drawing.ts";
import type { EngineOptions } from "./engine-types.ts";
import type { GatedMap, gateOf } from "./gated-map.ts";
import { sliceLetters } from "./glyph-slices.ts";
import type { keepStill, LivePlace } from "./still.ts";
import { patchLayers, patchSources, type StyleTarget } from "./style-patch.ts";

/** An invisible marker above each layer's own keeps the paint order fixed, whatever is added or rebuilt later. */
const marker = (layerId: string) => `above:${layerId}`;

/** The base style with a marker for each of our layers. */
export const withMarkers = (style: StyleSpecification, paintOrder: readonly string[]): StyleSpecification => ({
  ...style,
  layers: [
    ...style.layers,
    ...paintOrder.map((id) => ({
      id: marker(id),
      type: "background" as const,
      layout: { visibility: "none" as const },
    })),
  ],
});

/** Sets deck.gl up in the map's own context, without layers yet: that takes a while and waits for no style. */
function createOverlay(map: MapLibreMap, loop: DeckLoop, onReady: () => void): MapLibreOverlay {
  const props = { interleaved: true, layers: [], animationFrameProvider: loop.provider, onLoad: onReady };
  const overlay = new MapLibreOverlay(props as MapLibreOverlayProps);
  map.addControl(overlay);
  map.on("move", loop.wake);
  return overlay;
}

/** Before which layers what is drawn with each live layer is put, and what is drawn over it. */
const livePlaces = ({ paintOrder, liveLayers }: EngineOptions): LivePlace[] =>
  liveLayers.map((id) => {
    const next = paintOrder[paintOrder.indexOf(id) + 1];
    return { id, own: marker(id), next: next && marker(next) };
  });

/** Puts drawings on the map. Deck layers stand in their marker's place from the first drawing on. */
function createPainter(
  map: MapLibreMap,
  { paintOrder, deckOrder }: EngineOptions,
  overlay: MapLibreOverlay,
  loop: DeckLoop,
) {
  // No anchor where deck never draws: each is a pass over all of deck's layers in every frame.
  const anchors = deckOrder.map((id) => new AnchorLayer({ id: `anchor:${id}`, beforeId: marker(id) } as object));
  let onMap: readonly Drawn[] = [];
  return (drawing: readonly Drawn[]): void => {
    const target = map as unknown as StyleTarget;
    for (const id of paintOrder) {
      const [before, after] = [styleOf(onMap, id), styleOf(drawing, id)];
      if (before === after) continue;
      patchSources(target, before?.sources ?? {}, after?.sources ?? {});
      patchLayers(target, before?.layers ?? [], after?.layers ?? [], marker(id));
    }
    const isFirst = onMap.length === 0;
    const isSame = sameDeckLayers(onMap, drawing);
    onMap = drawing;
    if (isSame && !isFirst) return;
    // Deck layers lie in the anchors' groups; a map that is still loading would put new groups on top of everything.
    overlay.setProps({ layers: [...anchors, ...drawing.flatMap(deckLayers)] });
    loop.wake();
  };
}

const styleOf = (drawing: readonly Drawn[], id: string) => {
  const built = drawing.find((drawn) => drawn.layer.id === id)?.built;
  return built?.kind === "style" ? built : undefined;
};

const deckLayers = ({ layer, built }: Drawn): Layer[] =>
  built.kind === "deck" ? built.layers.map((l) => l.clone({ beforeId: marker(layer.id) } as object)) : [];

/** Whether deck has nothing new to draw: given the same layers once more it would have the whole map drawn. */
const sameDeckLayers = (a: readonly Drawn[], b: readonly Drawn[]): boolean => {
  const [were, are] = [a, b].map((all) => all.filter(({ built }) => built.kind === "deck")) as [Drawn[], Drawn[]];
  return were.length === are.length && were.every((drawn, i) => drawn === are[i]);
};

interface DrawingParts {
  readonly loop: DeckLoop;
  readonly gate: ReturnType<typeof gateOf>;
  readonly still: ReturnType<typeof keepStill>;
}

/** What comes before the style is there waits for it. A frame before deck's layers are set up would show the ground alone: the gate hears of each step. */
export function openDrawing(map: GatedMap, options: EngineOptions, { loop, gate, still }: DrawingParts) {
  let paint: ((drawing: readonly Drawn[]) => void) | null = null;
  let waiting: readonly Drawn[] | null = null;
  let made: MapLibreOverlay | null = null;
  const overlay = () => {
    made ??= createOverlay(map, loop, () => gate.ready("deck"));
    return made;
  };
  const { promise: isWarm, resolve: warm } = Promise.withResolvers<void>();
  sliceLetters(map.style.glyphManager as unknown as Parameters<typeof sliceLetters>[0], isWarm);
  // In a task of its own: deck asks the context what it can do, and waits for the answer.
  const later = setTimeout(overlay, 0);
  map.once("style.load", () => {
    map.isStyled = true;
    still.place(livePlaces(options));
    paint = createPainter(map, options, overlay(), loop);
    if (waiting) paint(waiting);
    gate.ready("style");
    const gl = map.getCanvas().getContext("webgl2");
    loop.whenRun(() => {
      const ready = () => {
        gate.ready("layers");
        warm();
      };
      if (gl) whenWarm(gl, ready);
      else ready();
    });
  });
  return {
    show: (drawing: readonly Drawn[]) => {
      if (paint) paint(drawing);
      else waiting = drawing;
    },
    stop: () => clearTimeout(later),
  };
}
