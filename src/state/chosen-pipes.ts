import { createStore } from "zustand/vanilla";
import type { LngLat } from "#contract/route.ts";

/** How a region is drawn on the map: freehand while the button is held, or corner by corner. */
export const REGION_TOOLS = ["lasso", "polygon"] as const;
export type RegionTool = (typeof REGION_TOOLS)[number];

/**
 * Pipes chosen by a region. The map writes `polygon` when a person has drawn one, the panel asks the server which pipes meet it and
 * writes `seqs`, the map paints those. Nothing of it is in a link.
 */
export interface ChosenPipes {
  /** The tool in hand; null = the map pans as usual. */
  readonly tool: RegionTool | null;
  /** The region drawn last, not closed: its first corner is not repeated. */
  readonly polygon: readonly LngLat[] | null;
  /** Dense numbers of the snapshot named, ascending; null while they are not known. */
  readonly seqs: { readonly snapshot: string; readonly of: Uint32Array } | null;
}

export const createChosenPipesStore = () => createStore<ChosenPipes>(() => ({ tool: null, polygon: null, seqs: null }));
export type ChosenPipesStore = ReturnType<typeof createChosenPipesStore>;

export const takeTool = (store: ChosenPipesStore, tool: RegionTool | null) => store.setState({ tool });

/** A region was drawn: the tool is put away, and what it chose is not known yet. */
export const drawRegion = (store: ChosenPipesStore, polygon: readonly LngLat[]) =>
  store.setState({ tool: null, polygon, seqs: null });

export const clearRegion = (store: ChosenPipesStore) => store.setState({ tool: null, polygon: null, seqs: null });

export const tellChosen = (store: ChosenPipesStore, snapshot: string, of: Uint32Array) =>
  store.setState({ seqs: { snapshot, of } });
