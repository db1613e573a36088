import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Failed, Skeleton } from "#ui/notice.tsx";

export interface AnswerProps<T> {
  readonly query: UseQueryResult<T>;
  /** Grey lines to hold the place. */
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** Draws every state of a question to the server: waiting, failed, old because the update failed, and good. */
export function Answer<T>({ query, lines = 6, children }: AnswerProps<T>) {
  const { t } = useTranslation();
  if (query.data === undefined) {
    if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
    return <Skeleton lines={lines} />;
  }
  const isStuck = query.isError || query.fetchStatus === "paused";
  return (
    <>
      {isStuck && (
        <p className="notice slim" role="status">
          {t("shell.state.updateFailed", { time: formatClock(query.dataUpdatedAt, languageNow()) })}
        </p>
      )}
      {children(query.data)}
    </>
  );
}
