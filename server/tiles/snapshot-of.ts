import type { Bbox } from "#contract/route.ts";
import type { Built } from "./build.ts";
import { positionOf, stringAt } from "./packed-strings.ts";
import type { OutlineUnit, Snapshot } from "./snapshot.ts";
import { keepTileIndex } from "./tile-index.ts";

/** A snapshot as others see it, around the columns that a build made. */
export function snapshotOf(version: string, outlines: readonly OutlineUnit[], built: Built): Snapshot {
  const { counties, enterprises, enterpriseNames, pipes, stations, tags, index } = built;
  const snapshot: Snapshot = {
    version,
    bounds: boundsOf(outlines, pipes.lngLat, stations.lngLat),
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
function boundsOf(outlines: readonly OutlineUnit[], ...columns: readonly Float64Array[]): Bbox {
  const province = outlines.find((unit) => unit.level === "province");
  if (province) return [...province.bbox];
  const box: Bbox = [180, 90, -180, -90];
  for (const lngLat of columns)
    for (let i = 0; i < lngLat.length; i += 2) {
      box[0] = Math.min(box[0], lngLat[i] as number);
      box[1] = Math.min(box[1], lngLat[i + 1] as number);
      box[2] = Math.max(box[2], lngLat[i] as number);
      box[3] = Math.max(box[3], lngLat[i + 1] as number);
    }
  return box[0] <= box[2] ? box : [113.4, 36, 119.9, 42.7];
}
