import { writeColumnFile } from "#model/history/file.ts";
import { type Sight, type Snapshot, sees } from "#server/tiles/snapshot.ts";
import type { HourColumn } from "./build-hours.ts";

const NOTHING = Uint8Array.of(0);

/** The numbers of the tags in sight, ascending. */
function seqsInSight({ tags }: Pick<Snapshot, "tags">, sight: Sight): Uint32Array {
  const seqs = new Uint32Array(tags.count);
  let count = 0;
  for (let seq = 0; seq < tags.count; seq++) if (sees(sight, tags, seq)) seqs[count++] = seq;
  return seqs.slice(0, count);
}

/** The blocks of an hour in the order of `seqs`; a tag that has none said nothing. Of all others not a byte is taken. */
function partOf(hour: HourColumn, snapshot: Pick<Snapshot, "tagSeq" | "tags">, seqs: Uint32Array): Uint8Array {
  const blockOf = new Int32Array(snapshot.tags.count).fill(-1);
  hour.ids.forEach((id, i) => {
    const seq = snapshot.tagSeq(id);
    if (seq !== undefined) blockOf[seq] = i;
  });
  const blocks = Array.from(seqs, (seq) => {
    const i = blockOf[seq] as number;
    return i === -1 ? NOTHING : hour.bytes.subarray(hour.start[i], hour.start[i + 1]);
  });
  const part = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    part.set(block, at);
    at += block.length;
  }
  return part;
}

/** The column file of consecutive hours for one sight, in the snapshot's numbering. */
export function columnFileOf(hours: readonly HourColumn[], snapshot: Snapshot, sight: Sight): Uint8Array<ArrayBuffer> {
  const seqs = seqsInSight(snapshot, sight);
  return writeColumnFile({
    snapshot: snapshot.version,
    from: (hours[0] as HourColumn).from,
    knownUntil: (hours.at(-1) as HourColumn).knownUntil,
    tags: snapshot.tags.count,
    seqs,
    hours: hours.map((hour) => partOf(hour, snapshot, seqs)),
  });
}
