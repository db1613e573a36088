import type { PlayProtocol } from "#contract/cameras.ts";
import type { CameraSource } from "#server/db/cameras.ts";

/** What a media server says of one stream. It may be wrong: only frames that advance are believed. */
export interface StreamReport {
  readonly isOnline: boolean;
  /** Frames taken in since the stream began; null = this server does not count them. */
  readonly frames: number | null;
  /** Bytes a second, where frames are not counted. */
  readonly bytesPerS: number | null;
}

/** A platform or device of the cascade, by its GB/T 28181 id. */
export interface PlatformReport {
  readonly isOnline: boolean;
  /** ms since 1970 of its last keep-alive; null = not told. */
  readonly at: number | null;
}

export interface MediaReport {
  /** By the stream's name. */
  readonly streams: ReadonlyMap<string, StreamReport>;
  readonly platforms: ReadonlyMap<string, PlatformReport>;
}

/**
 * The adapter interface: whatever draws cameras' streams and hands them on. One object per media server of MEDIA_SERVERS; every
 * call throws on a server that does not answer or answers nonsense.
 */
export interface MediaServer {
  readonly name: string;
  /** What it can hand on, best first. */
  readonly protocols: readonly PlayProtocol[];
  /** The stream's name at the server. */
  streamOf(camera: CameraSource): string;
  /** Everything it says of itself at this moment. */
  report(signal: AbortSignal): Promise<MediaReport>;
  /** Has the stream drawn, where it is not yet. */
  start(camera: CameraSource, signal: AbortSignal): Promise<void>;
  /** An FLV stream without end. */
  openFlv(stream: string, signal: AbortSignal): Promise<Response>;
  /** A playlist or segment: `path` relative to the stream's playlist, null = the playlist itself. */
  openHls(stream: string, path: string | null, signal: AbortSignal): Promise<Response>;
  /** Exchanges an SDP offer for an answer (WHEP). */
  exchange(stream: string, offer: string, signal: AbortSignal): Promise<string>;
  /** A still picture, JPEG. */
  snapshot(stream: string, signal: AbortSignal): Promise<Uint8Array>;
}
