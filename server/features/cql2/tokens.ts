import { BadQuery } from "../bad-query.ts";

/** A piece of a filter; `at` is its offset, for messages. */
export type Token =
  | { readonly kind: "name" | "word" | "text"; readonly value: string; readonly at: number }
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "sign"; readonly value: string; readonly at: number }
  | { readonly kind: "end"; readonly value: ""; readonly at: number };

export const MOST_CHARACTERS = 8_000;

const SPACE = /\s+/y;
const WORD = /[\p{L}_:][\p{L}\p{N}_.:]*/uy;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SIGN = /<=|>=|<>|[=<>(),]/y;
const QUOTED_NAME = /"((?:[^"]|"")+)"/y;
/** A quote within a text is written twice, or behind a backslash. */
const TEXT = /'((?:[^'\\]|''|\\'|\\)*)'/y;

const refuse = (at: number, what: string) => new BadQuery("filter", `At character ${at + 1}: ${what}.`);

function numberAt(text: string, at: number): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw refuse(at, `${text.slice(0, 40)} is beyond what a number can be`);
}

/** Cuts a CQL2 text into tokens, the last of which is the end; throws `BadQuery` on what is none. */
export function tokensOf(text: string): Token[] {
  if (text.length > MOST_CHARACTERS)
    throw refuse(MOST_CHARACTERS, `a filter has at most ${MOST_CHARACTERS} characters`);
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const space = take(SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    const quoted = take(QUOTED_NAME);
    const literal = quoted ? null : take(TEXT);
    const number = quoted || literal ? null : take(NUMBER);
    const word = quoted || literal || number ? null : take(WORD);
    const sign = quoted || literal || number || word ? null : take(SIGN);
    const found = quoted ?? literal ?? number ?? word ?? sign;
    if (!found) throw refuse(at, `${JSON.stringify(text.slice(at, at + 10))} is not CQL2`);
    if (quoted) tokens.push({ kind: "name", value: (quoted[1] as string).replaceAll('""', '"'), at });
    else if (literal) tokens.push({ kind: "text", value: (literal[1] as string).replace(/''|\\'/g, "'"), at });
    else if (number) tokens.push({ kind: "number", value: numberAt(number[0], at), at });
    else if (word) tokens.push({ kind: "word", value: word[0], at });
    else tokens.push({ kind: "sign", value: found[0], at });
    at += found[0].length;
  }
  tokens.push({ kind: "end", value: "", at });
  return tokens;
}
