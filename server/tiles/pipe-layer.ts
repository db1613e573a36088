import { LEVEL_COUNT, PIPE_TILE, pipeLevelsAt } from "#contract/tiles.ts";
import { clipLine, noPieces } from "./clip.ts";
import { type Lines, NOBODY, placeOnCurve } from "./lines.ts";
import { lookTagsFor } from "./look-tags.ts";
import { compareBytewise } from "./packed-strings.ts";
import { type Enter, meeting, NO_TREE, searchTree } from "./packed-tree.ts";
import { LEAST, MOST, writeLine, writeStretch } from "./pipe-feature.ts";
import { LINE_BUFFER, type Occupancy, thinLine } from "./thin.ts";
import type { LayerBuffer } from "./tile-buffer.ts";
import { type TileFrame, worldBox } from "./tile-frame.ts";

/** Zooms below this drop vertices that are less than a quarter of a pixel off. */
const EXACT_ZOOM = 14;
const TOLERANCE = 2;

/** What one layer of pipes is drawn with. */
interface Pen {
  readonly frame: TileFrame;
  readonly layer: LayerBuffer;
  /** Null when every pipe is drawn. */
  readonly taken: Occupancy | null;
  /** Only pipes that pass a bare square of the tile. */
  readonly isStandIn: boolean;
  /** Nothing more is written when the tile is longer: it will be made anew. */
  readonly mostBytes: number;
}

/**
 * Writes the pipes of a tile: without `taken` all of its levels, otherwise those that cover something new. Where a square of the tile
 * stays bare though pipes of other levels are in it, one of them stands in: no place that has network looks empty.
 */
export function writePipes(frame: TileFrame, layer: LayerBuffer, taken: Occupancy | null, mostBytes: number): void {
  layer.begin(PIPE_TILE.layer);
  const levels = pipeLevelsAt(frame.zoom);
  const pen: Pen = { frame, layer, taken, isStandIn: false, mostBytes };
  const meets = meeting(worldBox(frame, LINE_BUFFER));
  // Wide classes first: where there is room for one only, it is the bigger.
  for (const level of levels) drawLevel(pen, level, meets);
  if (taken !== null) {
    const isBare = meetingBareSquare(frame, taken);
    for (let level = 0; level < LEVEL_COUNT; level++)
      if (!levels.includes(level)) drawLevel({ ...pen, isStandIn: true }, level, isBare);
  }
  layer.end(PIPE_TILE.attributes);
}

/**
 * Draws the pipes of one level. Where not all are drawn it depends on their order which ones are: those that changed since the first run
 * was made take the place among it that they would have in a snapshot built anew.
 */
function drawLevel(pen: Pen, level: number, enter: Enter): void {
  const [first, second] = pen.frame.snapshot.pipes.lines;
  if (!first) return;
  const waiting = second && pen.taken ? placesIn(second, level, enter) : [];
  let next = 0;
  const drawBefore = (isBefore: (place: number) => boolean) => {
    for (; next < waiting.length && isBefore(waiting[next] as number); next++)
      drawRun(pen, second as Lines, waiting[next] as number, (waiting[next] as number) + 1);
  };
  searchTree(first.trees[level] ?? NO_TREE, enter, (from, to) => {
    if (next === waiting.length || !comesBefore(pen, waiting[next] as number, to - 1)) drawRun(pen, first, from, to);
    else
      for (let place = from; place < to; place++) {
        if (first.seqs[place] === NOBODY) continue;
        drawBefore((one) => comesBefore(pen, one, place));
        drawRun(pen, first, place, place + 1);
      }
  });
  drawBefore(() => true);
  if (second && !pen.taken)
    searchTree(second.trees[level] ?? NO_TREE, enter, (from, to) => drawRun(pen, second, from, to));
}

function placesIn({ trees }: Lines, level: number, enter: Enter): number[] {
  const places: number[] = [];
  searchTree(trees[level] ?? NO_TREE, enter, (from, to) => {
    for (let place = from; place < to; place++) places.push(place);
  });
  return places;
}

/** Whether the line at a place of the second run comes before that at a place of the first: along the curve, then by id; before one that has gone. */
function comesBefore({ frame: { snapshot } }: Pen, inSecond: number, inFirst: number): boolean {
  const [first, second] = snapshot.pipes.lines as readonly [Lines, Lines];
  const onCurve = ({ xy, offsets }: Lines, place: number) =>
    placeOnCurve(xy, offsets[place] as number, offsets[place + 1] as number);
  const difference = onCurve(second, inSecond) - onCurve(first, inFirst);
  if (difference !== 0 || first.seqs[inFirst] === NOBODY) return difference <= 0;
  const id = (lines: Lines, place: number) => snapshot.pipeId(lines.seqs[place] as number) ?? "";
  return compareBytewise(id(second, inSecond), id(first, inFirst)) < 0;
}

function meetingBareSquare({ shift, left, top }: TileFrame, taken: Occupancy): Enter {
  return (boxes, at) =>
    taken.hasBareSquare(
      ((boxes[at] as number) >> shift) - left,
      ((boxes[at + 1] as number) >> shift) - top,
      ((boxes[at + 2] as number) >> shift) - left,
      ((boxes[at + 3] as number) >> shift) - top,
    );
}

