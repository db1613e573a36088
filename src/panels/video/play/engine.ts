import type { PlayProtocol } from "#contract/cameras.ts";

/** What a way of playing is given. */
export interface EngineAsk {
  readonly video: HTMLVideoElement;
  /** A path of this server, with the token in it. */
  readonly url: string;
  /** The token that is good now: a stream that asks piece by piece goes on with it when the first has run out. */
  readonly token: () => string;
  /** Called once when nothing more will come by this way. */
  readonly onFailed: (reason: string) => void;
}

/** Starts one way of playing; answers how to stop. */
export type Engine = (ask: EngineAsk) => () => void;

/** Whether this browser can play a protocol at all. */
export function canPlay(protocol: PlayProtocol): boolean {
  if (protocol === "whep") return typeof RTCPeerConnection === "function";
  return typeof MediaSource === "function" || (protocol === "hls" && "ManagedMediaSource" in globalThis);
}

/** Each library is fetched when its protocol is first played. */
export async function loadEngine(protocol: PlayProtocol): Promise<Engine> {
  if (protocol === "hls") return (await import("./hls.ts")).playHls;
  if (protocol === "whep") return (await import("./whep.ts")).playWhep;
  return (await import("./flv.ts")).playFlv;
}
