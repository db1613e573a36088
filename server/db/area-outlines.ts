import type { AreaOutline } from "#contract/area-outlines.ts";
import type { LngLat } from "#contract/route.ts";
import { AREAS_FROM } from "#server/features/areas-from.ts";
import type { Tx } from "./db.ts";

/** Parts of the whole's wider side below which no picture shows anything. */
const FINEST = 1500;
/** About a metre. */
const DECIMALS = 5;

interface Row {
  readonly code: string;
  readonly shape: { readonly type: string; readonly coordinates: LngLat[][] | LngLat[][][] };
  readonly isIndicative: boolean;
  readonly reviewNumber: string | null;
}

/** Outlines of areas in sight as they are drawn side by side, by code. */
export async function listOutlines(tx: Tx, codes: readonly string[]): Promise<AreaOutline[]> {
  const rows = await tx.query<Row>(
    `with chosen as (select f.id, f.is_indicative, f.review_number, f.geom from (${AREAS_FROM}) f where f.id = any($1::text[]) and f.geom is not null),
          whole as (select greatest(max(st_xmax(geom)) - min(st_xmin(geom)), max(st_ymax(geom)) - min(st_ymin(geom))) / ${FINEST} as fine from chosen)
     select id as code, st_asgeojson(st_simplifypreservetopology(geom, fine), ${DECIMALS})::json as shape,
            is_indicative as "isIndicative", review_number as "reviewNumber"
       from chosen, whole order by id`,
    [codes],
  );
  return rows.map(({ code, shape, isIndicative, reviewNumber }) => ({
    code,
    polygons: shape.type === "Polygon" ? [shape.coordinates as LngLat[][]] : (shape.coordinates as LngLat[][][]),
    isIndicative,
    reviewNumber,
  }));
}
