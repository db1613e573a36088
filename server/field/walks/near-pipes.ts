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
/** So many pipes are looked at whole. Of more, as a car passes in a city, only those near each piece of the way. */
const MOST_PIPES = 30_000;
/** Points of a way that share a box where only what is near counts. */
const PIECE_POINTS = 50;

/** West, south, east and north of points `from` until `to`, with what lies around. */
type Box = readonly [west: number, south: number, east: number, north: number];
interface Way {
  readonly lng: readonly number[];
  readonly lat: readonly number[];
}
function boxOf({ lng, lat }: Way, from = 0, to = lng.length): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    west = Math.min(west, lng[i] as number);
    east = Math.max(east, lng[i] as number);
    south = Math.min(south, lat[i] as number);
    north = Math.max(north, lat[i] as number);
  }
  return [west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG];
}

/** Boxes of a way's pieces, each with the first point of the next: what lies between two points lies in one of them. */
export function boxesAlong(way: Way): Box[] {
  const count = Math.max(1, Math.ceil((way.lng.length - 1) / PIECE_POINTS));
  return Array.from({ length: count }, (_, piece) =>
    boxOf(way, piece * PIECE_POINTS, Math.min(way.lng.length, (piece + 1) * PIECE_POINTS + 1)),
  );
}

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

/** Pipes that count for the enterprise $1, or for the area $2 where it is an authority's person. */
const COUNTS = `p.status <> 'planned' and case when $1 = '' then p.area_code in ${COUNTIES_OF("$2")} else p.enterprise_id = $1 end`;

/**
 * Pipes about a way that may be counted for who walked it: those of their enterprise; for an authority's person, those of its area. Beside
 * another enterprise's pipe one has not done that enterprise's patrol. None is left out for their number.
 */
export async function pipesAbout(
  tx: Tx,
  { areaCode, enterpriseId }: Owner,
  way: Way,
  most = MOST_PIPES,
): Promise<OwnedPipe[]> {
  const of = [enterpriseId, areaCode];
  const whole = await tx.query<PipeRow>(
    `select ${PIPE} from pipe p where p.geom && st_makeenvelope($3, $4, $5, $6, 4490) and ${COUNTS} order by p.id limit $7`,
    [...of, ...boxOf(way), most + 1],
  );
  if (whole.length <= most) return whole;
  const boxes = boxesAlong(way);
  return await tx.query<PipeRow>(
    `select ${PIPE} from pipe p
      where p.id in (
          select q.id from unnest($3::float8[], $4::float8[], $5::float8[], $6::float8[]) as b(west, south, east, north)
            join pipe q on q.geom && st_makeenvelope(b.west, b.south, b.east, b.north, 4490)
        ) and ${COUNTS}
      order by p.id`,
    [...of, ...[0, 1, 2, 3].map((edge) => boxes.map((box) => box[edge] as number))],
  );
}
