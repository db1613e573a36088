import type { Courses } from "./courses.ts";
import { buildLines, courseOf, type LineParts, type Lines, NO_PLACE, NOBODY, SECOND } from "./lines.ts";
import { compareBytewise, type PackedStrings, stringAt } from "./packed-strings.ts";

interface Placed {
  readonly seqs: Uint32Array;
  readonly gone: readonly number[];
  readonly size: number;
}
interface Old {
  readonly lines: readonly Lines[];
  readonly places: Uint32Array<ArrayBuffer>;
}
type Columns = Omit<LineParts, "offsets" | "xy"> & { readonly ids: PackedStrings };

/**
 * Lines with some pipes other than before. The first run stays but for the numbers of pipes that have left it; the second is made anew
 * of all pipes that ever left the first or came after it: a few percent at most.
 * @param columns by dense number, as they are now. @param courses of the changed pipes, as `placed.seqs` numbers them.
 */
export function patchedLines(old: Old, columns: Columns, courses: Courses, { seqs, gone, size }: Placed): Old {
  const [first, second] = old.lines;
  if (!first || (seqs.length === 0 && gone.length === 0)) return { lines: old.lines, places: old.places };
  const places = new Uint32Array(size).fill(NO_PLACE);
  places.set(old.places);
  const firstSeqs = first.seqs.slice();
  const leave = (seq: number) => {
    const at = places[seq] as number;
    if (at !== NO_PLACE && at < SECOND) firstSeqs[at] = NOBODY;
    places[seq] = NO_PLACE;
  };
  for (const seq of gone) leave(seq);
  for (const seq of seqs) leave(seq);
  const found = new Map<number, Int32Array>();
  for (const seq of second?.seqs ?? []) if (places[seq] !== NO_PLACE) found.set(seq, courseOf(old, seq));
  seqs.forEach((seq, i) => {
    found.set(seq, courses.xy.subarray(2 * (courses.offsets[i] as number), 2 * (courses.offsets[i + 1] as number)));
  });
  const moved = secondRun(found, columns);
  moved.seqs.forEach((seq, place) => {
    places[seq] = SECOND + place;
  });
  return { lines: [{ ...first, seqs: firstSeqs }, moved], places };
}

function secondRun(found: ReadonlyMap<number, Int32Array>, columns: Columns): Lines {
  const named = [...found].map(([seq, course]) => ({ seq, course, id: stringAt(columns.ids, seq) as string }));
  named.sort((a, b) => compareBytewise(a.id, b.id));
  const offsets = new Uint32Array(named.length + 1);
  named.forEach(({ course }, i) => {
    offsets[i + 1] = (offsets[i] as number) + course.length / 2;
  });
  const xy = new Int32Array(2 * (offsets[named.length] as number));
  named.forEach(({ course }, i) => void xy.set(course, 2 * (offsets[i] as number)));
  const seqs = Uint32Array.from(named, ({ seq }) => seq);
  const of = <A extends Uint8Array | Uint16Array>(column: A): A =>
    (column.constructor as unknown as { from(values: ArrayLike<number>): A }).from(
      Array.from(seqs, (seq) => column[seq] as number),
    );
  const { level, material, status, dnMm, county, enterprise } = columns;
  const parts: LineParts = {
    offsets,
    xy,
    level: of(level),
    material: of(material),
    status: of(status),
    dnMm: of(dnMm),
    county: of(county),
    enterprise: of(enterprise),
  };
  const lines = buildLines(parts, Uint32Array.from(seqs.keys()));
  return { ...lines, seqs: lines.seqs.map((i) => seqs[i] as number) };
}
