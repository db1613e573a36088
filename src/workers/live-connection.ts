import { HEARTBEAT_MS, LIVE_CLOSE } from "#contract/live-socket.ts";
import { createFrameDecoder, type LiveFrame } from "./decode-frame.ts";
import { LiveMerge } from "./live-merge.ts";
import { HazardsAsk } from "./live-hazards.ts";
import { alarmsOf, camerasOf, hazardOf, helloOf } from "./live-heard.ts";
import type {
  AlarmsMessage,
  CamerasMessage,
  FromWorker,
  HazardMessage,
  LiveEnd,
  LiveStatus,
  LiveWish,
} from "./live-messages.ts";

/** As much of a WebSocket as the connection needs. */
export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface ConnectionOptions {
  open(): Socket;
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Something is there for the page: a change of rows, times or status. */
  onNews(): void;
  /** What the server says of alarms, in its order: nothing of it may wait until somebody looks. */
  onAlarms?(message: AlarmsMessage): void;
  onCameras?(message: CamerasMessage): void;
  onHazard?(message: HazardMessage): void;
}

/** No frame for so long: the line is dead, whatever the socket says. */
export const OFFLINE_MS = 5 * HEARTBEAT_MS;
/** The line stands and no device has been heard for so long: no live data. */
export const SILENT_MS = 120_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Between two wishes: the server takes fifty asks in ten seconds and closes on more. */
const WISH_PAUSE_MS = 500;
/** A measured skew that differs by less is the network's trembling, and would have every age on the page drawn anew with each frame. */
const SKEW_STEP_MS = 250;
const EVERYTHING = wishText({});

const ENDS: Readonly<Record<number, LiveEnd>> = {
  [LIVE_CLOSE.signedOut]: "signed_out",
  [LIVE_CLOSE.forbidden]: "forbidden",
};

function wishText(wish: LiveWish): string {
  return JSON.stringify({ type: "subscribe", ...wish });
}

