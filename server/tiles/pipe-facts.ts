import { classOf } from "#contract/pipe-classes.ts";
import type { PipePage } from "./pages.ts";
import type { PipeColumns } from "./snapshot.ts";

type OwnBuffers<T> = {
  readonly [K in keyof T]: T[K] extends Uint8Array
    ? Uint8Array<ArrayBuffer>
    : T[K] extends Uint16Array
      ? Uint16Array<ArrayBuffer>
      : Float32Array<ArrayBuffer>;
};

/** What a pipe is coloured, filtered and counted by, that its row says. Transferable. */
export type PipeFacts = OwnBuffers<
  Pick<PipeColumns, "lengthM" | "laidYear" | "pressure" | "patrolDay" | "flow" | "quality">
>;

/** Year 1900 stands for "not known", as 0. */
const FIRST_YEAR = 1900;

/**
 * Facts of pipes by dense number.
 * @param order where the pages' row of each number is, or null when they are in that order.
 */
export function pipeFacts(pages: readonly PipePage[], order: Uint32Array | null): PipeFacts {
  const count = pages.reduce((sum, page) => sum + page.count, 0);
  const place = placesOf(order, count);
  const facts = {
    lengthM: new Float32Array(count),
    laidYear: new Uint8Array(count),
    pressure: new Uint8Array(count),
    patrolDay: new Uint16Array(count),
    flow: new Uint8Array(count),
    quality: new Uint8Array(count),
  };
  let row = 0;
  for (const page of pages) {
    const [lengths, kPas, years, days] = [page.lengths, page.kPas, page.laidYears, page.patrolDays].map(viewOf) as [
      DataView,
      DataView,
      DataView,
      DataView,
    ];
    for (let i = 0; i < page.count; i++, row++) {
      const k = place ? (place[row] as number) : row;
      facts.lengthM[k] = lengths.getFloat32(4 * i);
      facts.pressure[k] = classOf("pressure", kPas.getFloat64(8 * i));
      facts.laidYear[k] = within(years.getInt16(2 * i) - FIRST_YEAR, 0xff);
      facts.patrolDay[k] = within(days.getInt32(4 * i), 0xffff);
      facts.flow[k] = page.flows.charCodeAt(i) - 48;
      facts.quality[k] = page.qualities.charCodeAt(i) - 48;
    }
  }
  return facts;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What does not fit is not known. */
const within = (value: number, most: number) => (value > 0 && value < most ? value : 0);

function placesOf(order: Uint32Array | null, count: number): Uint32Array | null {
  if (!order) return null;
  const places = new Uint32Array(count);
  order.forEach((row, k) => {
    places[row] = k;
  });
  return places;
}
