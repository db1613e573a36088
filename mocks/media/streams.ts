import type { Clip } from "./clips.ts";
import { atTime, keyBefore } from "./flv-clip.ts";

/**
 * How a stream of the fake media server behaves.
 *
 * | mode | frames | what the server says of it |
 * |---|---|---|
 * | live | come | listed, its frames counted |
 * | freeze | come, of one picture | the same |
 * | cut | stop, connections stay open | listed, its count stands still |
 * | lie | stop, connections stay open | listed, its count goes on |
 * | gone | connections end | not listed |
 */
export const STREAM_MODES = ["live", "freeze", "cut", "lie", "gone"] as const;
export type StreamMode = (typeof STREAM_MODES)[number];

/** One stream: which clip it shows, and how it behaves now. */
export class FakeStream {
  readonly name: string;
  readonly #live: Clip;
  readonly #frozen: Clip;
  readonly #now: () => number;
  readonly #begun: number;
  #mode: StreamMode = "live";
  /** When frames stopped, ms since 1970; null = they come. */
  #stoppedAt: number | null = null;
  /** ms of pauses behind us: the count of frames leaves them out. */
  #paused = 0;

  constructor(name: string, clips: { readonly live: Clip; readonly frozen: Clip }, now: () => number, begun: number) {
    this.name = name;
    this.#live = clips.live;
    this.#frozen = clips.frozen;
    this.#now = now;
    this.#begun = begun;
  }

  get mode(): StreamMode {
    return this.#mode;
  }

  setMode(mode: StreamMode): void {
    const runs = mode === "live" || mode === "freeze";
    if (!runs) this.#stoppedAt ??= this.#now();
    else if (this.#stoppedAt !== null) {
      this.#paused += this.#now() - this.#stoppedAt;
      this.#stoppedAt = null;
    }
    this.#mode = mode;
  }

  get clip(): Clip {
    return this.#mode === "freeze" ? this.#frozen : this.#live;
  }

  get isListed(): boolean {
    return this.#mode !== "gone";
  }

  get hasFrames(): boolean {
    return this.#mode === "live" || this.#mode === "freeze";
  }

  /** ms of stream that have been sent out so far. */
  elapsedMs(): number {
    return Math.max(0, (this.#stoppedAt ?? this.#now()) - this.#begun - this.#paused);
  }

  /** Frames that the server says have come. */
  claimedFrames(): number {
    const ms = this.#mode === "lie" ? this.#now() - this.#begun - this.#paused : this.elapsedMs();
    const { frames, lengthMs } = this.clip.flv;
    return Math.floor((ms / lengthMs) * frames.length);
  }

  still(): Uint8Array {
    const { stills } = this.clip;
    const still = stills[Math.floor(this.elapsedMs() / 2000) % stills.length];
    if (!still) throw new Error(`the clip ${this.clip.name} has no stills`);
    return still;
  }

  /** The pieces of the last seconds as a live playlist. Where the clip begins anew a player is told. */
  playlist(): string {
    const { pieces } = this.clip;
    const seconds = pieces[0]?.seconds ?? 2;
    const newest = Math.floor(this.elapsedMs() / (seconds * 1000));
    const first = Math.max(0, newest - 4);
    const lines = ["#EXTM3U", "#EXT-X-VERSION:3", `#EXT-X-TARGETDURATION:${Math.ceil(seconds)}`];
    lines.push(`#EXT-X-MEDIA-SEQUENCE:${first}`, `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.ceil(first / pieces.length)}`);
    for (let i = first; i <= newest; i += 1) {
      if (i > first && i % pieces.length === 0) lines.push("#EXT-X-DISCONTINUITY");
      lines.push(`#EXTINF:${seconds.toFixed(3)},`, `${this.clip.name}-${i}.ts`);
    }
    return `${lines.join("\n")}\n`;
  }

  /** A piece by the name the playlist gave it. */
  piece(name: string): Uint8Array | null {
    const number = /-(\d+)\.ts$/.exec(name)?.[1];
    const { pieces } = this.clip;
    return number === undefined ? null : (pieces[Number(number) % pieces.length]?.bytes ?? null);
  }

  /**
   * The stream as FLV for one reader, from the last key frame on and in real time; times begin at 0. While frames are stopped nothing
   * comes and nothing ends; with "gone" it ends.
   */
  async *flv(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let clip = this.clip;
    yield clip.flv.head;
    for (const tag of clip.flv.opening) yield atTime(tag, 0);
    let at = keyBefore(clip.flv, this.elapsedMs());
    let sentMs = 0;
    const begun = this.#now();
    let waited = 0;
    while (!signal.aborted && this.isListed) {
      if (!this.hasFrames) {
        const from = this.#now();
        await sleep(50, signal);
        waited += this.#now() - from;
        continue;
      }
      if (this.clip !== clip) {
        clip = this.clip;
        at = 0;
        for (const tag of clip.flv.opening) yield atTime(tag, sentMs);
      }
      const { frames, lengthMs } = clip.flv;
      const step = lengthMs / frames.length;
      const tag = frames[Math.round(at / step) % frames.length];
      if (!tag) throw new Error(`the clip ${clip.name} has no frames`);
      const due = begun + waited + sentMs - this.#now();
      if (due > 0) await sleep(due, signal);
      if (signal.aborted || !this.hasFrames) continue;
      yield atTime(tag, sentMs);
      sentMs += step;
      at = (at + step) % lengthMs;
    }
  }
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