/** One lasting connection to `/live` over as many sockets as it takes. `check` is to be called about twice a second. */
export class LiveConnection {
  readonly #options: ConnectionOptions;
  readonly #merge = new LiveMerge();
  readonly #decode = createFrameDecoder();
  readonly #hazards = new HazardsAsk();
  readonly #startedAt: number;
  #socket: Socket | null = null;
  #isOpen = false;
  #wish = EVERYTHING;
  /** The wish that this socket's server follows. */
  #saidWish = EVERYTHING;
  #saidWishAt = 0;
  /** Alarms are told up to this number; null while nobody wants them. */
  #alarmsAfter: number | null = null;
  /** States of cameras are told up to this version; null while nobody wants them. */
  #camerasSince: string | null = null;
  #ended: LiveEnd | null = null;
  /** Last frame number of this socket. */
  #sequence = 0;
  #numbering = "";
  /** Deltas mean nothing until the snapshot asked for is there. */
  #awaitsSnapshot = true;
  #openedAt = 0;
  #heardAt = 0;
  #frameAt = 0;
  #newestAt = 0;
  #skewMs = 0;
  #failures = 0;
  #retryAt = 0;
  #toldStatus: LiveStatus = "connecting";

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#startedAt = options.now();
    this.#open();
  }

  /** Looks at the clock: notes silence, drops a dead line, opens a new one when it is time. */
  check(): void {
    const now = this.#options.now();
    const quietSince = Math.max(this.#openedAt, this.#heardAt);
    if (this.#socket !== null && now - quietSince > 2 * OFFLINE_MS) this.#drop();
    if (this.#socket === null && this.#ended === null && now >= this.#retryAt) this.#open();
    this.#sayWish();
    if (this.#status() !== this.#toldStatus) this.#options.onNews();
  }

  /** Tries at once instead of waiting out the pause. */
  wake(): void {
    this.#retryAt = 0;
    this.check();
  }

  /** Narrows the stream to a part of what may be seen, now and on each socket to come. Of wishes in quick succession the last is said. */
  subscribe(wish: LiveWish): void {
    this.#wish = wishText(wish);
    this.#sayWish();
  }

  /** Has alarms told from here on: what happened after number `after`, in order, also over lines to come. */
  followAlarms(after: number): void {
    this.#alarmsAfter = after;
    if (this.#isOpen) this.#askAlarms();
  }

  /** Has changes of cameras' states told from here on, also over lines to come. */
  followCameras(since: string): void {
    this.#camerasSince = since;
    if (this.#isOpen) this.#askCameras();
  }

  /** Has major hazards told from now on, also over lines to come, with those that became known between two lines. */
  followHazards(): void {
    this.#hazards.follow();
    if (this.#isOpen) this.#askHazards();
  }

  /** Rows that wait for the page: never more than there are tags. */
  get waiting(): number {
    return this.#merge.waiting;
  }

  /** Takes back the buffer of rows that the page has read. */
  give(bytes: ArrayBuffer): void {
    this.#merge.give(bytes);
  }

  /** News since the last call. */
  drain(): FromWorker {
    this.#toldStatus = this.#status();
    return {
      status: this.#toldStatus,
      ended: this.#ended,
      frameAt: this.#frameAt,
      newestAt: this.#newestAt,
      clockSkewMs: this.#skewMs,
      rows: this.#merge.drain(),
    };
  }

  #status(): LiveStatus {
    const now = this.#options.now();
    if (this.#ended !== null) return "offline";
    if (this.#heardAt === 0) return now - this.#startedAt > OFFLINE_MS ? "offline" : "connecting";
    if (now - this.#heardAt > OFFLINE_MS) return "offline";
    const serverNow = this.#frameAt + now - this.#heardAt;
    return serverNow - this.#newestAt > SILENT_MS ? "silent" : "live";
  }

  #open(): void {
    const socket = this.#options.open();
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#openedAt = this.#options.now();
    this.#sequence = 0;
    this.#awaitsSnapshot = true;
    this.#isOpen = false;
    this.#saidWish = EVERYTHING;
    this.#saidWishAt = 0;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#isOpen = true;
      this.#sayWish();
      this.#askAlarms();
      this.#askCameras();
      this.#askHazards();
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#hear(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    };
  }

  #sayWish(): void {
    if (this.#socket === null || !this.#isOpen || this.#wish === this.#saidWish) return;
    const now = this.#options.now();
    if (now - this.#saidWishAt < WISH_PAUSE_MS) return;
    this.#saidWish = this.#wish;
    this.#saidWishAt = now;
    this.#socket.send(this.#wish);
  }

  #askAlarms(): void {
    if (this.#alarmsAfter === null) return;
    this.#socket?.send(JSON.stringify({ type: "alarms", after: this.#alarmsAfter }));
  }

  #askCameras(): void {
    if (this.#camerasSince === null) return;
    this.#socket?.send(JSON.stringify({ type: "cameras", since: this.#camerasSince }));
  }

  #askHazards(): void {
    const ask = this.#hazards.text(this.#frameAt);
    if (ask !== null) this.#socket?.send(ask);
  }

  #drop(): void {
    this.#socket?.close();
    this.#closed(1006);
  }

  #closed(code: number): void {
    this.#socket = null;
    this.#isOpen = false;
    this.#ended = ENDS[code] ?? null;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    // Spread out, so that a thousand pages do not come back in the same moment after a restart.
    this.#retryAt = this.#options.now() + longest * (0.5 + this.#options.random() / 2);
    this.#options.onNews();
  }

  #hear(data: unknown): void {
    try {
      if (typeof data === "string") this.#hearText(JSON.parse(data));
      else if (data instanceof ArrayBuffer) this.#hearFrame(this.#decode(data));
    } catch {
      // Whatever it was, it is not our protocol: begin anew rather than show numbers that may be another tag's.
      this.#drop();
    }
  }

  #hearText(came: unknown): void {
    const cameras = camerasOf(came);
    if (cameras !== null) {
      this.#camerasSince = cameras.version;
      this.#options.onCameras?.(cameras);
      return;
    }
    const hazard = hazardOf(came);
    if (hazard !== null) {
      this.#hazards.told(hazard);
      this.#options.onHazard?.(hazard);
      return;
    }
    const alarms = alarmsOf(came);
    if (alarms === null) {
      this.#hearHello(helloOf(came));
      return;
    }
    // After a reset the page reads the list anew and asks with another number.
    this.#alarmsAfter = alarms.type === "alarms" ? alarms.seq : null;
    this.#options.onAlarms?.(alarms);
  }

  #hearHello({ snapshot, tags }: ReturnType<typeof helloOf>): void {
    this.#awaitsSnapshot = true;
    const numbering = `${snapshot} ${tags}`;
    if (numbering === this.#numbering) return;
    this.#numbering = numbering;
    this.#merge.renumber(snapshot, tags);
  }

  #hearFrame(frame: LiveFrame): void {
    const isGap = frame.sequence !== this.#sequence + 1;
    this.#sequence = frame.sequence;
    this.#heardAt = this.#options.now();
    this.#frameAt = frame.serverTime;
    this.#newestAt = frame.newestAt;
    const skewMs = this.#frameAt - this.#heardAt;
    if (Math.abs(skewMs - this.#skewMs) >= SKEW_STEP_MS) this.#skewMs = skewMs;
    if (frame.kind === "snapshot") {
      this.#awaitsSnapshot = false;
      this.#failures = 0;
    } else if (isGap && !this.#awaitsSnapshot) {
      this.#awaitsSnapshot = true;
      this.#socket?.send(JSON.stringify({ type: "snapshot" }));
    }
    if (!this.#awaitsSnapshot && frame.kind !== "heartbeat") this.#merge.take(frame);
    this.#options.onNews();
  }
}
