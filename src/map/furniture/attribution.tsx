import type { Area } from "#contract/area.ts";
import type { MapConfig } from "../base.ts";
import type { MapWords } from "../map-input.ts";

interface AttributionProps {
  readonly base: MapConfig["base"];
  readonly areas: readonly Area[];
  readonly words: MapWords;
}

/** Where map and outlines come from; that outlines are indicative when any of them is. */
export function Attribution({ base, areas, words }: AttributionProps) {
  const isIndicative = base.indicative || areas.some((area) => area.indicative);
  return (
    <p className="map-attribution">
      {base.source !== "" && <span>{words("map.attribution", { source: base.source })}</span>}
      {base.reviewNumber !== null && <span>{words("map.reviewNumber", { number: base.reviewNumber })}</span>}
      {isIndicative && <span>{words("map.indicative")}</span>}
    </p>
  );
}
