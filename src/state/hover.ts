import { createStore } from "zustand/vanilla";

/** What lies under the pointer. `x`, `y` in CSS pixels of the map; `lng`, `lat` always follow the pointer. */
export interface Hover {
  readonly lng: number;
  readonly lat: number;
  readonly x: number;
  readonly y: number;
  readonly feature:
    | { readonly kind: "area"; readonly code: string; readonly name: string }
    | {
        readonly kind: "station";
        readonly seq: number;
        readonly id: string;
        readonly name: string;
        readonly stationKind: number;
      }
    | {
        readonly kind: "pipe";
        readonly seq: number;
        readonly level: number;
        readonly material: number;
        readonly dnMm: number;
        readonly status: number;
      }
    | { readonly kind: "tag"; readonly seq: number; readonly tagKind: number; readonly stationSeq: number }
    | null;
}

export const createHoverStore = () => createStore<{ hover: Hover | null }>(() => ({ hover: null }));
export type HoverStore = ReturnType<typeof createHoverStore>;
