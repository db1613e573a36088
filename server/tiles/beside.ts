import { type Context, NO_STATION } from "./columns.ts";
import { type PackedStrings, positionOf } from "./packed-strings.ts";
import { type EndPage, type EnterprisePage, type HazardPage, SEPARATOR } from "./pages.ts";

/** Open hazards as columns. */
export interface HazardPoints {
  readonly lngLat: Float64Array;
  readonly county: Uint16Array;
  readonly enterprise: Uint16Array;
}

export function hazardPoints(context: Pick<Context, "counties" | "enterprises">, pages: readonly HazardPage[]) {
  const count = pages.reduce((sum, page) => sum + page.count, 0);
  const points = {
    lngLat: new Float64Array(2 * count),
    county: new Uint16Array(count),
    enterprise: new Uint16Array(count),
  };
  let i = 0;
  for (const { wkb, areas, enterprises } of pages) {
    const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
    enterprises.split(SEPARATOR).forEach((owner, k) => {
      points.enterprise[i] = context.enterprises.number(owner);
      points.county[i] = context.counties.number(areas.slice(6 * k, 6 * k + 6));
      points.lngLat[2 * i] = view.getFloat64(21 * k + 5, true);
      points.lngLat[2 * i + 1] = view.getFloat64(21 * k + 13, true);
      i++;
    });
  }
  return points;
}

/** Names of enterprises in the order of `ids`; the id itself where no name is told. */
export function enterpriseNames(ids: readonly string[], pages: readonly EnterprisePage[]): string[] {
  const names = new Map<string, string>();
  for (const page of pages) {
    const texts = page.names.split(SEPARATOR);
    page.ids.split(SEPARATOR).forEach((id, i) => void names.set(id, texts[i] as string));
  }
  return ids.map((id) => names.get(id) ?? id);
}

/** Pairs of a pipe's and a tag's number, by pipe; those of rows that came since are left out. */
export function taggedEnds(pages: readonly EndPage[], pipes: PackedStrings, tags: PackedStrings) {
  const pairs = pages.flatMap((page) => {
    const tagIds = page.tags?.split(SEPARATOR) ?? [];
    return (page.pipes?.split(SEPARATOR) ?? []).map(
      (id, i) => [positionOf(pipes, id) ?? NO_STATION, positionOf(tags, tagIds[i] as string) ?? NO_STATION] as const,
    );
  });
  const known = pairs.filter(([pipe, tag]) => pipe !== NO_STATION && tag !== NO_STATION).sort(([a], [b]) => a - b);
  return { pipe: Uint32Array.from(known, ([pipe]) => pipe), tag: Uint32Array.from(known, ([, tag]) => tag) };
}
