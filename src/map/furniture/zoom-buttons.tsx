import type { MapWords } from "../map-input.ts";

interface ZoomButtonsProps {
  readonly words: MapWords;
  readonly onZoom: (step: number) => void;
}

export function ZoomButtons({ words, onZoom }: ZoomButtonsProps) {
  return (
    <div className="map-zoom">
      <button type="button" title={words("map.zoomIn")} aria-label={words("map.zoomIn")} onClick={() => onZoom(1)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 3v10M3 8h10" />
        </svg>
      </button>
      <button type="button" title={words("map.zoomOut")} aria-label={words("map.zoomOut")} onClick={() => onZoom(-1)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
    </div>
  );
}
