import { BadQuery } from "../bad-query.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** As deep as brackets and NOT may stand within each other: a filter is text of a stranger, and a stack is finite. */
export const DEEPEST = 40;

/** A place among the tokens of a filter, with the few questions a parser asks. Words are compared without regard to case. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  isSign(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "sign" && token.value === sign;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "word" && token.value.toUpperCase() === word;
  }

  takeSign(sign: string): boolean {
    const isThere = this.isSign(sign);
    if (isThere) this.#at += 1;
    return isThere;
  }

  takeWord(word: string): boolean {
    const isThere = this.isWord(word);
    if (isThere) this.#at += 1;
    return isThere;
  }

  needSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.refuse(`${sign}`);
  }

  needWord(word: string): void {
    if (!this.takeWord(word)) throw this.refuse(word);
  }

  /** Runs `read` one level deeper. */
  deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new BadQuery("filter", `A filter nests at most ${DEEPEST} deep.`);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  /** At least one, with commas between. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeSign(",")) items.push(read());
    return items;
  }

  refuse(expected: string): BadQuery {
    const { kind, value, at } = this.peek();
    const came = kind === "end" ? "the end" : JSON.stringify(String(value).slice(0, 40));
    return new BadQuery("filter", `At character ${at + 1}: expected ${expected}, came ${came}.`);
  }
}
