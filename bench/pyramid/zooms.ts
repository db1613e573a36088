import { pipeLevelsAt } from "#contract/tiles.ts";
import type { TileAddress } from "#server/tiles/world.ts";

export const PYRAMID_ZOOMS = [5, 6, 7, 8, 9, 10, 11, 12, 13] as const;

/** What a side of the comparison says when it is done. */
export interface PyramidDone {
  /** From the network in memory to the archive on disk. */
  readonly ms: number;
  /** CPU of all its threads meanwhile. */
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly tiles: number;
  readonly mb: number;
  /** Its largest tile before compression. */
  readonly largest: TileAddress & { readonly bytes: number };
}

/** CPU of this process since `from`, ms. */
export function cpuSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** Runs of zooms that draw the same classes. */
export function bands(): { readonly zooms: readonly number[]; readonly levels: ReadonlySet<number> }[] {
  const found: { zooms: number[]; levels: ReadonlySet<number> }[] = [];
  let last = "";
  for (const z of PYRAMID_ZOOMS) {
    const levels = pipeLevelsAt(z);
    if (levels.join() === last) found.at(-1)?.zooms.push(z);
    else found.push({ zooms: [z], levels: new Set(levels) });
    last = levels.join();
  }
  return found;
}
