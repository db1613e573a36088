import type { MatchPipe } from "#model/matching/network.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner } from "#server/field/sight.ts";

/** A pipe that may have been walked, with whose it is. */
export interface OwnedPipe extends MatchPipe, Owner {
  readonly level: string;
}

/** Around a way: farther off nothing is laid upon a pipe, but a route may lead there. */
const AROUND_DEG = 0.002;
/** A way of more pipes is no walk. */
const MOST_PIPES = 30_000;

interface PipeRow extends Omit<OwnedPipe, "path"> {
  readonly path: [number, number][];
}

const PIPE = `p.id, p.from_node as "from", p.to_node as "to", p.length_m as "lengthM", p.pressure_level as level,
  p.area_code as "areaCode", p.enterprise_id as "enterpriseId", st_asgeojson(p.geom, 7)::jsonb -> 'coordinates' as path`;

/** Pipes by id, as far as they are there. */
export async function ownedPipes(tx: Tx, ids: readonly string[]): Promise<OwnedPipe[]> {
  if (ids.length === 0) return [];
  return await tx.query<PipeRow>(`select ${PIPE} from pipe p where p.id = any ($1) order by p.id`, [ids]);
}

/**
 * Pipes about a way that may be counted for who walked it: those of their enterprise; for an authority's person, those of its area. Beside
 * another enterprise's pipe one has not done that enterprise's patrol.
 */
export async function pipesAbout(
  tx: Tx,
  { areaCode, enterpriseId }: Owner,
  { lng, lat }: { readonly lng: readonly number[]; readonly lat: readonly number[] },
): Promise<OwnedPipe[]> {
  const edge = (of: readonly number[], pick: (a: number, b: number) => number) => of.reduce((a, b) => pick(a, b));
  return await tx.query<PipeRow>(
    `select ${PIPE} from pipe p
      where p.geom && st_makeenvelope($1, $2, $3, $4, 4490) and p.status <> 'planned'
        and case when $5 = '' then p.area_code in ${COUNTIES_OF("$6")} else p.enterprise_id = $5 end
      order by p.id limit ${MOST_PIPES}`,
    [
      edge(lng, Math.min) - AROUND_DEG,
      edge(lat, Math.min) - AROUND_DEG,
      edge(lng, Math.max) + AROUND_DEG,
      edge(lat, Math.max) + AROUND_DEG,
      enterpriseId,
      areaCode,
    ],
  );
}
