import { type AlarmEventKind, ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import { Book } from "./book.ts";
import { confirmMs } from "./confirm.ts";
import type { EngineInput, Kept, Outcome, ServiceWindow } from "./engine-input.ts";
import type { GasContext } from "./gas.ts";
import { holdOf, type Input, type Refusal, type Shelf, step } from "./life.ts";
import type { Actor, AlarmRecord, Transition } from "./record.ts";
import { Rhythm } from "./rhythm.ts";
import { createSource, revive, type Source } from "./source.ts";
import type { AlarmReading, AlarmTag } from "./tag.ts";
import { type Verdict, WELL } from "./verdict.ts";

const DAY_MS = 86_400_000;

/** The alarm system as a pure machine: values, time and people's wishes in, journal entries out. It owns no clock and does no input or output. */
export class AlarmEngine {
  readonly #input: EngineInput;
  readonly #book: Book;
  readonly #sources = new Map<string, readonly Source[]>();
  readonly #byAlarm = new Map<string, Source>();
  readonly #silent: Source[] = [];
  readonly #waiting = new Set<Source>();
  readonly #alive = new Set<Source>();
  readonly #heard = new Map<string, number>();
  readonly #newest = new Map<string, AlarmReading>();
  /** Sources that are suppressed while a tag of a kind at their station reads low, by `station kind`. */
  readonly #suppressed = new Map<string, Source[]>();
  readonly #gasTags = new Map<string, string>();
  /** Of methane sensors. */
  readonly rhythms: Map<string, Rhythm>;

  constructor(input: EngineInput) {
    this.#input = input;
    this.rhythms = input.rhythms ?? new Map();
    this.#book = new Book(input.topology, input.nextSeq, (id) => this.#heard.get(id) ?? input.now);
    const kept = this.#sortKept();
    const gas = this.#gasContext();
    for (const tag of input.topology.tags.values()) {
      if (tag.kind === "ethane") this.#gasTags.set(tag.stationId, tag.id);
      this.#heard.set(tag.id, input.heardAt?.(tag.id) ?? input.now);
      const sources = input
        .rulesOf(tag)
        .map((rule) => createSource(tag, rule, gas, input.past?.(tag.id, rule)))
        .flatMap((source) => (source === null ? [] : [this.#adopt(source, kept)]));
      this.#sources.set(tag.id, sources);
    }
    // What no rule watches any more has nothing that could end it: it returns.
    for (const { alarm, incident } of kept.values()) this.#book.closeOrphan(alarm, incident, input.now);
    this.#serve(input.now);
  }

  /** Of each source the occurrence that began last; one before it that was never closed is over. */
  #sortKept(): Map<string, EngineInput["kept"][number]> {
    const kept = new Map<string, EngineInput["kept"][number]>();
    for (const found of this.#input.kept) {
      const key = `${found.alarm.tagId} ${found.alarm.ruleId}`;
      const older = kept.get(key);
      if (older !== undefined) this.#book.closeOrphan(older.alarm, older.incident, this.#input.now);
      kept.set(key, found);
    }
    return kept;
  }

  #adopt(fresh: Source, kept: Map<string, EngineInput["kept"][number]>): Source {
    const key = `${fresh.tag.id} ${fresh.rule.id}`;
    const found = kept.get(key);
    kept.delete(key);
    const source = found === undefined ? fresh : revive(fresh, found.alarm, this.#input.now, this.#rangAt(found));
    if (found !== undefined) {
      this.#byAlarm.set(found.alarm.id, source);
      this.#alive.add(source);
      this.#book.restore(source, found.alarm, found.incident);
      // It came from a file: the journal has to know that it began.
      if (found.alarm.seq === 0)
        this.#book.write(source, ["raised"], this.#input.now, null, undefined, { isKept: true });
    }
    if (source.rule.condition.kind === "no_data") this.#silent.push(source);
    const { suppressWhile } = source.rule;
    if (suppressWhile !== null) {
      const place = `${source.tag.stationId} ${suppressWhile.tagKind}`;
      this.#suppressed.set(place, [...(this.#suppressed.get(place) ?? []), source]);
    }
    return source;
  }

  #rangAt({ alarm, rangAt }: Kept): number {
    return alarm.seq === 0 ? this.#input.now : (rangAt ?? alarm.raisedAt);
  }

  #gasContext(): GasContext {
    const { topology, isSensitive } = this.#input;
    const newestOf = (tagId: string | undefined, near: AlarmTag): number | null => {
      const reading = tagId === undefined ? undefined : this.#newest.get(tagId);
      const own = this.#newest.get(near.id);
      if (reading === undefined || reading.q === 2) return null;
      return own !== undefined && own.t - reading.t > DAY_MS ? null : reading.v;
    };
    return {
      ethanePpm: (tag) => newestOf(this.#gasTags.get(tag.stationId), tag),
      neighboursAt: (tag, lel) =>
        topology.wellsNear(tag.id).filter((id) => {
          const isMethane = topology.tags.get(id)?.kind === "methane";
          return isMethane && (newestOf(id, tag) ?? 0) >= lel;
        }).length,
      isSensitive: (tag) => isSensitive(tag.stationId),
      isUsual: (tag, at, v) => this.rhythms.get(tag.id)?.isUsual(at, v) ?? false,
    };
  }

  /** Journal entries since the last call, in order. */
  take(): Transition[] {
    return this.#book.take();
  }

  get nextSeq(): number {
    return this.#book.nextSeq;
  }

  heardAt(tagId: string): number | undefined {
    return this.#heard.get(tagId);
  }

  /** The newest value an engine judged by, for the one that follows it. */
  newest(tagId: string): AlarmReading | undefined {
    return this.#newest.get(tagId);
  }

  record(alarmId: string): AlarmRecord | null {
    return this.#byAlarm.get(alarmId)?.record ?? null;
  }

  /**
   * Takes in a value that is the newest of its tag. `isFresh` false: read again after a start, so that it does not count as hearing
   * from the device.
   */
  hear(reading: AlarmReading, now: number, isFresh = true): void {
    const sources = this.#sources.get(reading.tagId);
    if (sources === undefined) return;
    if (isFresh) this.#heard.set(reading.tagId, now);
    this.#newest.set(reading.tagId, reading);
    for (const source of sources) {
      if (source.judge === null) {
        if (isFresh) this.#judged(source, WELL, reading.t, now);
        continue;
      }
      // Quality "bad": there is no value; what stood goes on standing.
      if (reading.q === 2) continue;
      source.last = reading;
      const isQuiet = source.raw.level === null && source.life.state === "normal" && !source.delay.isWaiting;
      source.raw = source.judge(reading, source.raw);
      if (isQuiet && source.raw.level === null) continue;
      this.#judged(source, source.raw, reading.t, now, confirmMs(reading, source.tag));
      this.#book.noteValue(source, reading.v);
    }
    this.#noteRhythm(reading);
    this.#suppress(reading, now);
  }

  #noteRhythm({ tagId, t, v, q }: AlarmReading): void {
    if (q === 2 || this.#input.topology.tags.get(tagId)?.kind !== "methane") return;
    const rhythm = this.rhythms.get(tagId) ?? new Rhythm();
    this.rhythms.set(tagId, rhythm);
    rhythm.note(t, v);
  }

  #judged(source: Source, verdict: Verdict, t: number, now: number, leastMs = 0): void {
    const isOther = source.delay.judge(verdict, t, now, leastMs);
    if (source.delay.isWaiting) this.#waiting.add(source);
    else this.#waiting.delete(source);
    if (isOther) this.#step(source, { kind: "condition", level: source.delay.settled.level }, now);
    else this.#book.noteVerdict(source);
    const isCertain = verdict.gas === "leak" && source.life.level === "red" && source.life.isActive;
    if (isCertain && !source.life.isLeak) this.#step(source, { kind: "confirm_leak" }, now);
  }

  #suppress({ tagId, v, q }: AlarmReading, now: number): void {
    if (this.#suppressed.size === 0 || q === 2) return;
    const tag = this.#input.topology.tags.get(tagId);
    if (tag === undefined) return;
    for (const source of this.#suppressed.get(`${tag.stationId} ${tag.kind}`) ?? []) {
      const { suppressWhile } = source.rule;
      if (suppressWhile !== null) this.#step(source, { kind: "suppress", on: v < suppressWhile.below }, now);
    }
  }

  #step(source: Source, input: Input, now: number, actor: Actor | null = null): Refusal | undefined {
    const before = source.life;
    const { life, events, refused } = step(before, input, now);
    if (refused !== undefined) return refused;
    if (life === before) return undefined;
    source.life = life;
    if (life.state !== "normal" || life.shelf !== null || life.isChattering) this.#alive.add(source);
    else this.#alive.delete(source);
    const hadRecord = source.record;
    this.#book.write(source, events, now, actor, this.#windowOf(source, now));
    if (source.record !== null && source.record.id !== hadRecord?.id) {
      if (hadRecord !== null) this.#byAlarm.delete(hadRecord.id);
      this.#byAlarm.set(source.record.id, source);
    }
    if (life.state === "normal" && life.shelf === null && source.record !== null)
      this.#byAlarm.delete(source.record.id);
    return undefined;
  }

  /** Time passes: silence, delays, shelves, windows, chatter and escalation. To be called about once a second. */
  tick(now: number): void {
    for (const source of this.#silent) this.#listen(source, now);
    for (const source of [...this.#waiting]) {
      if (!source.delay.tick(now)) continue;
      this.#waiting.delete(source);
      this.#step(source, { kind: "condition", level: source.delay.settled.level }, now);
    }
    this.#serve(now);
    for (const source of [...this.#alive]) {
      const { shelf, isChattering } = source.life;
      if (shelf !== null || isChattering) this.#step(source, { kind: "tick" }, now);
      this.#escalate(source, now);
    }
  }

  #listen(source: Source, now: number): void {
    const { condition, level } = source.rule;
    if (condition.kind !== "no_data") return;
    const afterMs = 1000 * (condition.afterS === 0 ? source.tag.staleAfterS : condition.afterS);
    const heard = this.#heard.get(source.tag.id) ?? now;
    if (now - heard <= afterMs || source.raw.level !== null) {
      if (now - heard <= afterMs) source.raw = WELL;
      return;
    }
    source.raw = { level, side: null, limit: afterMs / 1000 };
    this.#judged(source, source.raw, now, now);
  }

  #escalate(source: Source, now: number): void {
    const { life, rule } = source;
    if (life.waitingSince === null || holdOf(life) !== null) return;
    const waitedMin = (now - life.waitingSince) / 60_000;
    for (const to of ESCALATION_LEVELS) {
      const after = to === "enterprise" ? null : rule.escalateMin[to];
      if (after !== null && waitedMin >= after) this.#step(source, { kind: "escalate", to }, now);
    }
  }

  #windowOf({ tag }: Source, now: number): ServiceWindow | undefined {
    const isOf = (w: ServiceWindow) => w.tagId === tag.id || (w.tagId === null && w.stationId === tag.stationId);
    return this.#input.windows.find((w) => isOf(w) && w.from <= now && now < w.to);
  }

  #inService = "";
  /** Maintenance windows begin and end. */
  #serve(now: number): void {
    const running = this.#input.windows.filter(({ from, to }) => from <= now && now < to);
    const key = running.map(({ id }) => id).join();
    if (key === this.#inService && this.#served) return;
    this.#inService = key;
    this.#served = true;
    for (const sources of this.#sources.values()) {
      for (const source of sources) {
        const on = running.length > 0 && this.#windowOf(source, now) !== undefined;
        if (source.life.isOutOfService !== on) this.#step(source, { kind: "out_of_service", on }, now);
      }
    }
  }
  #served = false;

  #wish(ids: readonly string[], input: Input, actor: Actor, now: number): Outcome[] {
    return [...new Set(ids)].map((id): Outcome => {
      const source = this.#byAlarm.get(id);
      if (source?.record === undefined || source.record === null) return { id, seq: 0, refused: "not_found" };
      const refused = this.#step(source, input, now, actor);
      return refused === undefined ? { id, seq: source.record.seq } : { id, seq: source.record.seq, refused };
    });
  }

  acknowledge(ids: readonly string[], actor: Actor, now: number): Outcome[] {
    return this.#wish(ids, { kind: "acknowledge" }, actor, now);
  }

  shelve(ids: readonly string[], shelf: Shelf, now: number): Outcome[] {
    return this.#wish(ids, { kind: "shelve", shelf }, { name: shelf.by, comment: shelf.reason }, now);
  }

  unshelve(ids: readonly string[], actor: Actor, now: number): Outcome[] {
    return this.#wish(ids, { kind: "unshelve" }, actor, now);
  }

  confirmLeak(ids: readonly string[], actor: Actor, now: number): Outcome[] {
    return this.#wish(ids, { kind: "confirm_leak" }, actor, now);
  }

  /** Writes down that a task was made for an open alarm. */
  dispatch(id: string, taskId: string, actor: Actor, now: number): Outcome {
    const source = this.#byAlarm.get(id);
    if (source?.record === undefined || source.record === null) return { id, seq: 0, refused: "not_found" };
    this.#book.write(source, ["dispatched" satisfies AlarmEventKind], now, actor, undefined, { taskId });
    return { id, seq: source.record.seq };
  }
}
