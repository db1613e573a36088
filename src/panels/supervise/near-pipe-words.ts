import type { TFunction } from "i18next";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

/** A pipe by its number and, where it was found as the nearest one, how far it is. */
export const nearPipeWords = (
  t: TFunction,
  { pipeId, pipeDistanceM }: { readonly pipeId: string; readonly pipeDistanceM: number | null },
): string =>
  pipeDistanceM === null
    ? pipeId
    : t("supervise.evidence.nearPipe", { pipe: pipeId, m: formatNumber(pipeDistanceM, languageNow(), 1) });
