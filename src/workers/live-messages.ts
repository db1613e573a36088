import type { PackedRows } from "./live-rows.ts";

/** Word between the page and its live worker. */
export type LiveStatus = "connecting" | "live" | "silent" | "offline";
/** Why the worker no longer tries: the session has ended, or the role has no part in live data. */
export type LiveEnd = "signed_out" | "forbidden";

/** Which part of what the person may see the stream shall carry; nothing named = all of it. */
export interface LiveWish {
  readonly area?: string;
  /** [west, south, east, north] in degrees. */
  readonly bbox?: readonly [number, number, number, number];
}

export type ToWorker =
  | { readonly type: "connect"; readonly url: string }
  /** From now on, and after each reconnection. */
  | { readonly type: "subscribe"; readonly wish: LiveWish }
  /** Alarms after this number, now and after each reconnection. */
  | { readonly type: "alarms"; readonly after: number }
  /** States of cameras that changed since this version, now and after each reconnection. */
  | { readonly type: "cameras"; readonly since: string }
  /** Major hazards from now on, and after each reconnection those that became known meanwhile. */
  | { readonly type: "hazards" }
  /**
   * The page has shown the last message and is ready for the next: sent once per animation frame, never while hidden. `bytes`: the buffer
   * of rows that it no longer needs.
   */
  | { readonly type: "ready"; readonly bytes: ArrayBuffer | null }
  /** The network is back or the page is visible again: no reason to wait any longer. */
  | { readonly type: "wake" };

/** Rows changed since the last message. With `reset` all columns are void first, and `tags` long. */
export interface LiveRows extends PackedRows {
  readonly reset: boolean;
  readonly snapshot: string;
  readonly tags: number;
}

export interface FromWorker {
  readonly status: LiveStatus;
  readonly ended: LiveEnd | null;
  readonly frameAt: number;
  readonly newestAt: number;
  readonly clockSkewMs: number;
  /** null when nothing changed but the times. */
  readonly rows: LiveRows | null;
}

/** What the server says of alarms, checked by the page (contract/alarm-live.ts). */
export interface AlarmsMessage {
  readonly type: "alarms" | "alarms_reset";
  readonly seq: number;
}

/** Passed on at once, hidden or not: alarms ring in a page nobody looks at. */
export interface AlarmsFromWorker {
  readonly alarms: AlarmsMessage;
}

/** What the server says of cameras, checked by the page (contract/camera-live.ts). */
export interface CamerasMessage {
  readonly type: "cameras";
  readonly version: string;
}

/** What the server says of a major hazard, checked by the page (contract/field/hazard-live.ts). */
export interface HazardMessage {
  readonly type: "hazard";
  readonly knownAt: string;
}

/** Passed on at once, hidden or not, as alarms are. */
export interface HazardFromWorker {
  readonly hazard: HazardMessage;
}

/** Passed on at once, hidden or not: a wall that nobody touches is looked at. */
export interface CamerasFromWorker {
  readonly cameras: CamerasMessage;
}