function drawRun(pen: Pen, lines: Lines, first: number, end: number): void {
  const { frame, layer, taken, isStandIn, mostBytes } = pen;
  const { seqs, look, looks, offsets, xy } = lines;
  const { sight, shift, left, top } = frame;
  const tags = lookTagsFor(layer, looks);
  for (let place = first; place < end && layer.out.at <= mostBytes; place++) {
    const seq = seqs[place] as number;
    if (seq === NOBODY) continue;
    const l = look[place] as number;
    const isSeen =
      sight.enterprise === -1
        ? sight.county[looks.county[l] as number] === 1
        : looks.enterprise[l] === sight.enterprise;
    if (!isSeen) continue;
    const from = 2 * (offsets[place] as number);
    if (2 * (offsets[place + 1] as number) - from === 4 && !isStandIn) {
      // Most pipes are one stretch, and most of these lie wholly in the tile.
      const ax = ((xy[from] as number) >> shift) - left;
      const ay = ((xy[from + 1] as number) >> shift) - top;
      const bx = ((xy[from + 2] as number) >> shift) - left;
      const by = ((xy[from + 3] as number) >> shift) - top;
      if (isWithin(ax) && isWithin(ay) && isWithin(bx) && isWithin(by)) {
        if (taken === null || takeStretch(taken, ax, ay, bx, by)) writeStretch(layer, seq, tags, l, ax, ay, bx, by);
        continue;
      }
    }
    read(lines, place, frame);
    if (east < LEAST || south < LEAST || west > MOST || north > MOST) continue;
    const isInside = west >= LEAST && north >= LEAST && east <= MOST && south <= MOST;
    if (
      taken !== null &&
      (isStandIn ? !taken.hasBareSquare(west, north, east, south) : isInside && taken.isTaken(west, north, east, south))
    )
      continue;
    cutToTile(isInside, frame.zoom < EXACT_ZOOM ? TOLERANCE : 0);
    if (pieces.count === 0 || (taken !== null && !isWanted(taken, isStandIn))) continue;
    writeLine(layer, seq, tags, l, run, pieces);
  }
}

/** The line in hand: `length` numbers of `line`, x and y of its vertices in tile units, none like the one before, and its box. */
let line = new Int32Array(512);
let length = 0;
let west = 0;
let north = 0;
let east = 0;
let south = 0;
/** The line in hand within the tile and its buffer: pieces of `run`. */
let run: Int32Array = line;
const pieces = noPieces();

function read({ offsets, xy }: Lines, place: number, { shift, left, top }: TileFrame): void {
  const from = 2 * (offsets[place] as number);
  const to = 2 * (offsets[place + 1] as number);
  if (line.length < to - from + 2) line = new Int32Array(2 * (to - from));
  const out = line;
  let x = ((xy[from] as number) >> shift) - left;
  let y = ((xy[from + 1] as number) >> shift) - top;
  let [w, n, e, s] = [x, y, x, y];
  let at = 0;
  out[at++] = x;
  out[at++] = y;
  for (let k = from + 2; k < to; k += 2) {
    const nextX = ((xy[k] as number) >> shift) - left;
    const nextY = ((xy[k + 1] as number) >> shift) - top;
    if (nextX === x && nextY === y) continue;
    out[at++] = x = nextX;
    out[at++] = y = nextY;
    if (x < w) w = x;
    if (x > e) e = x;
    if (y < n) n = y;
    if (y > s) s = y;
  }
  length = at;
  west = w;
  north = n;
  east = e;
  south = s;
}

function cutToTile(isInside: boolean, tolerance: number): void {
  length = thinLine(line, length, tolerance);
  if (length === 2) {
    // A line too short for this zoom is drawn one unit long: a chain of short pieces must not become a gap.
    line[2] = (line[0] as number) + ((line[0] as number) < MOST ? 1 : -1);
    line[3] = line[1] as number;
    length = 4;
  }
  if (isInside) {
    run = line;
    pieces.count = 1;
    pieces.ends[0] = length;
  } else {
    clipLine(line, length, LEAST, MOST, pieces);
    run = pieces.xy;
  }
}

/** Whether the pieces are to be drawn; if so their cells are taken. */
function isWanted(taken: Occupancy, isStandIn: boolean): boolean {
  let isNew = false;
  for (let p = 0, from = 0; p < pieces.count; p++) {
    const to = pieces.ends[p] as number;
    if (isStandIn ? taken.passesBareSquare(run, from, to) : taken.takeLine(run, from, to)) isNew = true;
    from = to;
  }
  if (!isStandIn || !isNew) return isNew;
  for (let p = 0, from = 0; p < pieces.count; p++) {
    const to = pieces.ends[p] as number;
    taken.takeLine(run, from, to);
    from = to;
  }
  return true;
}

const isWithin = (v: number): boolean => v >= LEAST && v <= MOST;

/** Whether a stretch covers something new; if so its cells are taken. */
function takeStretch(taken: Occupancy, ax: number, ay: number, bx: number, by: number): boolean {
  if (taken.isTaken(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))) return false;
  line[0] = ax;
  line[1] = ay;
  line[2] = ax === bx && ay === by ? ax + (ax < MOST ? 1 : -1) : bx;
  line[3] = by;
  return taken.takeLine(line, 0, 4);
}
