import type { LayerSpecification, SourceSpecification } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import { patchLayers, patchSources, type StyleTarget } from "./style-patch.ts";

function target(...there: string[]) {
  const calls: string[] = [];
  const layers = new Set(there);
  const sources = new Map<string, unknown>();
  const map: StyleTarget = {
    getSource: (id) => sources.get(id) as never,
    addSource: (id) => {
      sources.set(id, { setData: (data: unknown) => calls.push(`data ${id} ${JSON.stringify(data)}`) });
      calls.push(`source ${id}`);
    },
    removeSource: () => {},
    getLayer: (id) => layers.has(id),
    addLayer: (layer, before) => calls.push(`add ${layer.id} below ${before}`),
    removeLayer: (id) => calls.push(`remove ${id}`),
    setPaintProperty: (id, name, value) => calls.push(`${id} ${name} ${value}`),
    setLayoutProperty: (id, name, value) => calls.push(`${id} ${name} ${value}`),
    setFilter: (id, filter) => calls.push(`${id} filter ${JSON.stringify(filter)}`),
  };
  return { map, calls };
}

const line = (paint: Record<string, unknown>, over: object = {}): LayerSpecification =>
  ({ id: "l", type: "line", source: "s", paint, ...over }) as LayerSpecification;

test("another colour is one call; what is equal is none", () => {
  const { map, calls } = target("l");
  patchLayers(
    map,
    [line({ "line-color": "#fff", "line-width": 1 })],
    [line({ "line-color": "#000", "line-width": 1 })],
    "top",
  );
  expect(calls).toEqual(["l line-color #000"]);
});

test("a property that is gone is taken off, a filter that is gone too", () => {
  const { map, calls } = target("l");
  patchLayers(map, [line({ "line-width": 1 }, { filter: ["==", 1, 1] })], [line({})], "top");
  expect(calls).toEqual(["l filter null", "l line-width undefined"]);
});

test("another kind, source or zoom range is taken off and put back in its place", () => {
  const { map, calls } = target("l");
  patchLayers(map, [line({})], [line({}, { minzoom: 5 })], "top");
  expect(calls).toEqual(["remove l", "add l below top"]);
});

test("what appears is added, what is gone is removed", () => {
  const { map, calls } = target("l");
  patchLayers(map, [], [line({})], "top");
  patchLayers(map, [line({})], [], "top");
  expect(calls).toEqual(["add l below top", "remove l"]);
});

test("a source is added once; new points go into the old one", () => {
  const { map, calls } = target();
  const points = (data: string): SourceSpecification => ({ type: "geojson", data });
  const [first, second] = [points("a"), points("b")];
  patchSources(map, {}, { p: first });
  patchSources(map, { p: first }, { p: first });
  patchSources(map, { p: first }, { p: second });
  expect(calls).toEqual(["source p", 'data p "b"']);
});
