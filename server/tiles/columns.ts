import { GAS_KINDS, MATERIALS, PIPE_STATUSES, PRESSURE_LEVELS, STATION_KINDS, TAG_KINDS } from "#contract/gas.ts";
import { type Courses, coursesOf } from "./courses.ts";
import { ascending } from "./lines.ts";
import { compareTexts, type PackedStrings, packTexts, type Texts, textsOf } from "./packed-strings.ts";
import { type PipePage, SEPARATOR, type StationPage, type TagPage } from "./pages.ts";
import { type PipeFacts, pipeFacts } from "./pipe-facts.ts";
import type { Owners } from "./snapshot.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface RawPipes extends Owners, PipeFacts {
  readonly ids: PackedStrings;
  readonly level: Bytes;
  readonly material: Bytes;
  readonly status: Bytes;
  readonly gas: Bytes;
  readonly dnMm: Uint16Array<ArrayBuffer>;
}
export interface RawStations extends Owners {
  readonly ids: PackedStrings;
  readonly lngLat: Float64Array<ArrayBuffer>;
  readonly kind: Bytes;
  readonly gas: Bytes;
  readonly names: string[];
}
export interface RawTags extends Owners {
  readonly ids: PackedStrings;
  readonly station: Uint32Array<ArrayBuffer>;
  readonly kind: Bytes;
  readonly slot: Bytes;
}

/** What the rows say that the closed lists do not know, for the log: column, and how many rows. */
export type Oddities = Record<string, number>;

/** Number of the county and the enterprise of things that have gone: no sight holds it. */
export const GONE_OWNER = 0xfffe;

/** Dense numbers for area codes and enterprises, shared by all tables. */
export class Dictionary {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #what: string;

  constructor(what: string, known: readonly string[]) {
    this.#what = what;
    for (const name of known) this.number(name);
  }

  number(name: string): number {
    const found = this.#numbers.get(name);
    if (found !== undefined) return found;
    // The last two are kept free: they stand for "none" in a sight, and for the owner of what has gone.
    if (this.names.length >= GONE_OWNER) throw new Error(`more than ${GONE_OWNER} ${this.#what}`);
    this.names.push(name);
    this.#numbers.set(name, this.names.length - 1);
    return this.names.length - 1;
  }
}

/** Everything that `Context` says is shared by the tables of one build. */
export interface Context {
  readonly counties: Dictionary;
  readonly enterprises: Dictionary;
  readonly oddities: Oddities;
}

const UNKNOWN_LEVEL = PRESSURE_LEVELS.indexOf("unknown");
const OTHER_MATERIAL = MATERIALS.indexOf("other");

/** Reads letters into numbers; a word outside the list becomes `otherwise` and is counted. */
function letters(
  context: Context,
  name: string,
  pages: readonly string[],
  list: readonly string[],
  otherwise: number,
): Bytes {
  const text = pages.join("");
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const value = text.charCodeAt(i) - 65;
    if (value >= 0 && value < list.length) out[i] = value;
    else {
      out[i] = otherwise;
      context.oddities[name] = (context.oddities[name] ?? 0) + 1;
    }
  }
  return out;
}

const idsOf = (pages: readonly { readonly ids: string }[]): Texts =>
  textsOf(
    pages.map((page) => page.ids),
    SEPARATOR,
  );

const texts = (pages: readonly string[]): string[] => pages.flatMap((page) => page.split(SEPARATOR));

/** The order that makes ids ascend byte by byte, or null when they do already; a database may sort by the rules of a language. */
function orderOf(ids: Texts): Uint32Array | null {
  const count = ids.starts.length;
  let isSorted = true;
  for (let i = 1; i < count && isSorted; i++) isSorted = compareTexts(ids, i - 1, i) < 0;
  if (isSorted) return null;
  return Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => compareTexts(ids, a, b));
}

function arranged<T extends { readonly length: number; [i: number]: unknown }>(
  column: T,
  order: Uint32Array | null,
  make: (n: number) => T,
): T {
  if (!order) return column;
  const out = make(column.length);
  for (let i = 0; i < order.length; i++) (out as Record<number, unknown>)[i] = column[order[i] as number];
  return out;
}

const bytes = (n: number) => new Uint8Array(n);
const shorts = (n: number) => new Uint16Array(n);
const strings = (n: number) => new Array<string>(n);

interface PageLike {
  readonly ids: string;
  readonly areas: string;
  readonly enterprises: string;
}

function ownersOf(context: Context, pages: readonly PageLike[], order: Uint32Array | null) {
  const areas = pages.map((page) => page.areas).join("");
  const county = Uint16Array.from({ length: areas.length / 6 }, (_, i) =>
    context.counties.number(areas.slice(6 * i, 6 * i + 6)),
  );
  const enterprise = Uint16Array.from(texts(pages.map((page) => page.enterprises)), (id) =>
    context.enterprises.number(id),
  );
  return { county: arranged(county, order, shorts), enterprise: arranged(enterprise, order, shorts) };
}

