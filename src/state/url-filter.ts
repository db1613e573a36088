import {
  COLOR_BYS,
  type ColorBy,
  classCount,
  NO_FILTER,
  PIPE_CLASSING,
  type PipeFilter,
} from "#contract/pipe-classes.ts";
import { withClasses } from "#lib/pipe-filter.ts";

/** Members of closed lists are named, so that a link can be read and outlives a list that grows; other classes go by number. */
function wordOf(by: ColorBy, k: number): string {
  const classing = PIPE_CLASSING[by];
  return (classing.kind === "list" && classing.words[k]) || String(k);
}

function classNamed(by: ColorBy, word: string): number | null {
  const classing = PIPE_CLASSING[by];
  const named = classing.kind === "list" ? classing.words.indexOf(word) : -1;
  if (named >= 0) return named;
  const k = /^\d{1,3}$/.test(word) ? Number(word) : -1;
  return k >= 0 && k < classCount(by) ? k : null;
}

/** `level:MP_A.LP,age:3`; null when nothing is named. */
export const onlyText = ({ only }: PipeFilter): string | null =>
  COLOR_BYS.flatMap((by) => {
    const classes = only[by];
    return classes ? [`${by}:${classes.map((k) => wordOf(by, k)).join(".")}`] : [];
  }).join(",") || null;

const YEAR = /^(\d{4})-(\d{4})$/;
const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

function readYears(text: string | null): PipeFilter["laid"] {
  const [, from, to] = YEAR.exec(text ?? "") ?? [];
  const span = [Number(from), Number(to)] as const;
  return span[0] >= 1900 && span[0] <= span[1] && span[1] <= 2100 ? span : null;
}

function readDays(text: string | null): PipeFilter["patrolled"] {
  const [, from = "", to = ""] = DAYS.exec(text ?? "") ?? [];
  return isDay(from) && isDay(to) && from <= to ? [from, to] : null;
}

/** Attributes that older links name by a word of their own, with one class each. */
const OLD_NAMES = { level: "level", material: "material", gas: "gas" } as const satisfies Partial<
  Record<ColorBy, string>
>;

/** Reads what it understands of a link's filter; unknown attributes and classes are ignored. */
export function readFilter(search: URLSearchParams): PipeFilter {
  let filter: PipeFilter = {
    ...NO_FILTER,
    laid: readYears(search.get("laid")),
    patrolled: readDays(search.get("patrolled")),
  };
  for (const [by, name] of Object.entries(OLD_NAMES) as [keyof typeof OLD_NAMES, string][]) {
    const k = classNamed(by, search.get(name) ?? "");
    if (k !== null) filter = withClasses(filter, by, [k]);
  }
  for (const part of search.get("only")?.split(",") ?? []) {
    const [name, words = ""] = part.split(":");
    const by = COLOR_BYS.find((one) => one === name);
    const classes =
      by &&
      words
        .split(".")
        .map((word) => classNamed(by, word))
        .filter((k) => k !== null);
    if (by && classes && classes.length > 0) filter = withClasses(filter, by, classes);
  }
  return filter;
}

/** A filter as parts of the address, in their order. */
export const filterParts = (filter: PipeFilter): readonly (readonly [string, string | undefined | null])[] => [
  ["only", onlyText(filter)],
  ["laid", filter.laid?.join("-")],
  ["patrolled", filter.patrolled?.join("..")],
];
