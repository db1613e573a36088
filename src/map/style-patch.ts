import type { LayerSpecification, SourceSpecification } from "@maplibre/maplibre-gl-style-spec";

/** As much of a MapLibre map as putting a drawing on it needs. */
export interface StyleTarget {
  getSource(id: string): { setData?(data: unknown): unknown } | undefined;
  addSource(id: string, source: SourceSpecification): unknown;
  removeSource(id: string): unknown;
  getLayer(id: string): unknown;
  addLayer(layer: LayerSpecification, beforeId?: string): unknown;
  removeLayer(id: string): unknown;
  setPaintProperty(layer: string, name: string, value: unknown): unknown;
  setLayoutProperty(layer: string, name: string, value: unknown): unknown;
  setFilter(layer: string, filter: unknown): unknown;
}

export interface StyleGroup {
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  readonly layers: readonly LayerSpecification[];
}

const equal = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const keysOf = (...parts: (object | undefined)[]) => [...new Set(parts.flatMap((part) => Object.keys(part ?? {})))];

/** Sources that only this change brings or alters. A GeoJSON source takes its new data in place. */
export function patchSources(target: StyleTarget, before: StyleGroup["sources"], after: StyleGroup["sources"]): void {
  for (const [id, source] of Object.entries(after)) {
    const there = target.getSource(id);
    if (!there) target.addSource(id, source);
    else if (source.type === "geojson" && before[id] !== source && there.setData) there.setData(source.data);
  }
}

/** Whether a change can be made on the living layer; otherwise it is taken off and put back. */
const isPatchable = (before: LayerSpecification, after: LayerSpecification): boolean => {
  const rest = ({ paint: _p, layout: _l, filter: _f, ...other }: LayerSpecification & { filter?: unknown }) => other;
  return equal(rest(before as never), rest(after as never));
};

function patchLayer(target: StyleTarget, before: LayerSpecification, after: LayerSpecification): void {
  const [old, now] = [before, after] as { paint?: object; layout?: object; filter?: unknown }[] as [
    { paint?: Record<string, unknown>; layout?: Record<string, unknown>; filter?: unknown },
    { paint?: Record<string, unknown>; layout?: Record<string, unknown>; filter?: unknown },
  ];
  if (!equal(old.filter, now.filter)) target.setFilter(after.id, now.filter ?? null);
  for (const key of keysOf(old.layout, now.layout))
    if (!equal(old.layout?.[key], now.layout?.[key])) target.setLayoutProperty(after.id, key, now.layout?.[key]);
  for (const key of keysOf(old.paint, now.paint))
    if (!equal(old.paint?.[key], now.paint?.[key])) target.setPaintProperty(after.id, key, now.paint?.[key]);
}

/**
 * Turns the layers of one module into others with as few calls as possible: what only changes colour is not parsed again.
 * @param beforeId marker above the module's layers
 */
export function patchLayers(
  target: StyleTarget,
  before: readonly LayerSpecification[],
  after: readonly LayerSpecification[],
  beforeId: string,
): void {
  const isSameList = equal(
    before.map((l) => l.id),
    after.map((l) => l.id),
  );
  const fits = isSameList && before.every((layer, i) => isPatchable(layer, after[i] as LayerSpecification));
  if (fits) {
    for (const [i, layer] of before.entries()) patchLayer(target, layer, after[i] as LayerSpecification);
    return;
  }
  for (const layer of before) if (target.getLayer(layer.id)) target.removeLayer(layer.id);
  for (const layer of after) target.addLayer(layer, beforeId);
}
