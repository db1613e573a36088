import { type CameraState, CUT_AFTER_MS, FROZEN_AFTER_MS } from "#contract/cameras.ts";
import type { CameraSource } from "#server/db/cameras.ts";
import type { PlatformReport, StreamReport } from "./media-server.ts";

/** All that has been seen of one camera. Times are ms since 1970; null = never. */
export interface CameraRecord {
  readonly source: CameraSource;
  /** What its media server said of the stream last; null = the stream is not listed. */
  stream: StreamReport | null;
  /** Since when the stream has been listed without a pause. */
  listedSince: number | null;
  /** When the server's count of frames last grew. */
  countedAt: number | null;
  /** When a frame last went through our own hands. */
  relayedAt: number | null;
  /** Since when somebody has been watching through us, and how many do. */
  watchedSince: number | null;
  watchers: number;
  /** The last picture looked at, and since when it has been the same. */
  picture: { readonly print: string; readonly since: number } | null;
  state: CameraState;
  since: number;
  isContradicted: boolean;
}

export const newRecord = (source: CameraSource, at: number): CameraRecord => ({
  source,
  stream: null,
  listedSince: null,
  countedAt: null,
  relayedAt: null,
  watchedSince: null,
  watchers: 0,
  picture: null,
  state: "unknown",
  since: at,
  isContradicted: false,
});

/** What is known of a camera's media server. */
export interface ServerView {
  readonly isReachable: boolean;
  /** Whether it has answered at all. */
  readonly hasReported: boolean;
  readonly platforms: ReadonlyMap<string, PlatformReport>;
}

export interface Verdict {
  readonly state: CameraState;
  readonly isContradicted: boolean;
}

const newest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** When a frame last came. */
export const lastFrameAt = ({ countedAt, relayedAt }: CameraRecord): number | null => newest(countedAt, relayedAt);

/**
 * What can be said of a camera at a moment. Frames are believed before words: our own eyes first, then a count that grows; what a
 * server says of a stream counts only where there are no frames to count.
 * @param server null = no media server of that name
 */
export function judge(record: CameraRecord, server: ServerView | null, now: number): Verdict {
  const say = (state: CameraState, isContradicted = false): Verdict => ({ state, isContradicted });
  if (server === null) return say("unknown");
  const isWatched = record.watchers > 0;
  const hasWatchedLong = isWatched && now - (record.watchedSince ?? now) > CUT_AFTER_MS;
  // Whoever has looked long enough knows better than any counter.
  const seenAt = hasWatchedLong ? record.relayedAt : lastFrameAt(record);
  const isFresh = seenAt !== null && now - seenAt <= CUT_AFTER_MS;
  const isListed = record.stream?.isOnline === true;
  if (isFresh) {
    const { picture } = record;
    return say(picture !== null && now - picture.since >= FROZEN_AFTER_MS ? "frozen" : "live");
  }
  if (!server.isReachable) return say("unreachable");
  if (!server.hasReported) return say("unknown");
  const words = [...record.source.cascade, record.source.deviceId].map((id) => server.platforms.get(id)?.isOnline);
  if (words.includes(false)) return say("offline");
  const hasWaited = now - (record.listedSince ?? now) > CUT_AFTER_MS;
  if (hasWatchedLong || (isListed && hasWaited)) return say("cut", isListed || words.at(-1) === true);
  // Not drawn, or only just.
  return say("idle");
}
