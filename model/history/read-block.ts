import { HOUR_MINUTES } from "#contract/history-layout.ts";
import type { ByteReader } from "./bits.ts";
import { valueAt } from "./hour.ts";

/** A block's content, written over by the next one read. */
export interface BlockCells {
  staleAfterS: number;
  /** Age in seconds when the hour begins; -1 when nothing is carried in. Its value and level stand at index 0 of the cells. */
  carriedS: number;
  /** Samples after the carried one, which stand from index 1 on. */
  count: number;
  readonly minute: Uint8Array;
  readonly backS: Uint8Array;
  readonly value: Float64Array;
  readonly level: Uint8Array;
}

const CELLS = HOUR_MINUTES + 1;
const MOST_WIDTH = 32;

export const emptyCells = (): BlockCells => ({
  staleAfterS: 0,
  carriedS: -1,
  count: 0,
  minute: new Uint8Array(CELLS),
  backS: new Uint8Array(CELLS),
  value: new Float64Array(CELLS),
  level: new Uint8Array(CELLS),
});

function readEvenPlaces(from: ByteReader, cells: BlockCells): number {
  const [first, step, count] = [from.u8(), from.u8(), from.u8()];
  if (count === 0 || first + (count - 1) * step >= HOUR_MINUTES || (step === 0 && count > 1))
    throw new Error(`${count} samples from minute ${first} every ${step} do not fit an hour`);
  for (let i = 0; i < count; i++) cells.minute[i + 1] = first + i * step;
  return count;
}

function readMask(from: ByteReader, cells: BlockCells): number {
  let count = 0;
  for (let byte = 0; byte < 8; byte++) {
    const bits = from.u8();
    for (let bit = 0; bit < 8; bit++) {
      if ((bits & (1 << bit)) === 0) continue;
      const minute = byte * 8 + bit;
      if (minute >= HOUR_MINUTES) throw new Error(`an hour has no minute ${minute}`);
      count += 1;
      cells.minute[count] = minute;
    }
  }
  return count;
}

const scratch = new Float64Array(CELLS);

function readBacks(from: ByteReader, cells: BlockCells): void {
  const [least, width] = [from.u8(), from.u8()];
  from.packed(cells.count, width, scratch);
  for (let i = 0; i < cells.count; i++) cells.backS[i + 1] = least + (scratch[i] as number);
}

function readValues(from: ByteReader, cells: BlockCells, decimals: number, asSteps: boolean): void {
  const first = cells.carriedS === -1 ? 1 : 0;
  let quanta = from.zigzag();
  cells.value[first] = valueAt(quanta, decimals);
  const others = cells.count - first;
  if (others === 0) return;
  const [frame, width] = [from.zigzag(), from.u8()];
  if (width > MOST_WIDTH) throw new Error(`values of ${width} bits`);
  from.packed(others, width, scratch);
  for (let i = 0; i < others; i++) {
    quanta = (asSteps ? quanta : 0) + frame + (scratch[i] as number);
    cells.value[first + 1 + i] = valueAt(quanta, decimals);
  }
}

/** Reads the next block into `cells`. Throws on what is no block. */
export function readBlock(from: ByteReader, cells: BlockCells): void {
  const head = from.u8();
  const places = head & 3;
  const isCarried = (head & 4) !== 0;
  cells.count = 0;
  cells.carriedS = -1;
  if (places === 0 && !isCarried) return;
  if (places === 3) throw new Error("a block with places of no kind");
  const scale = from.u8();
  cells.staleAfterS = from.varint();
  if (isCarried) {
    cells.carriedS = from.varint();
    cells.level[0] = (head >> 4) & 3;
  }
  if (places !== 0) {
    cells.count = places === 1 ? readEvenPlaces(from, cells) : readMask(from, cells);
    readBacks(from, cells);
    if ((head & 8) === 0) cells.level.fill(head >> 6, 1, cells.count + 1);
    else {
      from.packed(cells.count, 2, scratch);
      for (let i = 0; i < cells.count; i++) cells.level[i + 1] = scratch[i] as number;
    }
  }
  readValues(from, cells, (scale & 15) - 8, (scale & 16) !== 0);
}
