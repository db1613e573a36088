import "./more.css";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed } from "#ui/notice.tsx";

/** The next page of a long list, when there is one. */
export function More({ query }: { readonly query: UseInfiniteQueryResult }) {
  const { t } = useTranslation();
  if (query.isFetchNextPageError) return <Failed error={query.error} onRetry={() => void query.fetchNextPage()} />;
  if (!query.hasNextPage) return null;
  return (
    <p className="list-more">
      <button
        type="button"
        className="button outlined"
        disabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {query.isFetchingNextPage ? t("admin.moreBusy") : t("admin.more")}
      </button>
    </p>
  );
}
