import { createStore } from "zustand/vanilla";

/** Newest value of every tag in sight, as columns by dense tag number; replaced as a whole at most once per animation frame. */
export interface LiveColumns {
  /** Snapshot whose numbering the columns use. */
  readonly snapshot: string;
  readonly value: Float32Array;
  /** ms since 1970 by the server's clock; 0 when never. */
  readonly at: Float64Array;
  /** Index in TAG_STATES; 255 where the tag is out of sight. */
  readonly state: Uint8Array;
}

export interface Live {
  readonly status: "connecting" | "live" | "silent" | "offline";
  /** Why no more live data will come: the session has ended, or the role has no part in them; null while it goes on. */
  readonly ended: "signed_out" | "forbidden" | null;
  readonly columns: LiveColumns | null;
  /** Counts up with each change of `columns`, whose arrays are written in place. */
  readonly tick: number;
  /**
   * Numbers of the tags that this very `tick` wrote, for who follows each change; null = any may be another. The array is written over
   * later: read it while the store tells of the change, and take all columns anew when a tick was missed.
   */
  readonly changed: Uint32Array | null;
  /** Server time of the newest frame, ms since 1970. */
  readonly frameAt: number;
  /** Time of the newest reading the server has taken in, ms since 1970; 0 when none. */
  readonly newestAt: number;
  /** Server clock minus ours, ms: ages are told by the server's clock. */
  readonly clockSkewMs: number;
}

export const createLiveStore = () =>
  createStore<Live>(() => ({
    status: "connecting",
    ended: null,
    columns: null,
    tick: 0,
    changed: null,
    frameAt: 0,
    newestAt: 0,
    clockSkewMs: 0,
  }));
export type LiveStore = ReturnType<typeof createLiveStore>;
