import type { ImportField } from "#contract/import-fields.ts";
import { lookup } from "../lookup.ts";

export type Value = string | number | boolean | null;

/** A cell that cannot be read as its field. */
export class Fault {
  readonly rule: string;
  readonly expected: string;
  constructor(rule: string, expected: string) {
    this.rule = rule;
    this.expected = expected;
  }
}

const EMPTY = /^(null|<null>|\\n|n\/a)?$/i;

/** True for what files write when there is nothing. */
export function isEmpty(raw: unknown): boolean {
  if (raw === null || raw === undefined) return true;
  return typeof raw === "string" && raw.length < 7 && EMPTY.test(raw.trim());
}

/** Reads one cell as its field says. Empty is null when the field may be; area codes are looked up later, here only their digits. */
export function readValue(field: ImportField, raw: unknown): Value | Fault {
  if (isEmpty(raw)) return field.required ? new Fault("required", "a value") : null;
  if (typeof raw === "object") return new Fault("type", field.type);
  const cell = raw as string | number | boolean | bigint;
  switch (field.type) {
    case "text":
      return readText(String(cell).trim());
    case "number":
    case "integer":
      return readNumber(field, typeof cell === "number" ? cell : String(cell).trim());
    case "boolean":
      return readBoolean(String(cell).trim().toLowerCase());
    case "date":
      return readDate(String(cell).trim());
    case "instant":
      return readInstant(String(cell).trim());
    case "area":
      return readArea(String(cell).trim());
    case "choice":
      return readChoice(field, String(cell).trim());
  }
}

const TEXT_LIMIT = 2000;

function readText(text: string): Value | Fault {
  if (text.length > TEXT_LIMIT) return new Fault("too_long", `at most ${TEXT_LIMIT} characters`);
  // PostgreSQL's text cannot hold the zero character.
  return text.includes("\0") ? new Fault("type", "text without zero bytes") : text;
}

const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED_NUMBER = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;

function readNumber(field: ImportField, cell: string | number): Value | Fault {
  let value: number;
  if (typeof cell === "number") value = cell;
  else if (PLAIN_NUMBER.test(cell)) value = Number(cell);
  else if (GROUPED_NUMBER.test(cell)) value = Number(cell.replaceAll(",", ""));
  else return new Fault("type", field.type);
  if (!Number.isFinite(value)) return new Fault("type", "a finite number");
  if (field.type === "integer" && !Number.isInteger(value)) return new Fault("type", "a whole number");
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field;
  return value < min || value > max ? new Fault("range", `${min} … ${max}`) : value;
}

const YES = new Set(["true", "t", "1", "yes", "y", "是", "有", "开"]);
const NO = new Set(["false", "f", "0", "no", "n", "否", "无", "关"]);

function readBoolean(text: string): Value | Fault {
  if (YES.has(text)) return true;
  return NO.has(text) ? false : new Fault("type", "true or false, 1 or 0, 是 or 否");
}

const DATE = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?$/;

function readDate(text: string): Value | Fault {
  const found = DATE.exec(text);
  if (!found) return new Fault("type", "a date, YYYY-MM-DD");
  return (
    realDay(found[1] as string, found[2] as string, found[3] as string) ?? new Fault("type", "a day of the calendar")
  );
}

function realDay(year: string, month: string, day: string): string | null {
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : iso;
}

const INSTANT =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const EPOCH = /^\d{10}(\d{3})?$/;

/** Files of readings say the same times for every tag; reading each once saves nearly half of an import's work. */
const seenInstants = new Map<string, Value | Fault>();
const SEEN_LIMIT = 50_000;

function readInstant(text: string): Value | Fault {
  const seen = seenInstants.get(text);
  if (seen !== undefined) return seen;
  const value = parseInstant(text);
  if (seenInstants.size >= SEEN_LIMIT) seenInstants.clear();
  seenInstants.set(text, value);
  return value;
}

/** A time without an offset is taken as China's (+08:00), which is what every file of the field means by it. */
function parseInstant(text: string): Value | Fault {
  const epoch = EPOCH.exec(text);
  if (epoch) return new Date(Number(text) * (epoch[1] === undefined ? 1000 : 1)).toISOString();
  const found = INSTANT.exec(text);
  const expected = "an instant, YYYY-MM-DDTHH:MM:SS+08:00";
  if (!found) return new Fault("type", expected);
  const day = realDay(found[1] as string, found[2] as string, found[3] as string);
  const time = (found[4] as string).padStart(5, "0").replace(/^(\d):/, "0$1:");
  const at = new Date(`${day}T${time}${(found[5] ?? "+08:00").toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  return day === null || Number.isNaN(at.getTime()) ? new Fault("type", expected) : at.toISOString();
}

function readArea(text: string): Value | Fault {
  const digits = text.replace(/\.0+$/, "");
  // Township and village codes (9 and 12 digits) begin with the county's; 天地图 puts 156 before.
  if (/^(\d{6}|\d{9}|\d{12})$/.test(digits))
    return digits.startsWith("156") && digits.length === 9 ? digits.slice(3) : digits.slice(0, 6);
  return new Fault("area_unknown", "a six-digit code of GB/T 2260");
}

function readChoice(field: ImportField, text: string): Value | Fault {
  const choices = field.choices ?? [];
  if (choices.includes(text)) return text;
  const alias = lookup(field.aliases ?? {}, text);
  if (alias !== undefined) return alias;
  const half = text.normalize("NFKC").replaceAll(" ", "");
  const lower = half.toLowerCase();
  const found =
    lookup(field.aliases ?? {}, half) ??
    choices.find((choice) => choice.toLowerCase() === lower) ??
    Object.entries(field.aliases ?? {}).find(([word]) => word.toLowerCase() === lower)?.[1];
  return found ?? new Fault("choice", choices.join(", "));
}
