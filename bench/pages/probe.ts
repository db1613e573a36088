/*
 * What is measured in a page, the same for every side. Loaded before any map maker, it wraps the drawing calls of WebGL contexts:
 *
 * - `detect=1`: after each animation frame in which something was drawn on the canvas (not aside) it is read back, and pixels are counted whose colour is one
 *   of the pipes' (five bits a channel, ±1 step). Both sides paint pipes in the theme's colours on the theme's land. The first frame is the
 *   first with at least `FIRST_PIXELS` of them; the picture is whole from the first frame on whose count stays within 2 % of the last one's.
 *   Reading back waits until the software GL has really drawn, on both sides. (A copy behind a fence would not hold the page up, but its bytes
 *   then wait for all that was drawn after it.)
 * - `undrawn=1`: drawing calls do nothing, so that what is left is work on the processor and uploads.
 */

import { THEMES } from "#theme/tokens.ts";
import type { Seen } from "./bench-page.ts";

const query = new URLSearchParams(location.search);
export const IS_DETECTING = query.get("detect") === "1";
export const IS_UNDRAWN = query.get("undrawn") === "1";
/** On software GL our map draws less and says so. With `full=1` it is not told what draws, and draws all that it draws on a GPU. */
const IS_FULL = query.get("full") === "1";
const RENDERER_INFO = "WEBGL_debug_renderer_info";
export const FIRST_PIXELS = 200;

type Gl = WebGL2RenderingContext;
let context: Gl | null = null;
let isDrawn = false;
let startedAt = 0;
const frames: { at: number; pixels: number }[] = [];
const heard = new Set<() => void>();

const DRAWS = [
  "drawArrays",
  "drawElements",
  "drawArraysInstanced",
  "drawElementsInstanced",
  "drawRangeElements",
] as const;

function wrap(gl: Gl): void {
  context = gl;
  if (IS_FULL) {
    const extension = gl.getExtension.bind(gl) as (name: string) => unknown;
    gl.getExtension = ((name: string) => (name === RENDERER_INFO ? null : extension(name))) as typeof gl.getExtension;
  }
  for (const name of DRAWS) {
    const draw = (gl[name] as (...args: unknown[]) => void).bind(gl);
    (gl as unknown as Record<string, unknown>)[name] = IS_UNDRAWN
      ? () => {
          isDrawn = true;
        }
      : (...args: unknown[]) => {
          isDrawn ||= gl.getParameter(gl.DRAW_FRAMEBUFFER_BINDING) === null;
          draw(...args);
        };
  }
}

const getContext = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, ...args: unknown[]) => unknown;
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
  const made = getContext.apply(this, args);
  const isMap = made instanceof WebGL2RenderingContext && made !== context && this.isConnected;
  if (isMap) wrap(made as Gl);
  return made;
} as typeof HTMLCanvasElement.prototype.getContext;

/** 1 where a colour, five bits a channel, is a pipe's. */
function pipeColors(): Uint8Array {
  const table = new Uint8Array(32_768);
  for (const [level, color] of Object.entries(THEMES.light.pressure)) {
    // Too near the grey of outlines.
    if (level === "unknown") continue;
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16) >> 3);
    for (let i = -1; i <= 1; i++)
      for (let j = -1; j <= 1; j++)
        for (let k = -1; k <= 1; k++) table[((r + i) & 31) | (((g + j) & 31) << 5) | (((b + k) & 31) << 10)] = 1;
  }
  return table;
}
const TABLE = pipeColors();
let pixels = new Uint32Array(0);

/** Waits until the frame is drawn: one pixel is read back, or all of them to count those of pipes. */
function readBack(gl: Gl, all: boolean): number {
  const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
  const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  const [w, h] = all ? [width, height] : [1, 1];
  if (pixels.length < w * h) pixels = new Uint32Array(w * h);
  gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.buffer, 0, 4 * w * h));
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
  if (!all) return 0;
  let count = 0;
  for (let i = 0; i < w * h; i++) {
    const v = pixels[i] as number;
    count += TABLE[((v >> 3) & 31) | (((v >> 11) & 31) << 5) | (((v >> 19) & 31) << 10)] as number;
  }
  return count;
}

function afterFrame(): void {
  if (!isDrawn || !context) return;
  isDrawn = false;
  if (IS_DETECTING) {
    const count = readBack(context, true);
    frames.push({ at: performance.now() - startedAt, pixels: count });
  } else {
    frames.push({ at: performance.now() - startedAt, pixels: 0 });
    if (heard.size > 0) readBack(context, false);
  }
  const now = [...heard];
  heard.clear();
  for (const listener of now) listener();
}

const raf = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) =>
  raf((at) => {
    callback(at);
    afterFrame();
  });

/** The clock starts: everything after is the map's own work. */
export function start(): void {
  startedAt = performance.now();
  frames.length = 0;
  performance.mark("bench-start");
}

/** The next frame that draws, once it is drawn. */
export const nextFrame = () => new Promise<void>((resolve) => heard.add(resolve));

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function seen(): Promise<Seen> {
  const last = frames.at(-1)?.pixels ?? 0;
  const first = frames.find((frame) => frame.pixels >= FIRST_PIXELS) ?? null;
  let whole: number | null = null;
  for (let i = frames.length - 1; i >= 0 && last >= FIRST_PIXELS; i--) {
    const frame = frames[i] as (typeof frames)[number];
    if (Math.abs(frame.pixels - last) > 0.02 * last) break;
    whole = frame.at;
  }
  return { first: first?.at ?? null, whole, pixels: last, frames: frames.length };
}

/** ms each of `count` frames takes that `move` makes, until it is really drawn. */
export async function frameTimes(count: number, move: (i: number) => void): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    const drawn = nextFrame();
    move(i);
    await drawn;
    times.push(performance.now() - began);
  }
  return times;
}

/** ms from each of `count` frames to the next while a hand drags the map to and fro, each really drawn. */
export async function dragTimes(count: number): Promise<number[]> {
  const canvas = document.querySelector("canvas");
  if (!canvas) throw new Error("expected a map");
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const say = (type: "mousedown" | "mousemove" | "mouseup", offset: number) =>
    canvas.dispatchEvent(
      new MouseEvent(type, {
        bubbles: true,
        cancelable: true,
        buttons: type === "mouseup" ? 0 : 1,
        clientX: x + offset,
        clientY: y,
      }),
    );
  const times: number[] = [];
  say("mousedown", 0);
  for (let i = 1; i <= count; i++) {
    const began = performance.now();
    const drawn = nextFrame();
    say("mousemove", pixelsAt(i));
    await drawn;
    times.push(performance.now() - began);
  }
  say("mouseup", pixelsAt(count));
  return times;
}

/** Pixels that step `i` of a pan lies off its middle: eight a step, to and fro within forty to either side. */
function pixelsAt(i: number): number {
  const turn = i % 20;
  return 8 * (turn < 10 ? turn - 5 : 15 - turn);
}

const WORLD_PIXELS = 512;

/** The same in degrees of longitude. */
export const stepAt = (i: number, zoom: number): number => (pixelsAt(i) * 360) / (WORLD_PIXELS * 2 ** zoom);

/** What draws here. */
export function renderer(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const names = gl?.getExtension(RENDERER_INFO);
  return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : null;
}
