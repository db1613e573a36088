import { usePreferences, useView } from "#state/stores.tsx";
import { TimeBar } from "./time-bar.tsx";

const GAP = 12;
/** As in legend.css. */
const LEGEND_WIDTH = 288;
/** The zoom buttons stand at the right. */
const ZOOM_WIDTH = 48;
const PANEL_EDGE = 8;

/** Where the bar stands on a desk: between legend and panel, above what is written at the map's foot. */
export function TimePlace() {
  const panel = useView((view) => view.panel);
  const { width, isLegendOpen } = usePreferences((p) => ({ width: p.panelWidth, isLegendOpen: p.isLegendOpen }));
  const left = GAP + (isLegendOpen ? LEGEND_WIDTH : LEGEND_BUTTON) + GAP;
  const right = GAP + ZOOM_WIDTH + (panel === null ? 0 : width + PANEL_EDGE);
  return (
    <div className="time-place" style={{ left, right }}>
      <TimeBar />
    </div>
  );
}

/** What the folded legend takes. */
const LEGEND_BUTTON = 96;
