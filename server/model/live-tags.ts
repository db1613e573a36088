import type { SpaceGas } from "#contract/model-state.ts";
import type { LiveTag } from "#model/network/live-tags.ts";
import type { Tx } from "#server/db/db.ts";

/** A pressure or flow tag on a node that the area's network has. */
export interface TagRow extends LiveTag {
  readonly name: string;
  readonly stationId: string;
}

/** A sensor of methane or ethane beside pipes. */
export interface GasTagRow extends Pick<SpaceGas, "name" | "stationId" | "area" | "lngLat"> {
  readonly id: string;
  readonly kind: "methane" | "ethane";
}

const TAGS = `select id, name, kind, station_id as "stationId", node_id as node, nominal from tag
  where area_code = $1 and node_id is not null and kind in ('pressure', 'flow') order by id`;
const GAS = `select t.id, t.name, t.kind, t.station_id as "stationId", t.area_code as area, array[st_x(s.geom), st_y(s.geom)] as "lngLat"
  from tag t join station s on s.id = t.station_id where t.area_code = $1 and t.kind in ('methane', 'ethane') order by t.id`;

/** `ids`: of the network's nodes; tags elsewhere are left out. */
export async function readLiveTags(
  tx: Tx,
  area: string,
  ids: readonly string[],
): Promise<{ readonly tags: readonly TagRow[]; readonly gas: readonly GasTagRow[] }> {
  const numberOf = new Map(ids.map((id, n) => [id, n]));
  const rows = await tx.query<Omit<TagRow, "record"> & { readonly node: string }>(TAGS, [area]);
  const tags = rows.flatMap(({ node, ...tag }) => {
    const record = numberOf.get(node);
    return record === undefined ? [] : [{ ...tag, record }];
  });
  return { tags, gas: await tx.query<GasTagRow>(GAS, [area]) };
}

/** Less is the air's own or a sensor's unrest, % of the lower explosive limit. */
const LEAST_LEL = 1;

/** Methane now, the most first, with the ethane that the same station measures. `readingOf` is NaN where nothing can be trusted. */
export function gasNow(rows: readonly GasTagRow[], readingOf: (tag: string) => number): SpaceGas[] {
  const ethane = new Map(rows.filter(({ kind }) => kind === "ethane").map((row) => [row.stationId, readingOf(row.id)]));
  return rows
    .flatMap(({ id, kind, name, stationId, area, lngLat }): SpaceGas[] => {
      const lel = kind === "methane" ? readingOf(id) : Number.NaN;
      const ppm = ethane.get(stationId) ?? Number.NaN;
      return lel >= LEAST_LEL
        ? [{ tagId: id, name, stationId, area, lngLat, lel, ethanePpm: Number.isNaN(ppm) ? null : ppm }]
        : [];
    })
    .sort((a, b) => b.lel - a.lel);
}
