/** Address and manners of the live WebSocket; its frames are in live-frame.ts and live-layout.ts. */
export const LIVE_PATH = "/live";

/** Why the server closes a live connection. A client reconnects after all of them but `signedOut` and `forbidden`. */
export const LIVE_CLOSE = {
  /** The session has ended or was revoked: sign in again. */
  signedOut: 4401,
  /** The page comes from another origin. */
  forbidden: 4403,
  /** What the client said is no `LiveAsk`, or it says too much. */
  badAsk: 4400,
  /** The client did not read for a long time. */
  tooSlow: 4408,
  /** The server has as many clients as it can carry; try again later. */
  full: 4429,
} as const;

/** Longest pause between two frames of a healthy server: heartbeats come each second. */
export const HEARTBEAT_MS = 1000;