export function pipeColumns(context: Context, pages: readonly PipePage[]): { pipes: RawPipes; courses: Courses } {
  const ids = idsOf(pages);
  const order = orderOf(ids);
  const of = (name: keyof PipePage, list: readonly string[], otherwise: number) =>
    arranged(
      letters(
        context,
        `pipe.${name}`,
        pages.map((page) => page[name] as string),
        list,
        otherwise,
      ),
      order,
      bytes,
    );
  const dns = Uint16Array.from(
    pages.flatMap((page) => page.dns.split(",")),
    Number,
  );
  const pipes = {
    ids: packTexts(ids, order),
    ...ownersOf(context, pages, order),
    level: of("levels", PRESSURE_LEVELS, UNKNOWN_LEVEL),
    material: of("materials", MATERIALS, OTHER_MATERIAL),
    status: of("statuses", PIPE_STATUSES, 0),
    gas: of("gases", GAS_KINDS, 0),
    dnMm: arranged(dns, order, shorts),
    ...pipeFacts(pages, order),
  };
  return { pipes, courses: coursesOf(pages, pipes.ids.count, order) };
}

export function stationColumns(context: Context, pages: readonly StationPage[]): RawStations {
  const ids = idsOf(pages);
  const order = orderOf(ids);
  const count = ids.starts.length;
  const lngLat = new Float64Array(2 * count);
  const from = order ? invert(order) : null;
  let i = 0;
  for (const { wkb } of pages) {
    const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
    for (let at = 0; at < wkb.byteLength; at += 21, i++) {
      const k = from ? (from[i] as number) : i;
      lngLat[2 * k] = view.getFloat64(at + 5, true);
      lngLat[2 * k + 1] = view.getFloat64(at + 13, true);
    }
  }
  if (i !== count) throw new Error(`${count} stations came with ${i} points`);
  const of = (name: "kinds" | "gases", list: readonly string[], otherwise: number) =>
    arranged(
      letters(
        context,
        `station.${name}`,
        pages.map((page) => page[name]),
        list,
        otherwise,
      ),
      order,
      bytes,
    );
  return {
    ids: packTexts(ids, order),
    ...ownersOf(context, pages, order),
    lngLat,
    kind: of("kinds", STATION_KINDS, STATION_KINDS.indexOf("regulator_box")),
    gas: of("gases", GAS_KINDS, 0),
    names: arranged(texts(pages.map((page) => page.names)), order, strings),
  };
}

const invert = (order: Uint32Array): Uint32Array => {
  const out = new Uint32Array(order.length);
  for (let k = 0; k < order.length; k++) out[order[k] as number] = k;
  return out;
};

/** Number of a tag's station when there is no such station. */
export const NO_STATION = 0xffffffff;

export function tagColumns(
  context: Context,
  pages: readonly TagPage[],
  stationSeq: (id: string) => number | undefined,
): RawTags {
  const ids = idsOf(pages);
  const order = orderOf(ids);
  const stationOf = Uint32Array.from(texts(pages.map((page) => page.stations)), (id) => stationSeq(id) ?? NO_STATION);
  const station = arranged(stationOf, order, (n) => new Uint32Array(n));
  const kindsIn = letters(
    context,
    "tag.kind",
    pages.map((page) => page.kinds),
    TAG_KINDS,
    0,
  );
  const kind = arranged(kindsIn, order, bytes);
  const orphans = station.filter((seq) => seq === NO_STATION).length;
  if (orphans > 0) context.oddities["tag.station_id"] = orphans;
  return {
    ids: packTexts(ids, order),
    ...ownersOf(context, pages, order),
    station,
    kind,
    slot: slotsOf(station, kind, ascending(station.length)),
  };
}

/**
 * Rank of each tag in its station: by kind in the order of TAG_KINDS (pressure leads), then by id.
 * @param order the tags in the order of their ids; those left out have rank 0.
 */
export function slotsOf(station: Uint32Array, kind: Uint8Array, order: Uint32Array): Bytes {
  // Stable: of equal ones the lesser id goes first.
  const ranked = order
    .slice()
    .sort((a, b) => (station[a] as number) - (station[b] as number) || (kind[a] as number) - (kind[b] as number));
  const slot = new Uint8Array(station.length);
  let rank = 0;
  ranked.forEach((i, k) => {
    rank = k > 0 && station[i] === station[ranked[k - 1] as number] ? rank + 1 : 0;
    slot[i] = Math.min(255, rank);
  });
  return slot;
}
