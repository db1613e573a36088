import { CUT_AFTER_MS, type PlayAddress, type PlayProtocol } from "#contract/cameras.ts";
import type { Engine } from "./engine.ts";

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
const RENEW_AGAIN_MS = 5000;
/** Nothing plays faster; what went farther was a leap. */
const MOST_SPEED = 2;
const LEAP_S = 0.5;

/**
 * Keeps one camera's picture coming: asks for addresses, tries each way in turn, sees by the picture's own clock whether it moves, says
 * so when it does not, renews what runs out, and tries again after a while when nothing helps. Answers how to stop.
 */
export function startPlayback(deps: PlaybackDeps): () => void {
  const playback = new Playback(deps);
  void playback.begin();
  return () => playback.stop();
}

class Playback {
  readonly #deps: PlaybackDeps;
  readonly #stop = new AbortController();
  #token = "";
  #tries = 0;
  #stopEngine = () => {};
  #callOff = () => {};
  #callOffRenewal = () => {};
  #said = "";

  constructor(deps: PlaybackDeps) {
    this.#deps = deps;
  }

  stop(): void {
    this.#stop.abort();
    this.#rest();
  }

  async begin(): Promise<void> {
    this.#say({ is: "asking" });
    let reply: PlayReply;
    try {
      reply = await this.#deps.ask(this.#token === "" ? null : this.#token, this.#stop.signal);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (this.#deps.isFinal(error)) this.#say({ is: "refused", error });
      else this.#wait(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#stop.signal.aborted) return;
    this.#take(reply);
    const ways = reply.addresses.filter(({ protocol }) => this.#deps.canPlay(protocol));
    if (ways.length > 0) return this.#attempt(ways);
    this.#rest();
    this.#say({ is: "nothing" });
  }

  #say(state: PlaybackState): void {
    const text = JSON.stringify(state);
    if (this.#stop.signal.aborted || text === this.#said) return;
    this.#said = text;
    this.#deps.onState(state);
  }

  /** Everything that runs or is due ends. */
  #rest(): void {
    this.#callOff();
    this.#callOffRenewal();
    this.#stopEngine();
    this.#stopEngine = () => {};
  }

  #wait(reason: string): void {
    const { now, later } = this.#deps;
    this.#rest();
    const ms = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? RETRY_MS[0];
    this.#tries += 1;
    this.#say({ is: "waiting", retryAt: now() + ms, reason });
    this.#callOff = later(() => void this.begin(), ms);
  }

  #take({ token, snapshotUrl, expiresAt }: PlayReply): void {
    const { now, later, ask, onSnapshot } = this.#deps;
    this.#token = token;
    onSnapshot(snapshotUrl);
    const renew = () => {
      ask(this.#token, this.#stop.signal).then(
        (reply) => this.#stop.signal.aborted || this.#take(reply),
        // The stream goes on as long as it can; its end brings new addresses.
        () => {
          this.#callOffRenewal = later(renew, RENEW_AGAIN_MS);
        },
      );
    };
    this.#callOffRenewal();
    this.#callOffRenewal = later(renew, Math.max(1000, (Date.parse(expiresAt) - now()) * RENEW_AT_SHARE));
  }

  /** Tries the first of some ways; the others when it fails before a picture has come. */
  async #attempt([way, ...others]: readonly PlayAddress[]): Promise<void> {
    if (!way) return this.#wait("no way of playing works");
    const { protocol, url } = way;
    this.#say({ is: "starting", protocol });
    const clock = this.#clockOf();
    let hasEnded = false;
    const end = (reason: string) => {
      if (hasEnded || this.#stop.signal.aborted) return;
      hasEnded = true;
      this.#callOff();
      this.#stopEngine();
      this.#stopEngine = () => {};
      if (clock.hasPlayed()) this.#wait(reason);
      else void this.#attempt(others);
    };
    let engine: Engine;
    try {
      engine = await this.#deps.load(protocol);
    } catch {
      // The library could not be fetched: another way may be here already.
      return end("the player could not be fetched");
    }
    if (this.#stop.signal.aborted) return;
    this.#stopEngine = engine({ video: this.#deps.video, url, token: () => this.#token, onFailed: end });
    const look = () => {
      if (hasEnded || this.#stop.signal.aborted) return;
      const still = clock.stillMs();
      if (!clock.hasPlayed() && still > START_WITHIN_MS) return end("no picture came");
      if (clock.hasPlayed() && still > GIVE_UP_AFTER_MS) return end("the picture has stopped");
      if (clock.hasPlayed() && still > CUT_AFTER_MS) this.#say({ is: "stalled", protocol });
      else if (clock.hasPlayed() && still === 0) {
        this.#tries = 0;
        this.#say({ is: "playing", protocol });
      }
      this.#callOff = this.#deps.later(look, LOOK_EVERY_MS);
    };
    this.#callOff = this.#deps.later(look, LOOK_EVERY_MS);
  }

  /** The picture's own clock: how long it has stood still, and whether it has ever gone forward. */
  #clockOf() {
    const { video, now, isHidden } = this.#deps;
    let last = video.currentTime;
    let lookedAt = now();
    let movedAt = now();
    let hasPlayed = false;
    return {
      hasPlayed: () => hasPlayed,
      /** 0 = it has moved since the last look. A hidden page's pictures rest: that says nothing. */
      stillMs: () => {
        const at = video.currentTime;
        const most = (MOST_SPEED * (now() - lookedAt)) / 1000 + LEAP_S;
        // A player that leaps to the newest pieces of a stream sets the clock before a picture is there.
        const hasMoved = at > last && at - last <= most && !video.seeking;
        if (hasMoved) hasPlayed = true;
        if (hasMoved || isHidden()) movedAt = now();
        last = at;
        lookedAt = now();
        return now() - movedAt;
      },
    };
  }
}
