import { FileProblem } from "../row.ts";

/** A record and the line of the file on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const RECORD_LIMIT = 16 * 1024 * 1024;

/**
 * Cuts CSV text (RFC 4180; separator given) into records. Quotes may hold separators, line breaks and doubled quotes; a stray quote
 * inside an unquoted cell is kept as it is. Lines without a quote, nearly all of them, take a fast path: that is why this
 * is not a library, whose state machine looks at every character.
 */
export class CsvRecords {
  readonly #separator: string;
  #rest = "";
  #line = 1;
  constructor(separator: string) {
    this.#separator = separator;
  }

  /** Records that are complete with this text. */
  *push(text: string): Generator<CsvRecord> {
    const all = this.#rest === "" ? text : this.#rest + text;
    let from = 0;
    let quote = nextQuote(all, 0);
    for (;;) {
      if (quote < from) quote = nextQuote(all, from);
      let end = all.indexOf("\n", from);
      if (end > quote) end = endAfterQuotes(all, from, this.#separator);
      if (end < 0) break;
      yield this.#record(all.slice(from, end));
      from = end + 1;
    }
    this.#rest = all.slice(from);
    if (this.#rest.length > RECORD_LIMIT)
      throw new FileProblem("quote_open", "the closing quote of a cell", "more than 16 MiB without one", this.#line);
  }

  /** The last record, when the file does not end in a line break. */
  *end(): Generator<CsvRecord> {
    if (this.#rest === "") return;
    if (endAfterQuotes(`${this.#rest}\n`, 0, this.#separator) < 0)
      throw new FileProblem("quote_open", "the closing quote of a cell", "the end of the file", this.#line);
    yield this.#record(this.#rest);
    this.#rest = "";
  }

  #record(raw: string): CsvRecord {
    const line = this.#line;
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (!text.includes('"')) {
      this.#line++;
      return { line, cells: text.split(this.#separator) };
    }
    this.#line += 1 + (text.match(/\n/g)?.length ?? 0);
    return { line, cells: quotedCells(text, this.#separator) };
  }
}

const nextQuote = (text: string, from: number) => {
  const at = text.indexOf('"', from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
};

/** The line break that ends the record beginning at `from`, passing over those within quotes; -1 when it is not there yet. */
function endAfterQuotes(text: string, from: number, separator: string): number {
  let isInside = false;
  let isCellStart = true;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (isInside) {
      if (char !== '"') continue;
      if (text[i + 1] === '"') i++;
      else isInside = false;
    } else if (char === "\n") return i;
    else if (char === '"' && isCellStart) {
      isInside = true;
      isCellStart = false;
    } else isCellStart = char === separator;
  }
  return -1;
}

function quotedCells(text: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    if (text[at] !== '"') {
      const next = text.indexOf(separator, at);
      const end = next < 0 ? text.length : next;
      cells.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    const close = closingQuote(text, at + 1);
    const next = text.indexOf(separator, close);
    const end = next < 0 ? text.length : next;
    cells.push(text.slice(at + 1, close).replaceAll('""', '"') + text.slice(close + 1, end));
    at = end + 1;
  }
  return cells;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at;
  }
}
