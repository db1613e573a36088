import type { TFunction } from "i18next";
import { RECORD_KINDS } from "#contract/field/words.ts";

/** A record's kind in words; one that only a newer version knows, by its code. */
export function kindWord(t: TFunction, kind: string): string {
  const known = RECORD_KINDS.find((one) => one === kind);
  return known ? t(`supervise.kind.${known}`) : t("supervise.kind.unknown", { kind });
}
