import { encodePng, type Rgb } from "./png.ts";

/** Digits and marks of three columns by five rows, a bit each, from the top left. */
const GLYPHS: Readonly<Record<string, string>> = {
  "0": "111101101101111",
  "1": "010110010010111",
  "2": "111001111100111",
  "3": "111001111001111",
  "4": "101101111001001",
  "5": "111100111001111",
  "6": "111100111101111",
  "7": "111001010010010",
  "8": "111101111101111",
  "9": "111101111001111",
  "-": "000000111000000",
  ":": "000010000010000",
  ".": "000000000000010",
};

/** A picture that is drawn on: whole pixels, from the top left, nothing outside. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  rect(x: number, y: number, width: number, height: number, colour: number): void;
  /** A line as thick as a square pen of `pen` pixels. */
  line(x1: number, y1: number, x2: number, y2: number, pen: number, colour: number): void;
  ring(x: number, y: number, radius: number, pen: number, colour: number): void;
  /** Digits, `-`, `:` and `.`; all else is left blank. */
  text(x: number, y: number, text: string, size: number, colour: number): void;
  png(): Uint8Array<ArrayBuffer>;
}

/** @param colours the first one fills the picture */
export function createDrawing(width: number, height: number, colours: readonly Rgb[]): Drawing {
  const pixels = new Uint8Array(width * height);
  const rect: Drawing["rect"] = (x, y, w, h, colour) => {
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(width, Math.round(x + w))];
    const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(height, Math.round(y + h))];
    for (let row = top; row < bottom; row += 1)
      pixels.fill(colour, row * width + left, row * width + Math.max(left, right));
  };
  const dot = (x: number, y: number, pen: number, colour: number) => rect(x - pen / 2, y - pen / 2, pen, pen, colour);
  return {
    width,
    height,
    rect,
    line(x1, y1, x2, y2, pen, colour) {
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1))));
      for (let i = 0; i <= steps; i += 1) dot(x1 + ((x2 - x1) * i) / steps, y1 + ((y2 - y1) * i) / steps, pen, colour);
    },
    ring(x, y, radius, pen, colour) {
      const steps = Math.ceil(2 * Math.PI * radius);
      for (let i = 0; i < steps; i += 1) {
        const angle = (2 * Math.PI * i) / steps;
        dot(x + radius * Math.cos(angle), y + radius * Math.sin(angle), pen, colour);
      }
    },
    text(x, y, text, size, colour) {
      [...text].forEach((letter, n) => {
        [...(GLYPHS[letter] ?? "")].forEach((bit, i) => {
          if (bit === "1") rect(x + (n * 4 + (i % 3)) * size, y + Math.floor(i / 3) * size, size, size, colour);
        });
      });
    },
    png: () => encodePng({ width, height, pixels, colours }),
  };
}
