import { lazy, type ReactNode, Suspense } from "react";
import { OpenPanel } from "#panels/shell/open-panel.tsx";
import { PastFrame } from "#panels/time/past-frame.tsx";
import { useChosenPipes, useView } from "#state/stores.tsx";
import { superviseOf } from "#state/supervise.ts";
import { ErrorBoundary } from "#ui/error-boundary.tsx";

const MapOver = lazy(async () => ({ default: (await import("#panels/legend/map-over.tsx")).PhoneMapOver }));

/** What the sheet shows: alarms, an open hazard, video and a region by themselves, else what is chosen. */
function sheetOf(panel: string | null, hasRegion: boolean, hasHazard: boolean, chosen: string | null): string | null {
  if (
    (panel === "supervise" && hasHazard) ||
    panel === null ||
    panel === "model" ||
    panel === "alarms" ||
    panel === "video" ||
    (panel === "region" && hasRegion)
  )
    return panel;
  return chosen;
}

interface MapPageProps {
  readonly map: ReactNode;
  /** Draws the hazard that is open; without it the desk's panel does. */
  readonly drawHazard?: (id: string) => ReactNode;
}

/** The map, and a sheet from below for what is chosen on it. */
export function MapPage({ map, drawHazard }: MapPageProps) {
  const selection = useView((view) => view.selection);
  const panel = useView((view) => view.panel);
  const hasRegion = useChosenPipes((chosen) => chosen.polygon !== null);
  const hazard = useView((view) => superviseOf(view).hazard);
  const sheet = sheetOf(panel, hasRegion, hazard !== null, selection?.kind ?? null);
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
          {sheet === "supervise" && hazard !== null && drawHazard ? drawHazard(hazard) : <OpenPanel id={sheet} />}
        </div>
      )}
    </>
  );
}
