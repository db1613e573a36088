import { TAG_STATES } from "#contract/gas.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

const [ZERO, COMMA, MINUS, DOT, END] = [48, 44, 45, 46, 93] as const;
const NULL = Buffer.from("null");

/** Texts one behind the other, each with a comma: what stands side by side is copied as one piece. */
interface Run {
  readonly bytes: Buffer;
  /** Where each begins, and where the last ends. */
  readonly starts: Uint32Array;
}

function runOf(texts: readonly string[]): Run {
  const pieces = texts.map((text) => Buffer.from(`${text},`));
  const starts = new Uint32Array(texts.length + 1);
  pieces.forEach((piece, i) => {
    starts[i + 1] = (starts[i] as number) + piece.length;
  });
  return { bytes: Buffer.concat(pieces), starts };
}

const STATES = runOf(TAG_STATES.map((state) => JSON.stringify(state)));
const OFFLINE = TAG_STATES.indexOf("offline");

/** Ids and dense numbers of a snapshot's tags as JSON; made once for each. */
const runs = new WeakMap<Snapshot, { readonly ids: Run; readonly seqs: Run }>();
function runsOf(snapshot: Snapshot) {
  const known = runs.get(snapshot);
  if (known !== undefined) return known;
  const all = Array.from({ length: snapshot.tags.count }, (_, seq) => seq);
  const made = {
    ids: runOf(all.map((seq) => JSON.stringify(snapshot.tagId(seq) ?? ""))),
    seqs: runOf(all.map(String)),
  };
  runs.set(snapshot, made);
  return made;
}

/** The shortest decimal that is this float32 and no other. */
function shortest(v: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const one = Number(v.toPrecision(digits));
    if (Math.fround(one) === v) return String(one);
  }
  return String(Number(v.toPrecision(9)));
}

/** Writes JSON into bytes of its own; who asks has to know how many there will be at most. */
class Writer {
  readonly #out: Buffer;
  #at = 0;

  constructor(most: number) {
    this.#out = Buffer.allocUnsafe(most);
  }

  get written(): Buffer {
    return this.#out.subarray(0, this.#at);
  }

  text(ascii: string): void {
    this.#at += this.#out.write(ascii, this.#at, "latin1");
  }

  /** The last comma becomes the end of the list. */
  endList(isEmpty: boolean): void {
    if (isEmpty) this.#at += 1;
    this.#out[this.#at - 1] = END;
  }

  #bytes(bytes: Uint8Array): void {
    this.#out.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  run({ bytes, starts }: Run, places: Uint32Array): void {
    for (let i = 0; i < places.length; ) {
      const first = places[i] as number;
      let last = first;
      while (++i < places.length && places[i] === last + 1) last += 1;
      this.#bytes(bytes.subarray(starts[first] as number, starts[last + 1] as number));
    }
  }

  state(state: number): void {
    const of = state < TAG_STATES.length ? state : OFFLINE;
    // Byte by byte: some nine of them, for which a view would cost more.
    const end = STATES.starts[of + 1] as number;
    for (let i = STATES.starts[of] as number; i < end; i++) this.#out[this.#at++] = STATES.bytes[i] as number;
  }

  /** A whole number ≥ 0, at least `least` digits. */
  #whole(value: number, least: number): void {
    let size = least;
    for (let rest = value; rest >= 10 ** size; ) size += 1;
    let left = value;
    for (let i = this.#at + size - 1; i >= this.#at; i--) {
      const tenth = Math.floor(left / 10);
      this.#out[i] = ZERO + left - 10 * tenth;
      left = tenth;
    }
    this.#at += size;
  }

  /** ms since 1970, or null for 0. */
  instant(ms: number): void {
    if (ms > 0) this.#whole(ms, ms >= 1e12 ? 13 : 1);
    else this.#bytes(NULL);
    this.#out[this.#at++] = COMMA;
  }

  /** A float32: of up to four decimals, as nearly all sensors have, by hand. NaN is null. */
  value(v: number): void {
    const [size, scaled] = [Math.abs(v), Math.round(Math.abs(v) * 10_000)];
    if (!Number.isFinite(v)) this.#bytes(NULL);
    else if (size >= 100_000 || Math.fround(scaled / 10_000) !== size) this.text(shortest(v));
    else {
      if (v < 0) this.#out[this.#at++] = MINUS;
      const whole = Math.floor(scaled / 10_000);
      const part = scaled - 10_000 * whole;
      this.#whole(whole, 1);
      if (part > 0) {
        this.#out[this.#at++] = DOT;
        this.#whole(part, 4);
        while (this.#out[this.#at - 1] === ZERO) this.#at -= 1;
      }
    }
    this.#out[this.#at++] = COMMA;
  }
}

/** Bytes of a tag's row at most, beside its id: number, value, time, state with their commas. */
const MOST_A_ROW = 11 + 26 + 17 + 16;

/**
 * The reply of `getLatest` as JSON: the newest values of the tags `seqs`, in their order. By hand and in bytes, because of some ten thousand tags
 * JSON.stringify, the joining of texts and their encoding take longer than all the rest.
 */
export function latestBody({ snapshot, value, at, state }: LatestColumns, seqs: Uint32Array, now: number): Buffer {
  const known = runsOf(snapshot);
  const n = seqs.length;
  const writer = new Writer(256 + snapshot.version.length * 6 + known.ids.bytes.length + MOST_A_ROW * n);
  writer.text(`{"snapshot":${JSON.stringify(snapshot.version)},"now":${now},"id":[`);
  writer.run(known.ids, seqs);
  writer.endList(n === 0);
  writer.text(',"seq":[');
  writer.run(known.seqs, seqs);
  writer.endList(n === 0);
  writer.text(',"v":[');
  for (let i = 0; i < n; i++) writer.value(value[seqs[i] as number] as number);
  writer.endList(n === 0);
  writer.text(',"at":[');
  for (let i = 0; i < n; i++) writer.instant(at[seqs[i] as number] as number);
  writer.endList(n === 0);
  writer.text(',"state":[');
  for (let i = 0; i < n; i++) writer.state(state[seqs[i] as number] as number);
  writer.endList(n === 0);
  writer.text("}");
  return writer.written;
}
