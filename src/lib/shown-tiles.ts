import { tilesIn } from "./mercator.ts";
import type { Network, NetworkTile } from "./network-tile.ts";

interface At {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** A rectangle of tile squares of one zoom. */
export interface Squares extends At {
  readonly columns: number;
  readonly rows: number;
}

/** A tile, and the squares in which it is to be drawn: its own, or those that it stands in for. */
export interface Shown<T> {
  readonly tile: T;
  readonly within: Squares;
}

/** What is known of a tile: itself, null where nothing lies, undefined while it has not come. */
export type Known<T> = (z: number, x: number, y: number) => T | null | undefined;

const own = ({ z, x, y }: At): Squares => ({ z, x, y, columns: 1, rows: 1 });

/** The smallest rectangle around two of one zoom. */
const around = (a: Squares, b: Squares): Squares => {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    z: a.z,
    x,
    y,
    columns: Math.max(a.x + a.columns, b.x + b.columns) - x,
    rows: Math.max(a.y + a.rows, b.y + b.rows) - y,
  };
};

/** The four tiles a square is made of, if all of them have come. */
function quarters<T>({ z, x, y }: At, known: Known<T>): Shown<T>[] | null {
  const out: Shown<T>[] = [];
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const at = { z: z + 1, x: 2 * x + dx, y: 2 * y + dy };
    const tile = known(at.z, at.x, at.y);
    if (tile === undefined) return null;
    if (tile !== null) out.push({ tile, within: own(at) });
  }
  return out;
}

/**
 * What to draw for the wanted squares, in this order: those tiles that have come; for one that has not, its four quarters, else the nearest
 * greater tile that has, once for all the squares it stands in for.
 */
export function cover<T>(wanted: readonly At[], known: Known<T>, minZoom: number): Shown<T>[] {
  const exact: Shown<T>[] = [];
  const smaller: Shown<T>[] = [];
  const greater = new Map<T, Squares>();
  for (const at of wanted) {
    const tile = known(at.z, at.x, at.y);
    if (tile !== undefined) {
      if (tile !== null) exact.push({ tile, within: own(at) });
      continue;
    }
    const four = quarters(at, known);
    if (four) {
      smaller.push(...four);
      continue;
    }
    for (let up = 1; at.z - up >= minZoom; up++) {
      const above = known(at.z - up, at.x >> up, at.y >> up);
      if (above === undefined) continue;
      if (above !== null) {
        const before = greater.get(above);
        greater.set(above, before ? around(before, own(at)) : own(at));
      }
      break;
    }
  }
  return [...[...greater].map(([tile, within]) => ({ tile, within })), ...smaller, ...exact];
}

type Box = readonly [number, number, number, number];

/** Tiles kept beyond those in view, for going back. */
const KEPT = 24;
const keyOf = (z: number, x: number, y: number) => `${z}/${x}/${y}`;

type Source = Pick<Network, "load" | "bounds" | "minZoom" | "maxZoom">;

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** Tiles at the map's zoom rounded down, as the base map does it, so that both ask for the same. */
function wantedOf({ bounds, minZoom, maxZoom }: Source, zoom: number, box: Box): At[] {
  const [west, south] = [Math.max(box[0], bounds[0]), Math.max(box[1], bounds[1])];
  const [east, north] = [Math.min(box[2], bounds[2]), Math.min(box[3], bounds[3])];
  return east < west || north < south
    ? []
    : tilesIn([west, south, east, north], clamp(Math.floor(zoom), minZoom, maxZoom));
}

/**
 * The tiles of a network that a view shows: asks for those that are missing, lets those go that nobody looks at any more, and meanwhile
 * shows what there is. All layers of a network look at the same.
 */
export function createShownTiles(source: Source) {
  const kept = new Map<string, NetworkTile | null>();
  const asked = new Map<string, AbortController>();
  const failed = new Set<string>();
  const heard = new Set<() => void>();
  let arrivals = 0;
  let last: { readonly key: string; readonly shown: readonly Shown<NetworkTile>[] } | null = null;

  const known = (z: number, x: number, y: number) => kept.get(keyOf(z, x, y));
  const ask = ({ z, x, y }: At) => {
    const key = keyOf(z, x, y);
    if (kept.has(key) || asked.has(key) || failed.has(key)) return;
    const stop = new AbortController();
    asked.set(key, stop);
    const done = () => {
      if (asked.get(key) === stop) asked.delete(key);
    };
    source.load(z, x, y, stop.signal).then(
      (tile) => {
        done();
        kept.set(key, tile);
        arrivals += 1;
        for (const listener of heard) listener();
      },
      () => {
        done();
        // Told by the tile store, once for all tiles; asked for again when somebody comes back to it.
        if (stop.signal.aborted) return;
        failed.add(key);
        for (const listener of heard) listener();
      },
    );
  };
  const letGo = (wanted: ReadonlySet<string>) => {
    for (const [key, stop] of asked) {
      if (wanted.has(key)) continue;
      asked.delete(key);
      stop.abort();
    }
    for (const key of failed) if (!wanted.has(key)) failed.delete(key);
    for (const key of wanted) {
      const tile = kept.get(key);
      if (tile === undefined) continue;
      kept.delete(key);
      kept.set(key, tile);
    }
    for (const key of kept.keys()) {
      if (kept.size <= KEPT + wanted.size) break;
      kept.delete(key);
    }
  };

  return {
    /** What to draw of a view, as far as it has come; asks for the rest. */
    in: (zoom: number, box: Box): readonly Shown<NetworkTile>[] => {
      const wanted = wantedOf(source, zoom, box);
      const [first, end] = [wanted[0], wanted.at(-1)];
      const key = `${first && keyOf(first.z, first.x, first.y)} ${end && keyOf(end.z, end.x, end.y)} ${arrivals}`;
      if (last?.key === key) return last.shown;
      letGo(new Set(wanted.map(({ z, x, y }) => keyOf(z, x, y))));
      for (const at of wanted) ask(at);
      last = { key, shown: cover(wanted, known, source.minZoom) };
      return last.shown;
    },
    /** Tiles of the view that was looked at last are on their way. */
    isWaiting: () => asked.size > 0,
    /** Calls back when a tile has come or could not be had. */
    listen: (listener: () => void): (() => void) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
  };
}
export type ShownTiles = ReturnType<typeof createShownTiles>;

const held = new WeakMap<Network, ShownTiles>();

/** The tiles in view of a network: one for all its layers. */
export function shownTiles(network: Network): ShownTiles {
  const known = held.get(network) ?? createShownTiles(network);
  held.set(network, known);
  return known;
}
