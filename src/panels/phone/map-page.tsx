import { lazy, type ReactNode, Suspense } from "react";
import { OpenPanel } from "#panels/shell/open-panel.tsx";
import { PastFrame } from "#panels/time/past-frame.tsx";
import { useChosenPipes, useView } from "#state/stores.tsx";
import { ErrorBoundary } from "#ui/error-boundary.tsx";

const MapOver = lazy(async () => ({ default: (await import("#panels/legend/map-over.tsx")).PhoneMapOver }));

/** What the sheet shows: alarms, video and a region by themselves, else what is chosen. */
function sheetOf(panel: string | null, hasRegion: boolean, chosen: string | null): string | null {
  if (
    panel === null ||
    panel === "model" ||
    panel === "alarms" ||
    panel === "video" ||
    (panel === "region" && hasRegion)
  )
    return panel;
  return chosen;
}

/** The map, and a sheet from below for what is chosen on it. */
export function MapPage({ map }: { readonly map: ReactNode }) {
  const selection = useView((view) => view.selection);
  const panel = useView((view) => view.panel);
  const hasRegion = useChosenPipes((chosen) => chosen.polygon !== null);
  const sheet = sheetOf(panel, hasRegion, selection?.kind ?? null);
  return (
    <>
      <div className="phone-map">
        {map}
        <PastFrame />
      </div>
      <ErrorBoundary fallback={() => null}>
        <Suspense>
          <MapOver />
        </Suspense>
      </ErrorBoundary>
      {sheet !== null && (
        <div className="phone-sheet">
          <OpenPanel id={sheet} />
        </div>
      )}
    </>
  );
}
