import { DUCT_KINDS, type DuctKind } from "#contract/duct.ts";
import type { LngLat } from "#contract/route.ts";
import type { NetworkRows } from "./rows.ts";

/** A hollow way of another utility as it is recorded; null is "not told". */
export interface DuctRecord {
  readonly id: string;
  readonly kind: DuctKind;
  readonly owner: string | null;
  /** What the line's ends open into: a node, or a well of the duct's own at that end. */
  readonly from: string | null;
  readonly to: string | null;
  readonly widthMm: number | null;
  readonly heightMm: number | null;
  readonly path: readonly LngLat[];
}

const told = (value: number | null): number => value ?? Number.NaN;
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Ducts as columns. */
export const ductColumns = (ducts: readonly DuctRecord[]): Pick<NetworkRows, "ducts" | "ductPoints"> => ({
  ducts: {
    ids: ducts.map(({ id }) => id),
    kind: Uint8Array.from(ducts, ({ kind }) => DUCT_KINDS.indexOf(kind)),
    owners: ducts.map(({ owner }) => owner ?? ""),
    from: ducts.map(({ from }) => from ?? ""),
    to: ducts.map(({ to }) => to ?? ""),
    widthMm: Float32Array.from(ducts, ({ widthMm }) => told(widthMm)),
    heightMm: Float32Array.from(ducts, ({ heightMm }) => told(heightMm)),
  },
  ductPoints: {
    duct: Int32Array.from(ducts.flatMap(({ path }, i) => path.map(() => i))),
    lngLat: Float64Array.from(ducts.flatMap(({ path }) => path.flat())),
  },
});

/** Records of the ducts that have a point for which `isNear` says so. */
export function ductsNear(
  { ducts, ductPoints }: Pick<NetworkRows, "ducts" | "ductPoints">,
  isNear: (path: readonly LngLat[]) => boolean,
): DuctRecord[] {
  const found: DuctRecord[] = [];
  let at = 0;
  for (const [i, id] of ducts.ids.entries()) {
    const path: LngLat[] = [];
    for (; ductPoints.duct[at] === i; at++)
      path.push([ductPoints.lngLat[2 * at] as number, ductPoints.lngLat[2 * at + 1] as number]);
    if (!isNear(path)) continue;
    found.push({
      ...{ id, kind: DUCT_KINDS[ducts.kind[i] as number] ?? "other", path },
      ...{ owner: ducts.owners[i] || null, from: ducts.from[i] || null, to: ducts.to[i] || null },
      ...{ widthMm: orNull(ducts.widthMm[i] as number), heightMm: orNull(ducts.heightMm[i] as number) },
    });
  }
  return found;
}
