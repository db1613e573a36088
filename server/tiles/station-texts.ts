import type { Snapshot, StationColumns } from "./snapshot.ts";
import { TileBuffer, textValue } from "./tile-buffer.ts";

const FIRST_BYTES = 1 << 16;

/** Texts as fields of a layer's values, one after the other: each is made when it is first asked for and copied from then on. */
class Fields {
  readonly buffer = new TileBuffer(FIRST_BYTES);
  /** Where each begins + 1; 0 = not made yet. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(count: number) {
    this.#starts = new Uint32Array(count);
    this.#ends = new Uint32Array(count);
  }

  /** Copies field `i` behind what `out` holds. */
  copyTo(out: TileBuffer, i: number, text: (i: number) => string): void {
    let start = this.#starts[i] as number;
    if (start === 0) {
      start = this.buffer.at + 1;
      textValue(this.buffer, text(i));
      this.#starts[i] = start;
      this.#ends[i] = this.buffer.at;
    }
    out.copy(this.buffer.bytes, start - 1, this.#ends[i] as number);
  }
}

/** Ids and names of a snapshot's stations as tiles hold them: to make them anew for each tile was a sixth of its time. */
export interface StationTexts {
  /** Number of the station's name among the different ones. */
  nameOf(station: number): number;
  putId(out: TileBuffer, station: number): void;
  putName(out: TileBuffer, name: number): void;
}

function textsOf({ stations, stationId }: Snapshot): StationTexts {
  const { count, names } = stations;
  const ids = new Fields(count);
  const fields = new Fields(count);
  const numbers = new Map<string, number>();
  const different: string[] = [];
  /** + 1; 0 = not looked up yet. */
  const numberOf = new Uint32Array(count);
  const id = (station: number) => stationId(station) as string;
  const name = (number: number) => different[number] as string;
  return {
    nameOf(station) {
      const known = numberOf[station] as number;
      if (known > 0) return known - 1;
      const text = names[station] as string;
      const number = numbers.get(text) ?? different.push(text) - 1;
      numbers.set(text, number);
      numberOf[station] = number + 1;
      return number;
    },
    putId: (out, station) => ids.copyTo(out, station, id),
    putName: (out, number) => fields.copyTo(out, number, name),
  };
}

const known = new WeakMap<StationColumns, StationTexts>();

/** The texts of a snapshot's stations; they grow with the tiles that are made of it. */
export function stationTextsOf(snapshot: Snapshot): StationTexts {
  const found = known.get(snapshot.stations);
  if (found) return found;
  const made = textsOf(snapshot);
  known.set(snapshot.stations, made);
  return made;
}
