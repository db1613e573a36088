import { BadQuery } from "#server/features/bad-query.ts";
import { instantOf } from "#server/features/instants.ts";

/** A piece of an OData filter. */
export type ODataToken =
  | {
      readonly kind: "name" | "text" | "geography" | "instant" | "timeOfDay" | "duration" | "sign";
      readonly value: string;
    }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "end"; readonly value: "" };

const MOST_CHARACTERS = 4_000;
const SPACE = /\s+/y;
const GEOGRAPHY = /geography'((?:[^']|'')*)'/iy;
/** Days, hours, minutes and seconds: months and years are of no one length. */
const DURATION =
  /duration'(-?P(?=\d|T\d)(?:\d{1,9}D)?(?:T(?=\d)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}(?:\.\d{1,9})?S)?)?)'/iy;
const TEXT = /'((?:[^']|'')*)'/y;
const INSTANT = /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?/iy;
const TIME_OF_DAY = /(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[@\p{L}_][\p{L}\p{N}_.@]*(?:\/[@\p{L}_][\p{L}\p{N}_.@]*)*/uy;
const SIGN = /[(),]/y;

const refuse = (at: number, what: string) => new BadQuery("$filter", `At character ${at + 1}: ${what}.`);

function tokenAt(text: string, at: number): readonly [token: ODataToken, length: number] {
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const duration = take(DURATION);
  if (duration) return [{ kind: "duration", value: (duration[1] as string).toUpperCase() }, duration[0].length];
  const quoted = take(GEOGRAPHY) ?? take(TEXT);
  if (quoted) {
    const kind = text[at] === "'" ? "text" : "geography";
    return [{ kind, value: (quoted[1] as string).replaceAll("''", "'") }, quoted[0].length];
  }
  const timeOfDay = take(TIME_OF_DAY);
  if (timeOfDay) return [{ kind: "timeOfDay", value: timeOfDay[0] }, timeOfDay[0].length];
  const moment = take(INSTANT);
  if (moment) {
    const iso = instantOf(moment[0].toUpperCase());
    if (iso === null) throw refuse(at, `${moment[0]} is no time`);
    return [{ kind: "instant", value: iso }, moment[0].length];
  }
  const number = take(NUMBER);
  if (number) {
    const value = Number(number[0]);
    if (!Number.isFinite(value)) throw refuse(at, "a number beyond what a number can be");
    return [{ kind: "number", value }, number[0].length];
  }
  const name = take(NAME) ?? take(SIGN);
  if (!name) throw refuse(at, `${JSON.stringify(text.slice(at, at + 10))} is not OData`);
  return [{ kind: /^[(),]/.test(name[0]) ? "sign" : "name", value: name[0] }, name[0].length];
}

/** Cuts a filter into tokens, the last of which is the end. */
export function odataTokens(text: string): ODataToken[] {
  if (text.length > MOST_CHARACTERS)
    throw refuse(MOST_CHARACTERS, `a filter has at most ${MOST_CHARACTERS} characters`);
  const tokens: ODataToken[] = [];
  for (let at = 0; at < text.length; ) {
    SPACE.lastIndex = at;
    const space = SPACE.exec(text);
    if (space) {
      at += space[0].length;
      continue;
    }
    const [token, length] = tokenAt(text, at);
    tokens.push(token);
    at += length;
  }
  tokens.push({ kind: "end", value: "" });
  return tokens;
}
