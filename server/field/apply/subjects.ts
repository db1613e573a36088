import type { CustomerClass, GasKind } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import type { Tx } from "#server/db/db.ts";
import { type Applied, held } from "#server/field/ledger/apply.ts";
import { type Owner, type Sender, seesOwner } from "#server/field/sight.ts";

/** What a record can be about, with its owner. */
export interface Subject extends Owner {
  readonly id: string;
  readonly lngLat: LngLat | null;
}

export interface DoorSubject extends Subject {
  readonly gasKind: GasKind;
  readonly class: CustomerClass;
}

const OWNER = `area_code as "areaCode", enterprise_id as "enterpriseId"`;
const TABLES = { pipe: "pipe", station: "station", customer: "customer", hazard: "hazard" } as const;

/** A customer; one that an import took away is still known by its door, so that what was on its way to it is not lost. */
export async function findDoor(tx: Tx, id: string): Promise<DoorSubject | null> {
  const [row] = await tx.query<Omit<DoorSubject, "lngLat"> & { lng: number | null; lat: number | null }>(
    `select id, ${OWNER}, gas_kind as "gasKind", class, st_x(geom) as lng, st_y(geom) as lat from customer where id = $1
      union all
     select customer_id, ${OWNER}, gas_kind, class, null, null from field_door where customer_id = $1
      limit 1`,
    [id],
  );
  if (row === undefined) return null;
  const { lng, lat, ...door } = row;
  return { ...door, lngLat: lng === null || lat === null ? null : [lng, lat] };
}

/** A thing with an owner, and a point on it. */
export async function findSubject(tx: Tx, kind: keyof typeof TABLES, id: string): Promise<Subject | null> {
  const [row] = await tx.query<Owner & { id: string; lng: number; lat: number }>(
    `select id, ${OWNER}, st_x(st_pointonsurface(geom)) as lng, st_y(st_pointonsurface(geom)) as lat from ${TABLES[kind]} where id = $1`,
    [id],
  );
  return row === undefined ? null : { ...row, lngLat: [row.lng, row.lat] };
}

/** Holds a record whose subject is not known or not in its sender's sight; null when it may be applied. What cannot be seen is not told apart. */
export async function refuseSubject(
  tx: Tx,
  sender: Sender,
  id: string,
  found: Subject | null,
): Promise<Applied | null> {
  if (found === null) return held("unknown_subject", `${id} is not known`, { subject: id });
  if (await seesOwner(tx, sender.scope, found)) return null;
  return held("not_in_sight", `${id} is not in the sight of ${sender.account}`, { subject: id });
}

const EARTH_M = 6_371_008.8;

/** Metres between two places, on a ball. */
export function metresBetween([lng1, lat1]: LngLat, [lng2, lat2]: LngLat): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lng2 - lng1) * rad) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
