import type { Tx } from "./db.ts";

export interface OutlineCredit {
  readonly source: string;
  readonly reviewNumber: string | null;
  /** True while any county or city is drawn by an indicative outline (示意). */
  readonly indicative: boolean;
}

/** What the map's footer says of the outlines: their sources, the 审图号 of official ones, and whether some are indicative. */
export async function creditOutlines(tx: Tx): Promise<OutlineCredit> {
  const [row] = await tx.query<{ source: string | null; reviewNumber: string | null; indicative: boolean | null }>(
    `select string_agg(distinct source, ' · ' order by source) as source,
            string_agg(distinct review_number, ' · ' order by review_number) as "reviewNumber",
            bool_or(is_indicative) as indicative
       from outline
      where level <> 'neighbour'`,
  );
  return { source: row?.source ?? "", reviewNumber: row?.reviewNumber ?? null, indicative: row?.indicative ?? true };
}
