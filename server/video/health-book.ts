import type { CameraHealth, CameraState, CascadeLevel } from "#contract/cameras.ts";
import type { CameraSource } from "#server/db/cameras.ts";
import { type CameraRecord, judge, lastFrameAt, newRecord, type ServerView } from "./camera-record.ts";
import type { MediaReport } from "./media-server.ts";

/** A server that has not answered for this long is called unreachable: one slow answer is no outage. */
const UNREACHABLE_AFTER_MS = 4000;

interface ServerRecord {
  answeredAt: number | null;
  /** Since when it has not answered; null = it does. */
  silentSince: number | null;
  platforms: MediaReport["platforms"];
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/**
 * What is known of every camera's picture: told what servers report, what goes through our hands and what pictures look like, it says
 * each camera's state and counts changes. Knows no clock and no network: each call says when it is.
 */
export class HealthBook {
  readonly #cameras = new Map<string, CameraRecord>();
  readonly #servers = new Map<string, ServerRecord>();
  readonly #changed = new Map<string, number>();
  /** Cameras of each server with the stream's name; two rows may name one stream. */
  #streams = new Map<string, (readonly [string, CameraRecord])[]>();
  readonly #epoch: string;
  #version = 0;

  /** @param epoch tells the versions of this book from those of one before */
  constructor(serverNames: readonly string[], epoch: string) {
    this.#epoch = epoch;
    for (const name of serverNames)
      this.#servers.set(name, { answeredAt: null, silentSince: null, platforms: new Map() });
  }

  /** Takes over the register of cameras; what was seen of those that stay is kept. */
  setCameras(sources: readonly CameraSource[], streamOf: (source: CameraSource) => string | null, now: number): void {
    const before = new Map(this.#cameras);
    this.#cameras.clear();
    this.#streams = new Map([...this.#servers.keys()].map((name) => [name, []]));
    for (const source of sources) {
      const known = before.get(source.id);
      const record: CameraRecord = known ? { ...known, source } : newRecord(source, now);
      this.#cameras.set(source.id, record);
      const stream = streamOf(source);
      if (source.adapter !== null && stream !== null) this.#streams.get(source.adapter)?.push([stream, record]);
    }
    for (const id of this.#changed.keys()) if (!this.#cameras.has(id)) this.#changed.delete(id);
    this.settle(now);
  }

  /** A server has answered. */
  tellReport(name: string, { streams, platforms }: MediaReport, now: number): void {
    const server = this.#servers.get(name);
    if (!server) return;
    server.answeredAt = now;
    server.silentSince = null;
    server.platforms = platforms;
    for (const [stream, record] of this.#streams.get(name) ?? []) {
      const report = streams.get(stream) ?? null;
      const { stream: last } = record;
      if (report === null) record.listedSince = null;
      else {
        record.listedSince ??= now;
        const hasGrown =
          report.frames === null
            ? (report.bytesPerS ?? 0) > 0
            : last?.frames !== undefined && last.frames !== null && report.frames > last.frames;
        if (hasGrown) record.countedAt = now;
      }
      record.stream = report;
    }
  }

  /** A server has not answered. */
  tellSilence(name: string, now: number): void {
    const server = this.#servers.get(name);
    if (server) server.silentSince ??= now;
  }

  /** A frame went through our own hands. */
  tellFrame(id: string, now: number): void {
    const record = this.#cameras.get(id);
    if (record) record.relayedAt = now;
  }

  /** Somebody begins to watch through us; answers how to say that they have stopped. */
  tellWatcher(id: string, now: number): () => void {
    const record = () => this.#cameras.get(id);
    const begun = record();
    if (begun) {
      begun.watchers += 1;
      begun.watchedSince ??= now;
    }
    let isDone = false;
    return () => {
      const left = record();
      if (isDone || !left) return;
      isDone = true;
      left.watchers = Math.max(0, left.watchers - 1);
      if (left.watchers === 0) left.watchedSince = null;
    };
  }

  /** A picture was looked at; `print` is the same for pictures that look the same. */
  tellPicture(id: string, print: string, now: number): void {
    const record = this.#cameras.get(id);
    if (record && record.picture?.print !== print) record.picture = { print, since: now };
  }

  /** Judges every camera anew. */
  settle(now: number): void {
    for (const [id, record] of this.#cameras) {
      const { state, isContradicted } = judge(record, this.#viewOf(record.source.adapter, now), now);
      record.isContradicted = isContradicted;
      if (state !== "live" && state !== "frozen") record.picture = null;
      if (state === record.state && this.#changed.has(id)) continue;
      if (state !== record.state) record.since = now;
      record.state = state;
      this.#version += 1;
      this.#changed.set(id, this.#version);
    }
  }

  get version(): string {
    return `${this.#epoch}.${this.#version}`;
  }

  /** Changes since a version of this book, or all there are; only of cameras that `isSeen`. */
  changes(since: string | undefined, isSeen: (id: string) => boolean) {
    const [epoch, counted] = (since ?? "").split(".");
    const isWhole = epoch !== this.#epoch || !/^\d{1,15}$/.test(counted ?? "");
    const after = isWhole ? 0 : Number(counted);
    const states: { id: string; state: CameraState }[] = [];
    for (const [id, version] of this.#changed)
      if (version > after && isSeen(id)) states.push({ id, state: this.stateOf(id) });
    return { version: this.version, isWhole, states };
  }

  stateOf(id: string): CameraState {
    return this.#cameras.get(id)?.state ?? "unknown";
  }

  sourceOf(id: string): CameraSource | null {
    return this.#cameras.get(id)?.source ?? null;
  }

  /** Everything known of one camera. A camera that came after the register was read is not known yet. */
  detail(id: string, now: number): CameraHealth {
    const record = this.#cameras.get(id);
    if (!record)
      return {
        id,
        state: "unknown",
        since: new Date(now).toISOString(),
        lastFrameAt: null,
        isContradicted: false,
        levels: [],
      };
    const { state, since, isContradicted } = record;
    const last = iso(lastFrameAt(record));
    return {
      id,
      state,
      since: new Date(since).toISOString(),
      lastFrameAt: last,
      isContradicted,
      levels: this.#levels(record),
    };
  }

  #levels({ source: { cascade, deviceId, adapter } }: CameraRecord): CascadeLevel[] {
    const platforms = adapter === null ? undefined : this.#servers.get(adapter)?.platforms;
    const level = (id: string, kind: CascadeLevel["kind"]): CascadeLevel => {
      const report = platforms?.get(id);
      return { id, kind, isOnline: report?.isOnline ?? null, at: iso(report?.at ?? null) };
    };
    return [...cascade.map((id) => level(id, "platform")), level(deviceId, "device")];
  }

  #viewOf(name: string | null, now: number): ServerView | null {
    const server = name === null ? undefined : this.#servers.get(name);
    if (!server) return null;
    const { silentSince, answeredAt, platforms } = server;
    const isReachable = silentSince === null || now - silentSince < UNREACHABLE_AFTER_MS;
    return { isReachable, hasReported: answeredAt !== null, platforms };
  }
}
