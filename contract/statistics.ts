import { z } from "zod";
import { Instant, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";
import { DIMENSION_WORDS, Dimension, type WordDimension } from "./statistics-dimensions.ts";
import { MeasureId } from "./statistics-measures.ts";

/** Cells of fewer households than this are not told (domain.md §7). */
export const SMALLEST_CELL = 5;
/** The first day of which facts are told; what has no date of its own counts from here. */
export const FIRST_DAY = "1900-01-01";
const LAST_DAY = "2200-12-31";

/** A calendar day of the province (Asia/Shanghai), YYYY-MM-DD. */
export const Day = z.iso
  .date()
  .refine((day) => day >= FIRST_DAY && day <= LAST_DAY, { error: `expected a day from ${FIRST_DAY} to ${LAST_DAY}` });

/** What is left of the facts: dimension → the words that count. */
export type Where = Readonly<Partial<Record<WordDimension, readonly string[]>>>;

const WHERE = /^(\w+:[\w]+(,[\w]+)*)(;\w+:[\w]+(,[\w]+)*)*$/;

function readWhere(text: string, context: z.RefinementCtx): Where {
  const where: Record<string, readonly string[]> = {};
  for (const part of text.split(";")) {
    const at = part.indexOf(":");
    const dimension = part.slice(0, at);
    const known = Object.hasOwn(DIMENSION_WORDS, dimension) ? DIMENSION_WORDS[dimension as WordDimension] : undefined;
    const words = part.slice(at + 1).split(",");
    if (known === undefined || words.some((word) => !known.includes(word)))
      context.addIssue({ code: "custom", message: `expected dimension:word,word;…, of the catalogue's words` });
    where[dimension] = words;
  }
  return where;
}

/** Narrowing in one text: `gasKind:rural_ng;pressureLevel:LP,MP_B`. */
export const WhereText = z.string().max(600).regex(WHERE).transform(readWhere);

/** The text of a narrowing, dimensions and words in the catalogue's order; "" when it narrows nothing. */
export const whereText = (where: Where): string =>
  (Object.keys(DIMENSION_WORDS) as WordDimension[])
    .filter((dimension) => (where[dimension]?.length ?? 0) > 0)
    .map(
      (dimension) =>
        `${dimension}:${DIMENSION_WORDS[dimension].filter((word) => where[dimension]?.includes(word)).join(",")}`,
    )
    .join(";");

/**
 * One question: a measure by one or two dimensions, of a place, over a period, as it was known at a time. This is also what a saved view, a
 * frozen report and an export of statistics keep.
 */
export const StatisticsQuery = z.object({
  measure: MeasureId,
  /** The place; without it the caller's own. */
  area: AreaCode.optional(),
  enterprise: EnterpriseId.optional(),
  rows: Dimension.default("area"),
  columns: Dimension.optional(),
  /** First and last day, both in the period; without them the last full 12 months up to today. A stock is that of the last day. */
  from: Day.optional(),
  to: Day.optional(),
  /** As known then; without it as known now. */
  known: Instant.optional(),
  where: WhereText.optional(),
});
export type StatisticsQuery = z.output<typeof StatisticsQuery>;
export type StatisticsAsk = z.input<typeof StatisticsQuery>;

/** One line or column. `name` is that of a place or enterprise; null where the key is a word or a time of the contract. */
export const StatisticsKey = z.object({ key: z.string(), name: z.string().nullable() });
export type StatisticsKey = z.infer<typeof StatisticsKey>;

/** A number in the measure's unit; null = fewer than {@link SMALLEST_CELL} households, or kept back so that these cannot be reckoned. */
export const Figure = z.number().nullable();

/** How much of what should have been reported was there, 0…1; null where nothing is due. */
const Completeness = z.number().min(0).max(1).nullable();

export const Statistics = z.object({
  /** The question as it was understood, every default filled in. */
  measure: MeasureId,
  area: AreaCode,
  enterprise: EnterpriseId.nullable(),
  rows: Dimension,
  columns: Dimension.nullable(),
  from: Day,
  to: Day,
  known: Instant,
  where: z.string(),
  /** When it was answered. */
  at: Instant,
  rowKeys: z.array(StatisticsKey.extend({ total: Figure, completeness: Completeness })),
  columnKeys: z.array(StatisticsKey.extend({ total: Figure })),
  /** Only those that hold facts; row and column by their place in the lists. Without columns, `column` is 0. */
  cells: z.array(z.object({ row: z.int(), column: z.int(), value: Figure })),
  total: Figure,
  completeness: Completeness,
  suppressed: z.int(),
});
export type Statistics = z.infer<typeof Statistics>;

export const getStatistics = route({
  path: "/api/statistics",
  who: BUSINESS_ROLES,
  summary: "A measure by one or two dimensions, as of a day and as known at a time, with how complete it is",
  query: StatisticsQuery,
  reply: Statistics,
});
