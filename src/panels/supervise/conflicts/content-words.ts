import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { deskChecklistsQuery } from "#api/conflicts.ts";
import type { Json } from "#contract/field/canonical.ts";
import type { ChecklistItem } from "#contract/field/checklists.ts";
import { VISIT_OUTCOMES } from "#contract/field/words.ts";
import { HAZARD_GRADES } from "#contract/gas.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { conflicts } from "#lib/i18n/zh/conflicts.ts";
import { kindWord } from "../words.ts";

type Field = keyof typeof conflicts.field;
const isField = (key: string): key is Field => Object.hasOwn(conflicts.field, key);

/** Members whose own word says nothing beside the one above. */
const QUIET = new Set(["body", "value"]);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const LONG = 24;

/** How entries of a content are called, and what they say, in the person's language. */
export interface ContentWords {
  readonly nameOf: (path: readonly string[]) => string;
  readonly say: (value: Json | undefined, path: readonly string[]) => string;
}

function scalar(t: TFunction, value: Json, key: string, item: ChecklistItem | undefined): string {
  const language = languageNow();
  if (typeof value === "boolean") {
    if (item) return t(value ? "field.answer.good" : "field.answer.bad");
    return t(value ? "conflicts.yes" : "conflicts.no");
  }
  if (typeof value === "number") return formatNumber(value, language, 5) + (item?.unit ? ` ${item.unit}` : "");
  if (typeof value !== "string") return JSON.stringify(value);
  if (value === "") return "—";
  const outcome = VISIT_OUTCOMES.find((one) => one === value);
  if (key === "outcome" && outcome) return t(`field.outcome.${outcome}`);
  const grade = HAZARD_GRADES.find((one) => one === value);
  if (key === "grade" && grade) return t(`gas.hazardGrade.${grade}`);
  if (key === "kind") return kindWord(t, value);
  const choice = item?.choices.find(({ code }) => code === value);
  if (choice) return language === "en" ? choice.textEn : choice.text;
  return INSTANT.test(value) ? formatInstant(value, language) : value;
}

export function useContentWords(form: { readonly id: string; readonly version: number } | null): ContentWords {
  const { t } = useTranslation();
  const lists = useQuery(deskChecklistsQuery).data;
  const list = lists?.find(({ id, version }) => id === form?.id && version === form.version);
  const itemOf = (path: readonly string[]) => {
    const at = path.indexOf("answers");
    return at < 0 ? undefined : list?.items.find(({ id }) => id === path[at + 1]);
  };
  const wordOf = (key: string): string => {
    if (isField(key)) return t(`conflicts.field.${key}`);
    // The number of something made by a device is too long to tell it by.
    return key.length > LONG ? `…${key.slice(-6)}` : key;
  };
  return {
    nameOf: (path) => {
      const item = itemOf(path);
      const title = item && (languageNow() === "en" ? item.textEn : item.text);
      const own = path.filter((key) => !QUIET.has(key));
      const rest = title ? own.slice(own.indexOf("answers") + 2) : own;
      return [...(title ? [`${item.id} ${title}`] : []), ...rest.map(wordOf)].join(" · ");
    },
    say: (value, path) => {
      if (value === undefined || value === null) return "—";
      const key = path.at(-1) ?? "";
      if (!Array.isArray(value)) return scalar(t, value, key, itemOf(path));
      if (value.length === 0) return "—";
      const isShort = value.length <= 12 && value.every((one) => typeof one !== "object");
      if (!isShort) return t("conflicts.compare.points", { count: value.length });
      return value.map((one) => scalar(t, one, key, undefined)).join(", ");
    },
  };
}
