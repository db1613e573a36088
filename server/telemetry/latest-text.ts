import { TAG_STATES } from "#contract/gas.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

const STATES = TAG_STATES.map((state) => JSON.stringify(state));

/** Ids as JSON texts, by dense number; made once for each snapshot. */
const idTexts = new WeakMap<Snapshot, string[]>();
function idTextsOf(snapshot: Snapshot): string[] {
  const known = idTexts.get(snapshot);
  if (known !== undefined) return known;
  const made = Array.from({ length: snapshot.tags.count }, (_, seq) => JSON.stringify(snapshot.tagId(seq) ?? ""));
  idTexts.set(snapshot, made);
  return made;
}

/** The reply of `getLatest` as JSON text: the newest values of the tags `seqs`, in their order. */
export function latestText({ snapshot, value, at, state }: LatestColumns, seqs: Uint32Array, now: number): string {
  const ids = idTextsOf(snapshot);
  const n = seqs.length;
  const [id, v, time, states] = [
    new Array<string>(n),
    new Array<number | null>(n),
    new Array<number | null>(n),
    new Array<string>(n),
  ];
  for (let i = 0; i < n; i++) {
    const seq = seqs[i] as number;
    const [one, when] = [value[seq] as number, at[seq] as number];
    id[i] = ids[seq] ?? '""';
    v[i] = Number.isFinite(one) ? one : null;
    time[i] = when > 0 ? when : null;
    states[i] = STATES[state[seq] as number] ?? '"offline"';
  }
  const head = `{"snapshot":${JSON.stringify(snapshot.version)},"now":${now}`;
  return `${head},"id":[${id.join()}],"seq":[${seqs.join()}],"v":${JSON.stringify(v)},"at":${JSON.stringify(time)},"state":[${states.join()}]}`;
}
