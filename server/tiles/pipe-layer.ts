import { LEVEL_COUNT, PIPE_TILE, pipeLevelsAt, TILE_EXTENT } from "#contract/tiles.ts";
import { clipLine, noPieces } from "./clip.ts";
import { type Lines, type Looks, NOBODY, placeOnCurve } from "./lines.ts";
import { compareBytewise } from "./packed-strings.ts";
import { type Enter, meeting, NO_TREE, searchTree } from "./packed-tree.ts";
import { closeField, LAYER_FEATURE, type LayerBuffer, putVarint, putZigzag } from "./tile-buffer.ts";
import { type TileFrame, worldBox } from "./tile-frame.ts";
import { LINE_BUFFER, type Occupancy, thinLine } from "./thin.ts";

const LEAST = -LINE_BUFFER;
const MOST = TILE_EXTENT + LINE_BUFFER;
/** Zooms below this drop vertices that are less than a quarter of a pixel off. */
const EXACT_ZOOM = 14;
const TOLERANCE = 2;

const FEATURE_ID = 1 << 3;
const FEATURE_TAGS = (2 << 3) | 2;
const FEATURE_TYPE = 3 << 3;
const FEATURE_GEOMETRY = (4 << 3) | 2;
const LINE_STRING = 2;
const MOVE_ONCE = (1 << 3) | 1;
const LINE_TO = 2;
/** Bytes of a feature beside its vertices, at most; a vertex and the head of a piece have ten each. */
const FEATURE_BYTES = 64;

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
  const { seqs, look, looks } = lines;
  const { sight } = frame;
  for (let place = first; place < end && layer.out.at <= mostBytes; place++) {
    const seq = seqs[place] as number;
    if (seq === NOBODY) continue;
    const l = look[place] as number;
    const isSeen =
      sight.enterprise === -1
        ? sight.county[looks.county[l] as number] === 1
        : looks.enterprise[l] === sight.enterprise;
    if (!isSeen) continue;
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
    writeLine(layer, seq, looks, l);
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

function writeLine(layer: LayerBuffer, seq: number, looks: Looks, l: number): void {
  const { out } = layer;
  out.room(FEATURE_BYTES + 10 * (pieces.ends[pieces.count - 1] as number));
  const { bytes } = out;
  let at = out.at;
  bytes[at++] = LAYER_FEATURE;
  const featureAt = at++;
  bytes[at++] = FEATURE_ID;
  at = putVarint(bytes, at, seq);
  bytes[at++] = FEATURE_TAGS;
  const tagsAt = at++;
  at = putTag(bytes, at, 0, layer, looks.level[l] as number);
  at = putTag(bytes, at, 1, layer, looks.material[l] as number);
  at = putTag(bytes, at, 2, layer, looks.dnMm[l] as number);
  at = putTag(bytes, at, 3, layer, looks.status[l] as number);
  at = putTag(bytes, at, 4, layer, looks.county[l] as number);
  at = closeField(bytes, tagsAt, at);
  bytes[at++] = FEATURE_TYPE;
  bytes[at++] = LINE_STRING;
  bytes[at++] = FEATURE_GEOMETRY;
  const geometryAt = at++;
  at = closeField(bytes, geometryAt, putPieces(bytes, at));
  out.at = closeField(bytes, featureAt, at);
  layer.count += 1;
}

function putTag(bytes: Uint8Array, at: number, key: number, layer: LayerBuffer, value: number): number {
  bytes[at] = key;
  return putVarint(bytes, at + 1, (layer.placeOf[value] || layer.number(value)) - 1);
}

function putPieces(bytes: Uint8Array, start: number): number {
  const from = run;
  let at = start;
  let x = 0;
  let y = 0;
  for (let p = 0, k = 0; p < pieces.count; p++) {
    const end = pieces.ends[p] as number;
    bytes[at++] = MOVE_ONCE;
    const steps = (end - k) / 2 - 1;
    for (let isFirst = true; k < end; k += 2, isFirst = false) {
      const nextX = from[k] as number;
      const nextY = from[k + 1] as number;
      at = putZigzag(bytes, at, nextX - x);
      at = putZigzag(bytes, at, nextY - y);
      x = nextX;
      y = nextY;
      if (isFirst) at = putVarint(bytes, at, (steps << 3) | LINE_TO);
    }
  }
  return at;
}
