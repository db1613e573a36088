import { createStore } from "zustand/vanilla";
import type { Bbox } from "#contract/route.ts";

/** What the map shows right now, told by it when it comes to rest: for legends that count and notes that say what is left out. */
export interface InView {
  /** null = no map yet. */
  readonly at: { readonly bounds: Bbox; readonly zoom: number } | null;
  /** What the map leaves out because this machine draws slowly; empty when it draws all. */
  readonly reduced: readonly Reduction[];
  /** Whether all hazards that belong on the map are there: `cut` = only the gravest were told, `unknown` = they could not be asked for. */
  readonly hazards: HazardsTold;
}

export type HazardsTold = "whole" | "cut" | "unknown";

/** Ways the map has of drawing less: coarser pixels, no pale edges, no low pressure before street zooms, no arrows and names along pipes. */
export const REDUCTIONS = ["pixels", "edges", "low_pressure", "labels"] as const;
export type Reduction = (typeof REDUCTIONS)[number];

export const createInViewStore = () => createStore<InView>(() => ({ at: null, reduced: [], hazards: "whole" }));
export type InViewStore = ReturnType<typeof createInViewStore>;
