import type { TFunction } from "i18next";
import type { StatisticsKey } from "#contract/statistics.ts";
import { DIMENSION_WORDS, type Dimension, type WordDimension } from "#contract/statistics-dimensions.ts";
import { type MeasureId, measureOf } from "#contract/statistics-measures.ts";
import type { Named } from "#contract/statistics-topics.ts";
import { formatDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

/** A word of the catalogue in the language of the page. */
export const said = (named: Named): string => (languageNow() === "en" ? named.en : named.zh);

export const measureName = (id: MeasureId): string => said(measureOf(id).name);
export const measureUnit = (id: MeasureId): string => said(measureOf(id).unit);

/** Where the words of a dimension stand in `gas`. */
const LISTS = {
  gasKind: "gasKind",
  pressureLevel: "pressureLevel",
  material: "material",
  pipeStatus: "pipeStatus",
  stationKind: "stationKind",
  equipmentKind: "nodeKind",
  condition: "nodeCondition",
  licenceKind: "licenceKind",
  customerClass: "customerClass",
  tagKind: "tagKind",
  warningLevel: "warningLevel",
  hazardGrade: "hazardGrade",
} as const satisfies Partial<Record<Dimension, string>>;

const WORD_DIMENSIONS = Object.keys(DIMENSION_WORDS) as readonly WordDimension[];

/** Dimensions whose words are the statistics' own. */
const OWN_WORDS: readonly Dimension[] = ["hazardState", "visitOutcome", "walkProof", "pipeAge", "qualityReason"];

type AnyKey = (key: string) => string;

/** A word of a dimension; a time as it stands, a day in the language's way. */
export function wordOf(t: TFunction, dimension: Dimension, key: string): string {
  if (key === "none" || key === "") return t("statistics.none");
  if (dimension === "day") return formatDay(key, languageNow());
  if (OWN_WORDS.includes(dimension)) return (t as unknown as AnyKey)(`statistics.${dimension}.${key}`);
  const list = (LISTS as Partial<Record<Dimension, string>>)[dimension];
  return list ? (t as unknown as AnyKey)(`gas.${list}.${key}`) : key;
}

/** A narrowing (`gasKind:rural_ng;pressureLevel:LP,MP_B`) in the words of the page. */
export const filterText = (t: TFunction, where: string): string =>
  where
    .split(";")
    .flatMap((part) => {
      const [dimension, words] = part.split(":");
      const known = WORD_DIMENSIONS.find((one) => one === dimension);
      return known && words ? words.split(",").map((word) => wordOf(t, known, word)) : [];
    })
    .join("、");

/** What a line or column of an answer is called. */
export const keyName = (t: TFunction, dimension: Dimension | null, { key, name }: StatisticsKey): string =>
  name ?? (dimension === null ? t("statistics.whole") : wordOf(t, dimension, key));

/** A figure as read; null is kept back, undefined is nothing. */
export function figureText(id: MeasureId, value: number | null | undefined): string {
  if (value === null) return "<5";
  if (value === undefined) return "–";
  return formatNumber(value, languageNow(), measureOf(id).digits);
}
