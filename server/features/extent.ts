import type { Tx } from "#server/db/db.ts";
import { type Collection, propertyOf } from "./property.ts";

/** The box of a collection's places in degrees, west south east north, and the span of its times, as far as the transaction sees. */
export async function readExtent(
  tx: Tx,
  collection: Collection,
): Promise<{ bbox: readonly [number, number, number, number] | null; interval: readonly [string, string] | null }> {
  const { geometry, from, instant } = collection;
  const time = instant === null ? null : (propertyOf(collection, instant)?.sql ?? null);
  if (geometry === null && time === null) return { bbox: null, interval: null };
  const box = geometry === null ? "null::box2d" : "st_extent(f.geom)";
  const [row] = await tx.query<{
    bbox: [number, number, number, number] | null;
    first: Date | null;
    last: Date | null;
  }>(
    `select case when e.box is not null then array[st_xmin(e.box), st_ymin(e.box), st_xmax(e.box), st_ymax(e.box)] end as bbox,
            e.first, e.last
       from (select ${box} as box, min(${time ?? "null::timestamptz"}) as first, max(${time ?? "null::timestamptz"}) as last
               from ${from}) e`,
  );
  const { bbox = null, first = null, last = null } = row ?? {};
  return { bbox, interval: first && last && [first.toISOString(), last.toISOString()] };
}
