import type { Network } from "./network.ts";
import { type Plane, turned, warped, type Xy } from "./plane.ts";
import { between, chance, type Rng } from "./rng.ts";

/** A block of the town that has a regulator box: the crossing that feeds it and its own frame. */
export interface Block {
  readonly crossing: string;
  readonly place: (x: number, y: number) => Xy;
  readonly width: number;
  readonly height: number;
}

export interface Town {
  readonly crossings: readonly string[];
  readonly blocks: readonly Block[];
}

export interface TownAsk {
  readonly centre: Xy;
  readonly blocks: number;
  readonly owner: string;
  readonly level: "MP_A" | "MP_B";
  readonly inside: (xy: Xy) => boolean;
}

/** Mean block, m. */
const BLOCK = 190;

/** Radius of a town of so many blocks, m. */
export const townRadius = (blocks: number): number => BLOCK * (0.6 + Math.sqrt(blocks / Math.PI));

interface Cell {
  readonly i: number;
  readonly j: number;
  readonly fromCentre: number;
}

/** Street lines at irregular distances, index 0 at the middle. */
function streetLines(r: Rng, half: number): (i: number) => number {
  const up: number[] = [0];
  const down: number[] = [0];
  for (let i = 1; i <= half + 1; i++) {
    up.push((up[i - 1] ?? 0) + between(r, BLOCK * 0.75, BLOCK * 1.25));
    down.push((down[i - 1] ?? 0) - between(r, BLOCK * 0.75, BLOCK * 1.25));
  }
  return (i) => (i >= 0 ? (up[i] ?? 0) : (down[-i] ?? 0));
}

const key = (i: number, j: number): string => `${i},${j}`;

interface Grid {
  readonly at: (i: number, j: number) => Xy;
  readonly frame: (i: number, j: number) => Pick<Block, "place" | "width" | "height">;
  readonly half: number;
  /** Distance from the centre as the town has grown: longer one way than the other, with bulges. */
  readonly sprawl: (dx: number, dy: number) => number;
}

function grid(r: Rng, ask: TownAsk): Grid {
  const half = Math.ceil(Math.sqrt(ask.blocks / Math.PI) * 1.6) + 1;
  const xs = streetLines(r, half);
  const ys = streetLines(r, half);
  const place = turned(ask.centre, between(r, -0.35, 0.35));
  const bend = warped(between(r, 8, 22), between(r, 900, 1600), between(r, 0, 6));
  const into = (x: number, y: number): Xy => bend(place(x, y));
  const [axis, stretch, bulge] = [between(r, 0, Math.PI), between(r, 1, 1.35), between(r, 0, 6)];
  return {
    half,
    sprawl: (dx, dy) => {
      const angle = Math.atan2(dy, dx);
      const grown = stretch ** Math.cos(2 * (angle - axis)) * (1 + 0.1 * Math.sin(3 * angle + bulge));
      return Math.hypot(dx, dy) / grown;
    },
    at: (i, j) => into(xs(i), ys(j)),
    frame: (i, j) => ({
      place: (x, y) => into(xs(i) + x, ys(j) + y),
      width: xs(i + 1) - xs(i),
      height: ys(j + 1) - ys(j),
    }),
  };
}

/** The blocks nearest to the centre that lie wholly inside, joined to one another by streets. */
function chosenCells(g: Grid, ask: TownAsk): Cell[] {
  const cells: Cell[] = [];
  for (let i = -g.half; i < g.half; i++)
    for (let j = -g.half; j < g.half; j++) {
      const f = g.frame(i, j);
      const corners = [f.place(-10, -10), f.place(f.width, -10), f.place(-10, f.height), f.place(f.width, f.height)];
      if (!corners.every(ask.inside)) continue;
      const [x, y] = f.place(f.width / 2, f.height / 2);
      cells.push({ i, j, fromCentre: g.sprawl(x - ask.centre[0], y - ask.centre[1]) });
    }
  cells.sort((a, b) => a.fromCentre - b.fromCentre || a.i - b.i || a.j - b.j);
  const free = new Map(cells.slice(0, ask.blocks).map((c) => [key(c.i, c.j), c]));
  const first = cells[0];
  if (!first) return [];
  const together: Cell[] = [];
  const queue = [first];
  free.delete(key(first.i, first.j));
  for (let c = queue.shift(); c; c = queue.shift()) {
    together.push(c);
    for (const [di, dj] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const k = key(c.i + di, c.j + dj);
      const next = free.get(k);
      if (next) {
        free.delete(k);
        queue.push(next);
      }
    }
  }
  return together.sort((a, b) => a.fromCentre - b.fromCentre || a.i - b.i || a.j - b.j);
}

class Joined {
  readonly #up = new Map<string, string>();
  root(k: string): string {
    let at = k;
    for (let up = this.#up.get(at); up !== undefined; up = this.#up.get(at)) at = up;
    return at;
  }
  /** True when the two were not joined before. */
  join(a: string, b: string): boolean {
    const [ra, rb] = [this.root(a), this.root(b)];
    if (ra !== rb) this.#up.set(ra, rb);
    return ra !== rb;
  }
}

/**
 * Lays the medium-pressure streets of a town: a grid turned by the town's own angle, every street along it, every third
 * across, more where needed to hold it together. Some street pipes are cut by a valve.
 */
export function layTown(net: Network, r: Rng, ask: TownAsk): Town {
  const g = grid(r, ask);
  const cells = chosenCells(g, ask);
  const ids = new Map<string, string>();
  for (const { i, j } of cells) ids.set(key(i, j), net.addNode({ at: g.at(i, j), level: ask.level, owner: ask.owner }));
  const joined = new Joined();
  const lay = (a: string, b: string, middle: Xy, valveShare: number): void => {
    const [from, to] = [ids.get(a), ids.get(b)];
    if (!from || !to) return;
    joined.join(a, b);
    if (!chance(r, valveShare)) {
      net.addPipe(from, to, ask.level, ask.owner, "urban_ng");
      return;
    }
    const valve = net.addNode({ at: middle, level: ask.level, owner: ask.owner, kind: "valve" });
    net.addPipe(from, valve, ask.level, ask.owner, "urban_ng");
    net.addPipe(valve, to, ask.level, ask.owner, "urban_ng");
  };
  const nearMiddle = (i: number, j: number, along: boolean): Xy => {
    const f = g.frame(i, j);
    return along ? f.place(f.width * 0.22, 0) : f.place(0, f.height * 0.22);
  };
  const across = (i: number, j: number) => lay(key(i, j), key(i, j + 1), nearMiddle(i, j, false), 0.35);
  const along = (i: number, j: number) => lay(key(i, j), key(i + 1, j), nearMiddle(i, j, true), 0.2);
  for (const { i, j } of cells) along(i, j);
  for (const { i, j } of cells) if (i % 3 === 0) across(i, j);
  for (const { i, j } of cells)
    if (i % 3 !== 0 && ids.has(key(i, j + 1)) && joined.root(key(i, j)) !== joined.root(key(i, j + 1))) across(i, j);
  return {
    crossings: [...ids.values()],
    blocks: cells.map(({ i, j }) => ({ crossing: ids.get(key(i, j)) ?? "", ...g.frame(i, j) })),
  };
}

/** Plane point of a place for code that keeps degrees. */
export const insideOf =
  (plane: Plane, inside: (lng: number, lat: number) => boolean) =>
  (xy: Xy): boolean => {
    const [lng, lat] = plane.toLngLat(xy);
    return inside(lng, lat);
  };
