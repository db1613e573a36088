import type { Bbox } from "#contract/route.ts";
import type { Built } from "./build.ts";
import type { Lines } from "./lines.ts";
import { positionOf, stringAt } from "./packed-strings.ts";
import type { OutlineUnit, Snapshot } from "./snapshot.ts";
import { keepTileIndex } from "./tile-index.ts";
import { latOf, lngOf } from "./world.ts";

/** A snapshot as others see it, around the columns that a build made. */
export function snapshotOf(version: string, outlines: readonly OutlineUnit[], built: Built): Snapshot {
  const { counties, enterprises, enterpriseNames, pipes, stations, tags, index } = built;
  const snapshot: Snapshot = {
    version,
    bounds: boundsOf(outlines, pipes.lines, stations.lngLat),
    counties,
    enterprises,
    enterpriseNames,
    pipes: { count: pipes.level.length, ...pipes },
    stations: { count: stations.kind.length, ...stations },
    tags: { count: tags.kind.length, ...tags },
    outlines,
    pipeId: (seq) => stringAt(pipes.ids, seq),
    stationId: (seq) => stringAt(stations.ids, seq),
    tagId: (seq) => stringAt(tags.ids, seq),
    pipeSeq: (id) => positionOf(pipes.ids, id),
    stationSeq: (id) => positionOf(stations.ids, id),
    tagSeq: (id) => positionOf(tags.ids, id),
  };
  keepTileIndex(snapshot, index);
  return snapshot;
}

/** The province's outline; without one, all that the data cover; without data, Hebei's surroundings. */
function boundsOf(outlines: readonly OutlineUnit[], lines: readonly Lines[], stations: Float64Array): Bbox {
  const province = outlines.find((unit) => unit.level === "province");
  if (province) return [...province.bbox];
  const box: Bbox = [180, 90, -180, -90];
  for (const { trees } of lines)
    for (const { boxes, heights } of trees) {
      if (boxes.length === 0) continue;
      // The root holds all.
      const at = 4 * ((heights.at(-1) as number) - 1);
      widen(box, lngOf(boxes[at] as number), latOf(boxes[at + 3] as number));
      widen(box, lngOf(boxes[at + 2] as number), latOf(boxes[at + 1] as number));
    }
  for (let i = 0; i < stations.length; i += 2) widen(box, stations[i] as number, stations[i + 1] as number);
  return box[0] <= box[2] ? box : [113.4, 36, 119.9, 42.7];
}

function widen(box: Bbox, lng: number, lat: number): void {
  box[0] = Math.min(box[0], lng);
  box[1] = Math.min(box[1], lat);
  box[2] = Math.max(box[2], lng);
  box[3] = Math.max(box[3], lat);
}
