import { createStore } from "zustand/vanilla";
import type { CameraState } from "#contract/cameras.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { Bbox } from "#contract/route.ts";
import type { LevelCounts } from "#lib/alarm-list.ts";

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
    | {
        readonly kind: "cluster";
        /** How many stations, and how many of them in each state: index in TAG_STATES, the last is without data. */
        readonly total: number;
        readonly states: readonly number[];
        /** Where they lie, degrees. */
        readonly bbox: Bbox;
      }
    | {
        readonly kind: "alarms";
        /** Of the badge, and the area or the place that it counts the alarms of. */
        readonly key: string;
        readonly place: { readonly area: string } | { readonly box: Bbox };
        readonly counts: LevelCounts;
        /** How many nobody has acknowledged. */
        readonly wanting: number;
      }
    | {
        readonly kind: "hazard";
        readonly id: string;
        readonly grade: HazardGrade;
        readonly note: string;
        readonly isOverdue: boolean;
      }
    | { readonly kind: "camera"; readonly id: string; readonly name: string; readonly state: CameraState }
    | { readonly kind: "tag"; readonly seq: number; readonly tagKind: number; readonly stationSeq: number }
    | null;
}

export const createHoverStore = () => createStore<{ hover: Hover | null }>(() => ({ hover: null }));
export type HoverStore = ReturnType<typeof createHoverStore>;
