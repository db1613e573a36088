import { PIPE_CLASSING } from "#contract/pipe-classes.ts";
import { type Sight, type Snapshot, sees } from "./snapshot.ts";

/** The classes of `enterprise` in a sight. */
export interface Owners {
  /** Numbers of the enterprises that have a class of their own, by class: the longest network first. */
  readonly named: readonly number[];
  /** Class of each enterprise of the snapshot. */
  readonly table: Uint8Array;
}

const { enterprise } = PIPE_CLASSING;
const MOST = enterprise.kind === "owners" ? enterprise.most : 0;

function measure(snapshot: Snapshot, sight: Sight): Owners {
  const { pipes, enterprises } = snapshot;
  const lengths = new Float64Array(enterprises.length).fill(-1);
  for (let i = 0; i < pipes.count; i++) {
    if (!sees(sight, pipes, i)) continue;
    const owner = pipes.enterprise[i] as number;
    lengths[owner] = Math.max(0, lengths[owner] as number) + (pipes.lengthM[i] as number);
  }
  const byLength = [...lengths.keys()]
    .filter((i) => (lengths[i] as number) >= 0)
    .sort((a, b) => (lengths[b] as number) - (lengths[a] as number) || (nameOf(a) < nameOf(b) ? -1 : 1));
  function nameOf(i: number): string {
    return enterprises[i] as string;
  }
  const named = byLength.slice(0, MOST);
  const table = new Uint8Array(enterprises.length).fill(MOST);
  named.forEach((i, k) => {
    table[i] = k;
  });
  return { named, table };
}

const kept = new WeakMap<Snapshot, Map<string, Owners>>();

/** The enterprises in sight by length of pipe; the last class is all others. Of equally long ones the lesser id goes first. */
export function ownersOf(snapshot: Snapshot, sight: Sight): Owners {
  const bySight = kept.get(snapshot) ?? new Map<string, Owners>();
  kept.set(snapshot, bySight);
  const owners = bySight.get(sight.key) ?? measure(snapshot, sight);
  bySight.set(sight.key, owners);
  return owners;
}
