import { ModelTools } from "#panels/model/model-tools.tsx";
import { useModelOnMap } from "#panels/model/use-model.ts";
import { RegionTools } from "#panels/region/region-tools.tsx";
import { useRegionOnMap } from "#panels/region/use-region.ts";
import { useChosenPipes } from "#state/stores.tsx";
import { DeskLegend, PhoneLegend } from "./map-legend.tsx";
import "./map-over.css";

/** What stands over the map in the control room: tools above, the legend below. */
export function DeskMapOver() {
  useRegionOnMap();
  useModelOnMap();
  return (
    <div className="map-over">
      <div className="map-tools">
        <RegionTools />
        <ModelTools />
      </div>
      <DeskLegend />
    </div>
  );
}

/** The same under a thumb. */
export function PhoneMapOver() {
  useRegionOnMap();
  useModelOnMap();
  // What is drawn with a tool in hand has a bar of its own, and a phone has room for one.
  const isDrawing = useChosenPipes(({ tool }) => tool !== null);
  if (isDrawing) return null;
  return (
    <>
      <div className="map-over on-phone">
        <div className="map-tools">
          <RegionTools />
          <ModelTools />
        </div>
      </div>
      <PhoneLegend />
    </>
  );
}
