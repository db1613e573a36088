import { useEffect, useRef } from "react";
import type { Spot } from "#lib/polyline.ts";
import { spotOf } from "#lib/screen-place.ts";
import type { MapWords } from "./map-input.ts";
import { type RegionDraftInput, useRegionDraft } from "./use-region-draft.ts";

export interface RegionToolProps extends RegionDraftInput {
  readonly words: MapWords;
}

/**
 * A sheet over the map that draws a region: freehand while the button is held (lasso) or corner by corner (polygon). The map below does
 * not pan meanwhile; the wheel still zooms it.
 */
export function RegionTool({ words, ...input }: RegionToolProps) {
  const { tool, at } = input;
  const sheet = useRef<HTMLDivElement>(null);
  useFocus(sheet);
  const { hand, cross, pointer, on } = useRegionDraft(input);
  const corners = hand.draft.corners.map((corner) => spotOf(at, corner));
  return (
    <div
      ref={sheet}
      className="map-region-sheet"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows and Space draw on it
      tabIndex={0}
      aria-label={words(`map.region.${tool}`)}
      aria-describedby="map-region-hint"
      {...on}
    >
      <svg className="map-region" aria-hidden="true">
        <DraftPath corners={corners} stroke={hand.draft.stroke} next={cross ?? (tool === "polygon" ? pointer : null)} />
        {cross && <path className="region-cross" d={`M${cross.x - 12} ${cross.y}h24M${cross.x} ${cross.y - 12}v24`} />}
      </svg>
      <div className="map-region-bar">
        <p id="map-region-hint">{words(`map.region.${tool}Hint`)}</p>
        <p role="status">{corners.length > 0 ? words("map.region.corners", { count: corners.length }) : ""}</p>
        <div>
          <button type="button" className="button outlined" disabled={corners.length < 3} onClick={hand.finish}>
            {words("map.region.finish")}
          </button>
          <button type="button" className="button" disabled={corners.length === 0} onClick={hand.takeBack}>
            {words("map.region.back")}
          </button>
          <button type="button" className="button" onClick={hand.cancel}>
            {words("map.region.cancel")}
          </button>
        </div>
      </div>
    </div>
  );
}

/** The keys go to the sheet as long as it is there, and then back to where they were. */
function useFocus(sheet: { readonly current: HTMLElement | null }) {
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [sheet]);
}

interface DraftPathProps {
  readonly corners: readonly Spot[];
  readonly stroke: readonly Spot[] | null;
  /** Where the next corner would be. */
  readonly next: Spot | null;
}

function DraftPath({ corners, stroke, next }: DraftPathProps) {
  const line = stroke ?? (next && corners.length > 0 ? [...corners, next] : corners);
  const d = line.length < 2 ? "" : `M${line.map(({ x, y }) => `${x} ${y}`).join("L")}`;
  return (
    <>
      <path className="region-area open" d={d && `${d}Z`} />
      <path className="region-edge" d={d} />
      <path className="region-line" d={d} />
      {corners.map(({ x, y }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: corners have no other name than their place in the row
        <circle key={i} className="region-corner" cx={x} cy={y} r={i === 0 ? 5 : 4} />
      ))}
    </>
  );
}
