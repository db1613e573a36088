import { instant } from "#mocks/world/time.ts";
import { between, intBetween, type Rng } from "#mocks/world/rng.ts";
import { createDrawing, type Drawing } from "./drawing.ts";
import type { Rgb } from "./png.ts";

/** What an inspector of the made-up province holds the phone at. */
export type Scene = "pipe" | "meter" | "cylinder" | "hose" | "notice" | "door" | "signature";

/** What is on the picture. */
export interface Shot {
  readonly scene: Scene;
  /** When it was taken, ms; it stands in the corner. */
  readonly at: number;
  /** Digits to be read on the meter, the cylinder or the door. */
  readonly digits: string;
  /** A ring around what is not as it should be. */
  readonly isMarked: boolean;
}

const WIDTH = 192;
const HEIGHT = 144;
// 0 is the wall, which fills the picture.
const [SHADE, WHITE, DARK, PIPE, STEEL, WOOD, MARK, GREEN] = [1, 2, 3, 4, 5, 6, 7, 8];

const palette = (r: Rng): Rgb[] => {
  const tint = Math.round(between(r, -12, 12));
  return [
    [214 + tint, 206 + tint, 190],
    [188 + tint, 178 + tint, 160],
    [248, 248, 244],
    [38, 40, 44],
    [196, 168, 84],
    [150, 156, 164],
    [128, 92, 62],
    [206, 48, 40],
    [92, 128, 112],
  ];
};

type Draw = (on: Drawing, r: Rng, digits: string) => readonly [x: number, y: number];

/** Each draws its thing and says where a mark goes. */
const SCENES: Readonly<Record<Exclude<Scene, "signature">, Draw>> = {
  pipe(on, r) {
    const x = intBetween(r, 60, 120);
    const bend = intBetween(r, 50, 90);
    on.rect(x, 0, 10, bend, PIPE);
    on.rect(x, bend, WIDTH, 10, PIPE);
    for (const y of [18, bend - 16]) on.rect(x - 4, y, 18, 5, STEEL);
    on.rect(x + 34, bend - 10, 12, 30, STEEL);
    on.rect(x + 26, bend - 14, 28, 6, MARK);
    return [x + 5, bend - 14];
  },
  meter(on, r, digits) {
    const x = intBetween(r, 44, 70);
    const y = intBetween(r, 34, 44);
    on.rect(x + 10, 0, 9, y, PIPE);
    on.rect(x + 60, 0, 9, y, PIPE);
    on.rect(x, y, 80, 76, STEEL);
    on.rect(x + 4, y + 4, 72, 68, WHITE);
    on.rect(x + 12, y + 16, 56, 18, DARK);
    on.text(x + 15, y + 19, digits.slice(0, 6), 2, WHITE);
    on.rect(x + 20, y + 44, 40, 3, SHADE);
    on.rect(x + 26, y + 52, 28, 3, SHADE);
    return [x + 40, y + 25];
  },
  cylinder(on, r, digits) {
    const x = intBetween(r, 60, 90);
    on.rect(0, 118, WIDTH, 26, SHADE);
    on.rect(x + 14, 16, 16, 14, DARK);
    on.rect(x + 4, 30, 36, 8, STEEL);
    on.rect(x, 38, 44, 82, STEEL);
    on.rect(x + 4, 60, 36, 22, WHITE);
    on.text(x + 6, 66, digits.slice(0, 8), 1, DARK);
    on.line(x + 22, 18, x + 80, 10, 3, DARK);
    return [x + 22, 22];
  },
  hose(on, r) {
    const y = intBetween(r, 84, 96);
    on.rect(96, y, 96, 40, STEEL);
    on.rect(104, y + 8, 80, 4, DARK);
    for (const x of [118, 144, 170]) on.ring(x, y + 24, 6, 3, DARK);
    on.rect(20, 0, 9, 40, PIPE);
    on.rect(14, 40, 22, 7, MARK);
    let [fromX, fromY] = [24, 48];
    for (let i = 1; i <= 6; i += 1) {
      const [x, nextY] = [24 + i * 12, 52 + i * 9 + between(r, -7, 7)];
      on.line(fromX, fromY, x, nextY, 4, DARK);
      [fromX, fromY] = [x, nextY];
    }
    on.line(fromX, fromY, 100, y + 20, 4, DARK);
    return [66, 78];
  },
  notice(on, r, digits) {
    door(on, digits);
    const x = intBetween(r, 76, 92);
    on.rect(x, 50, 40, 54, WHITE);
    on.rect(x + 6, 54, 28, 4, MARK);
    for (let line = 0; line < 7; line += 1) on.rect(x + 5, 62 + line * 5, intBetween(r, 18, 30), 2, SHADE);
    return [x + 20, 76];
  },
  door(on, _r, digits) {
    door(on, digits);
    return [96, 40];
  },
};

function door(on: Drawing, digits: string): void {
  on.rect(56, 12, 84, 132, SHADE);
  on.rect(62, 18, 72, 126, WOOD);
  on.rect(122, 84, 6, 12, STEEL);
  on.rect(80, 24, 36, 16, GREEN);
  on.text(84, 27, digits.slice(0, 4), 2, WHITE);
}

function sign(r: Rng): Uint8Array<ArrayBuffer> {
  const on = createDrawing(WIDTH, 72, [
    [255, 255, 255],
    [24, 32, 64],
  ]);
  for (let letter = 0; letter < 3; letter += 1) {
    let [x, y] = [24 + letter * 52, 36];
    for (let stroke = 0; stroke < 7; stroke += 1) {
      const [nextX, nextY] = [24 + letter * 52 + between(r, -12, 36), between(r, 12, 60)];
      on.line(x, y, nextX, nextY, 2, 1);
      [x, y] = [nextX, nextY];
    }
  }
  return on.png();
}

/** A small drawing where a phone's photo would be, some hundred bytes of PNG; no two shots are alike. Nobody takes it for a photo. */
export function drawShot(r: Rng, { scene, at, digits, isMarked }: Shot): Uint8Array<ArrayBuffer> {
  if (scene === "signature") return sign(r);
  const on = createDrawing(WIDTH, HEIGHT, palette(r));
  on.rect(0, intBetween(r, 100, 124), WIDTH, 2, SHADE);
  const [x, y] = SCENES[scene](on, r, digits);
  if (isMarked) on.ring(x, y, 20, 3, MARK);
  on.rect(0, HEIGHT - 12, WIDTH, 12, DARK);
  on.text(4, HEIGHT - 10, instant(at).slice(0, 16).replace("T", " "), 2, WHITE);
  return on.png();
}
