import type { Fault } from "#mocks/world/faults.ts";
import { between, type Rng, rng } from "#mocks/world/rng.ts";
import type { Part, StationRow, TagRow } from "#mocks/world/rows.ts";

const MIN = 60_000;
/** Neighbours of the first well stand so near that soil and duct join them; a stranger stands well beyond. */
const [NEAR_M, FAR_M] = [
  [30, 120],
  [400, 700],
] as const;
const NEIGHBOURS = 2;
const METRES_A_DEGREE = 111_200;

export interface PlantedWells {
  /** The province with wells beside some of its own. */
  readonly parts: readonly Part[];
  /** Gas in each group of wells; and, by itself and at the same time, in a well that is no neighbour. */
  readonly faults: readonly Fault[];
}

/** A well like another, so far from it in a direction of its own. */
function wellBeside(
  r: Rng,
  station: StationRow,
  tag: TagRow,
  name: string,
  [least, most]: readonly [number, number],
): { station: StationRow; tag: TagRow } {
  const [m, turn] = [between(r, least, most), between(r, 0, 2 * Math.PI)];
  const [lng, lat] = station.lngLat;
  const east = (m * Math.sin(turn)) / (METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180));
  const north = (m * Math.cos(turn)) / METRES_A_DEGREE;
  const id = `${station.id}-${name}`;
  return {
    station: { ...station, id, name: `${station.name} ${name}`, lngLat: [lng + east, lat + north] },
    tag: { ...tag, id: `${tag.id}-${name}`, station_id: id, node_id: null },
  };
}

/**
 * A made-up province has its wells far apart, so that nothing would show whether neighbours are folded. Beside some wells with a methane sensor
 * two more are dug, and a stranger out of reach; gas comes to the neighbours one after the other, and to the stranger meanwhile. Only where
 * all of them are calm by themselves: a well that rings already has no second alarm by which it could be judged. Fewer
 * groups where the province has fewer wells that no other fault reaches.
 */
export function plantWells(
  parts: readonly Part[],
  seed: number,
  groups: number,
  isFree: (tag: TagRow) => boolean,
  from: number,
  to: number,
): PlantedWells {
  const r = rng(seed, "wells");
  const faults: Fault[] = [];
  const dug = parts.map((part) => {
    const stations: StationRow[] = [];
    const tags: TagRow[] = [];
    for (const tag of part.tags) {
      if (faults.length >= 2 * groups || tag.kind !== "methane" || !isFree(tag)) continue;
      const station = part.stations.find(({ id }) => id === tag.station_id);
      if (station === undefined || between(r, 0, 1) < 0.5) continue;
      const near = Array.from({ length: NEIGHBOURS }, (_, k) => wellBeside(r, station, tag, `W${k}`, NEAR_M));
      const stranger = wellBeside(r, station, tag, "far", FAR_M);
      if (![...near, stranger].every((well) => isFree(well.tag))) continue;
      for (const well of [...near, stranger]) {
        stations.push(well.station);
        tags.push(well.tag);
      }
      const startMs = Math.round(between(r, from, to));
      const rest = { kind: "wells" as const, startMs, endMs: startMs + 120 * MIN };
      const reached = [tag, ...near.map((well) => well.tag)];
      faults.push(
        {
          ...rest,
          id: `W${faults.length}`,
          causeId: station.id,
          reaches: new Map(reached.map(({ id }, i) => [id, i * 5 * MIN])),
        },
        {
          ...rest,
          id: `W${faults.length + 1}`,
          causeId: stranger.station.id,
          reaches: new Map([[stranger.tag.id, 0]]),
        },
      );
    }
    return tags.length === 0
      ? part
      : { ...part, stations: [...part.stations, ...stations], tags: [...part.tags, ...tags] };
  });
  return { parts: dug, faults };
}
