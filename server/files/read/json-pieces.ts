import { FileProblem, shown } from "../row.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const RECORD_SEPARATOR = 0x1e;

/** A feature larger than this is no feature of a gas network; the limit keeps memory bounded on a broken file. */
const PIECE_LIMIT = 64 * 1024 * 1024;
const FEATURES_KEY = /"features"\s*:\s*$/;

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts a GeoJSON text, arriving in chunks cut anywhere, into the texts of its features without parsing it.
 * Understands a FeatureCollection, a single Feature, and one Feature per line with or without record separators (RFC 8142).
 * What stands beside `features` at the top (`type`, `crs`, `name`) is kept in `head()`.
 */
export class JsonPieces {
  readonly #piece: Buffer[] = [];
  #pieceBytes = 0;
  #head = "";
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isInFeatures = false;
  #hasPiece = false;

  /** The top object without its features, once it is complete or as far as it was read. */
  head(): string {
    return this.#head;
  }

  /** True when everything opened has been closed. */
  isComplete(): boolean {
    return this.#depth === 0 && !this.#isInString;
  }

  /** Texts of the features that end in this chunk. */
  *push(chunk: Buffer): Generator<string> {
    let from = this.#hasPiece ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      if (this.#isInString) {
        i = this.#skipString(chunk, i);
        continue;
      }
      const byte = chunk[i] as number;
      const isPieceEnd = this.#isInFeatures && this.#depth === 2 && (byte === COMMA || byte === CLOSE_BRACKET);
      if (isPieceEnd) {
        if (this.#hasPiece) yield this.#take(chunk, from, i);
        from = -1;
        if (byte === CLOSE_BRACKET) {
          this.#isInFeatures = false;
          this.#depth = 1;
          this.#head += "]";
          this.#startPiece();
          from = i + 1;
        }
        continue;
      }
      if (!this.#hasPiece) {
        if (isSpace(byte) || (this.#depth === 0 && byte === RECORD_SEPARATOR)) continue;
        if (this.#depth === 0 && byte !== OPEN_BRACE)
          throw new FileProblem("not_geojson", "a JSON object", shown(chunk.toString("utf8", i, i + 40)));
        this.#startPiece();
        from = i;
      }
      if (byte === QUOTE) this.#isInString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (byte === OPEN_BRACKET && this.#depth === 1 && this.#opensFeatures(chunk, from, i)) {
          this.#head += this.#take(chunk, from, i + 1);
          this.#isInFeatures = true;
          from = -1;
        }
        this.#depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.#depth--;
        if (this.#depth < 0) throw new FileProblem("not_geojson", "balanced brackets", "a bracket too many");
        if (this.#depth === 0) {
          const text = this.#take(chunk, from, i + 1);
          from = -1;
          if (this.#head === "") yield text;
          else this.#head += text;
        }
      }
    }
    if (from >= 0 && from < chunk.length) this.#keep(chunk.subarray(from));
  }

  #startPiece(): void {
    this.#hasPiece = true;
  }

  #opensFeatures(chunk: Buffer, from: number, at: number): boolean {
    const start = Math.max(from, at - 64);
    const near = chunk.toString("utf8", start, at);
    const before = at - start < 64 ? Buffer.concat(this.#piece).subarray(-64).toString("utf8") : "";
    return FEATURES_KEY.test(before + near);
  }

  #skipString(chunk: Buffer, start: number): number {
    for (let i = start; i < chunk.length; i++) {
      if (this.#isEscaped) {
        this.#isEscaped = false;
        continue;
      }
      const byte = chunk[i];
      if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#isInString = false;
        return i;
      }
    }
    return chunk.length;
  }

  #keep(part: Buffer): void {
    this.#pieceBytes += part.length;
    if (this.#pieceBytes > PIECE_LIMIT)
      throw new FileProblem("feature_too_big", `at most ${PIECE_LIMIT >> 20} MiB in one feature`, "more");
    this.#piece.push(Buffer.from(part));
  }

  #take(chunk: Buffer, from: number, to: number): string {
    const last = chunk.subarray(Math.max(from, 0), to);
    const whole = this.#piece.length === 0 ? last : Buffer.concat([...this.#piece, last]);
    this.#piece.length = 0;
    this.#pieceBytes = 0;
    this.#hasPiece = false;
    return whole.toString("utf8");
  }
}
