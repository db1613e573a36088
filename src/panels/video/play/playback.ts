import { CUT_AFTER_MS, type PlayAddress, type PlayProtocol } from "#contract/cameras.ts";
import type { Engine, EngineAsk } from "./engine.ts";

/**
 * Where a picture stands.
 *
 * | is | means |
 * |---|---|
 * | asking | for addresses |
 * | starting | a stream is opened, no picture yet |
 * | playing | pictures come |
 * | stalled | pictures came and have stopped (已断流) |
 * | waiting | no stream could be had; the next try is at `retryAt` |
 * | nothing | there is nothing to play: no media server, or nothing this browser plays |
 * | refused | the person may not, or the camera is gone: no use in trying again |
 */
export type PlaybackState =
  | { readonly is: "asking" }
  | { readonly is: "starting"; readonly protocol: PlayProtocol }
  | { readonly is: "playing"; readonly protocol: PlayProtocol }
  | { readonly is: "stalled"; readonly protocol: PlayProtocol }
  | { readonly is: "waiting"; readonly retryAt: number; readonly reason: string }
  | { readonly is: "nothing" }
  | { readonly is: "refused"; readonly error: unknown };

export interface PlayReply {
  readonly addresses: readonly PlayAddress[];
  readonly snapshotUrl: string | null;
  readonly token: string;
  readonly expiresAt: string;
}

/** What a playback leans on; tests hand in others. */
export interface PlaybackDeps {
  readonly video: HTMLVideoElement;
  readonly ask: (renews: string | null, signal: AbortSignal) => Promise<PlayReply>;
  readonly load: (protocol: PlayProtocol) => Promise<Engine>;
  readonly canPlay: (protocol: PlayProtocol) => boolean;
  /** Whether an error of `ask` will not go away by asking again. */
  readonly isFinal: (error: unknown) => boolean;
  readonly onState: (state: PlaybackState) => void;
  /** Told where a still picture is, each time there are new addresses. */
  readonly onSnapshot: (url: string | null) => void;
  /** A hidden page's pictures rest: that they do not move says nothing. */
  readonly isHidden: () => boolean;
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
}

const LOOK_EVERY_MS = 500;
/** A stream that shows no picture within this is given up for the next address. */
const START_WITHIN_MS = 8000;
/** So long after pictures have stopped, new addresses are asked for. */
const GIVE_UP_AFTER_MS = 15_000;
const RETRY_MS = [2000, 4000, 8000, 15_000] as const;
/** Addresses are renewed when so much of their time is over. */
const RENEW_AT_SHARE = 0.7;

/**
 * Keeps one camera's picture coming: asks for addresses, tries each way in turn, sees by the picture's own clock whether it moves, says
 * so when it does not, renews what runs out, and tries again after a while when nothing helps. Answers how to stop.
 */
export function startPlayback(deps: PlaybackDeps): () => void {
  const { video, ask, load, canPlay, isFinal, onState, onSnapshot, isHidden, now, later } = deps;
  const stop = new AbortController();
  let token = "";
  let tries = 0;
  let stopEngine = () => {};
  let callOff = () => {};
  let callOffRenewal = () => {};
  let said: PlaybackState | null = null;

  const say = (state: PlaybackState) => {
    if (stop.signal.aborted) return;
    if (said?.is === state.is && said.is !== "waiting" && JSON.stringify(said) === JSON.stringify(state)) return;
    said = state;
    onState(state);
  };
  const rest = () => {
    callOff();
    callOffRenewal();
    stopEngine();
    stopEngine = () => {};
  };
  const wait = (reason: string) => {
    rest();
    const ms = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 15_000;
    tries += 1;
    say({ is: "waiting", retryAt: now() + ms, reason });
    callOff = later(() => void begin(), ms);
  };

  const renewLater = (expiresAt: string) => {
    const ms = Math.max(1000, (Date.parse(expiresAt) - now()) * RENEW_AT_SHARE);
    callOffRenewal = later(() => {
      ask(token, stop.signal).then(
        (reply) => {
          token = reply.token;
          onSnapshot(reply.snapshotUrl);
          renewLater(reply.expiresAt);
        },
        // The stream goes on as long as it can; its end brings new addresses.
        () => {
          callOffRenewal = later(() => renewLater(expiresAt), LOOK_EVERY_MS * 10);
        },
      );
    }, ms);
  };

  async function begin(): Promise<void> {
    say({ is: "asking" });
    let reply: PlayReply;
    try {
      reply = await ask(token === "" ? null : token, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (isFinal(error)) say({ is: "refused", error });
      else wait(error instanceof Error ? error.message : String(error));
      return;
    }
    if (stop.signal.aborted) return;
    token = reply.token;
    onSnapshot(reply.snapshotUrl);
    renewLater(reply.expiresAt);
    const ways = reply.addresses.filter(({ protocol }) => canPlay(protocol));
    if (ways.length === 0) {
      rest();
      say({ is: "nothing" });
    } else await attempt(ways);
  }

  /** Tries the first of some ways; the others when it fails before a picture has come. */
  async function attempt([way, ...others]: readonly PlayAddress[]): Promise<void> {
    if (!way) return wait("no way of playing works");
    const { protocol, url } = way;
    say({ is: "starting", protocol });
    let hasEnded = false;
    let hasPlayed = false;
    const end = (reason: string) => {
      if (hasEnded || stop.signal.aborted) return;
      hasEnded = true;
      callOff();
      stopEngine();
      stopEngine = () => {};
      if (hasPlayed) wait(reason);
      else void attempt(others);
    };
    let engine: Engine;
    try {
      engine = await load(protocol);
    } catch {
      // The library could not be fetched: another way may be here already.
      return end("the player could not be fetched");
    }
    if (stop.signal.aborted) return;
    const given: EngineAsk = { video, url, token: () => token, onFailed: end };
    stopEngine = engine(given);
    let last = video.currentTime;
    let movedAt = now();
    const look = () => {
      if (hasEnded || stop.signal.aborted) return;
      const at = video.currentTime;
      if (isHidden()) movedAt = now();
      else if (at !== last) {
        movedAt = now();
        hasPlayed ||= at > last;
        if (hasPlayed) {
          tries = 0;
          say({ is: "playing", protocol });
        }
      }
      last = at;
      const still = now() - movedAt;
      if (!hasPlayed && still > START_WITHIN_MS) return end("no picture came");
      if (hasPlayed && still > CUT_AFTER_MS) say({ is: "stalled", protocol });
      if (hasPlayed && still > GIVE_UP_AFTER_MS) return end("the picture has stopped");
      callOff = later(look, LOOK_EVERY_MS);
    };
    callOff = later(look, LOOK_EVERY_MS);
  }

  void begin();
  return () => {
    stop.abort();
    rest();
  };
}
