import { Suspense } from "react";
import { lazyOffice } from "#panels/office-words.ts";
import { useHazardNews } from "#state/stores.tsx";
import { ErrorBoundary } from "#ui/error-boundary.tsx";

/** Comes with its words when the first major hazard is told. */
const HazardNotice = lazyOffice(() => import("./hazard-notice.tsx"), "HazardNotice");

/** The place over a map where major hazards are told as they become known. */
export function HazardNews() {
  const isAny = useHazardNews(({ waiting }) => waiting.length > 0);
  if (!isAny) return null;
  return (
    <ErrorBoundary fallback={() => null}>
      <Suspense>
        <HazardNotice />
      </Suspense>
    </ErrorBoundary>
  );
}
