import { DUCT_KINDS, type DuctKind } from "#contract/duct.ts";
import type { LngLat } from "#contract/route.ts";
import type { DuctRecord } from "#model/network/duct-columns.ts";
import type { Tx } from "#server/db/db.ts";

interface Row extends Omit<DuctRecord, "kind" | "path"> {
  readonly kind: string;
  /** GeoJSON of the line. */
  readonly line: string;
}

/** Rows of one statement; the embedded database answers others between two. */
const PAGE = 20_000;

const DUCTS = `select id, kind, owner_name as owner, from_space as "from", to_space as "to", width_mm as "widthMm",
    height_mm as "heightMm", st_asgeojson(geom, 7) as line
  from duct where area_code = $1 and id > $2 order by id limit $3`;

const kindOf = (word: string): DuctKind => DUCT_KINDS.find((kind) => kind === word) ?? "other";

/** The ducts of an area that the transaction sees, by id. */
export async function readDucts(tx: Tx, area: string): Promise<DuctRecord[]> {
  const all: DuctRecord[] = [];
  for (;;) {
    const page = await tx.query<Row>(DUCTS, [area, all.at(-1)?.id ?? "", PAGE]);
    for (const { line, kind, ...rest } of page)
      all.push({ ...rest, kind: kindOf(kind), path: (JSON.parse(line) as { coordinates: LngLat[] }).coordinates });
    if (page.length < PAGE) return all;
  }
}
