/*
 * What is measured in a page, the same for every side. Loaded before any map maker, it wraps the drawing calls of WebGL contexts:
 *
 * - `detect=1`: after each animation frame in which something was drawn a copy of the canvas is asked for behind a fence, which comes back when
 *   the frame is really drawn; the page is not held up meanwhile. Then pixels are counted whose colour is one of the pipes' (five bits a
 *   channel, ±1 step). Both sides paint pipes in the theme's colours on the theme's land. The first frame is the first with at least
 *   `FIRST_PIXELS` of them; the picture is whole from the first frame on whose count stays within 2 % of the last one's.
 * - `stub=1`: drawing calls do nothing, so that what is left is work on the processor and uploads.
 */

import { THEMES } from "#theme/tokens.ts";
import type { Seen } from "./bench-page.ts";

const query = new URLSearchParams(location.search);
export const IS_DETECTING = query.get("detect") === "1";
export const IS_STUBBED = query.get("stub") === "1";
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
  for (const name of DRAWS) {
    const draw = (gl[name] as (...args: unknown[]) => void).bind(gl);
    (gl as unknown as Record<string, unknown>)[name] = IS_STUBBED
      ? () => {
          isDrawn = true;
        }
      : (...args: unknown[]) => {
          isDrawn = true;
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

/** A copy of the canvas on its way back, which waits for the frame to be really drawn and lets the page go on meanwhile. */
interface Copy {
  readonly buffer: WebGLBuffer;
  readonly fence: WebGLSync;
  readonly size: number;
}
const copies: Copy[] = [];
const POLL_MS = 4;

/** Asks for the pixels of the frame just drawn: one of them, or all. */
function copyFrame(gl: Gl, all: boolean): void {
  const [width, height] = all ? [gl.drawingBufferWidth, gl.drawingBufferHeight] : [1, 1];
  const size = 4 * width * height;
  const framebuffer = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
  const packed = gl.getParameter(gl.PIXEL_PACK_BUFFER_BINDING) as WebGLBuffer | null;
  const buffer = gl.createBuffer();
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.bufferData(gl.PIXEL_PACK_BUFFER, size, gl.STREAM_READ);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, 0);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, packed);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer);
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  if (!fence) throw new Error("the context is lost");
  copies.push({ buffer, fence, size });
  if (copies.length === 1) setTimeout(poll, POLL_MS);
}

function poll(): void {
  const [copy] = copies;
  const gl = context;
  if (!copy || !gl) return;
  if (gl.getSyncParameter(copy.fence, gl.SYNC_STATUS) === gl.SIGNALED) {
    const at = performance.now() - startedAt;
    copies.shift();
    const count = copy.size > 4 ? countPipes(gl, copy) : 0;
    gl.deleteBuffer(copy.buffer);
    gl.deleteSync(copy.fence);
    frames.push({ at, pixels: count });
    const now = [...heard];
    heard.clear();
    for (const listener of now) listener();
  }
  if (copies.length > 0) setTimeout(poll, POLL_MS);
}

function countPipes(gl: Gl, { buffer, size }: Copy): number {
  const bytes = new Uint8Array(size);
  const packed = gl.getParameter(gl.PIXEL_PACK_BUFFER_BINDING) as WebGLBuffer | null;
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, bytes);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, packed);
  const pixels = new Uint32Array(bytes.buffer);
  let count = 0;
  for (const v of pixels)
    count += TABLE[((v >> 3) & 31) | (((v >> 11) & 31) << 5) | (((v >> 19) & 31) << 10)] as number;
  return count;
}

function afterFrame(): void {
  if (!isDrawn || !context) return;
  isDrawn = false;
  if (IS_DETECTING || heard.size > 0) copyFrame(context, IS_DETECTING);
  else frames.push({ at: performance.now() - startedAt, pixels: 0 });
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

/** Waits for frames that are still being drawn. */
export async function seen(): Promise<Seen> {
  while (copies.length > 0) await pause(20);
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

const WORLD_PIXELS = 512;

/** Degrees of longitude that step `i` of a pan lies off its middle: eight pixels a step, to and fro within forty to either side. */
export function stepAt(i: number, zoom: number): number {
  const turn = i % 20;
  const pixels = 8 * (turn < 10 ? turn - 5 : 15 - turn);
  return (pixels * 360) / (WORLD_PIXELS * 2 ** zoom);
}

/** What draws here. */
export function renderer(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const names = gl?.getExtension("WEBGL_debug_renderer_info");
  return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : null;
}
