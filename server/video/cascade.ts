import type { PlatformReport } from "./media-server.ts";
import type { WvpApi } from "./wvp-api.ts";

type States = ReadonlyMap<string, PlatformReport>;

/** Registered platforms and devices are one list; what each of them has below it is a list each. */
const DEVICES_EVERY_MS = 3000;
const CHANNELS_EVERY_MS = 10_000;
const CHANNELS_WITHIN_MS = 30_000;
/** Digits 11 to 13 of a camera's id: it has no catalogue. */
const CAMERA_TYPES: ReadonlySet<string> = new Set(["131", "132"]);

/** What is reported of the platforms and devices of a cascade. Catalogues are read behind the caller's back: no look waits for them. */
export class Cascade {
  readonly #wvp: Pick<WvpApi, "devices" | "channels">;
  readonly #now: () => number;
  #devices: { readonly at: number; readonly states: States } | null = null;
  #channels: States = new Map();
  #channelsAt = Number.NEGATIVE_INFINITY;
  #isReading = false;

  constructor(wvp: Pick<WvpApi, "devices" | "channels">, now: () => number) {
    this.#wvp = wvp;
    this.#now = now;
  }

  /** Throws when the list of devices cannot be had. */
  async states(signal: AbortSignal): Promise<States> {
    if (this.#devices === null || this.#now() - this.#devices.at >= DEVICES_EVERY_MS) {
      const states = await this.#wvp.devices(signal);
      this.#devices = { at: this.#now(), states };
    }
    const { states } = this.#devices;
    if (!this.#isReading && this.#now() - this.#channelsAt >= CHANNELS_EVERY_MS) void this.#readChannels(states);
    // What has registered itself is known better than what another lists of it.
    return new Map([...this.#channels, ...states]);
  }

  async #readChannels(devices: States): Promise<void> {
    this.#isReading = true;
    const signal = AbortSignal.timeout(CHANNELS_WITHIN_MS);
    const found = new Map<string, PlatformReport>();
    try {
      for (const [id, { isOnline }] of devices) {
        if (CAMERA_TYPES.has(id.slice(10, 13)) || !isOnline) continue;
        for (const [channel, report] of await this.#wvp.channels(id, signal)) found.set(channel, report);
      }
      this.#channels = found;
    } catch {
      // The catalogue of before stands until the next can be read; a server that is gone is told by its list of devices.
    } finally {
      this.#channelsAt = this.#now();
      this.#isReading = false;
    }
  }
}
