import type { Device, Texture } from "@luma.gl/core";
import type { StateBytes } from "#lib/state-bytes.ts";
import { rgb } from "#theme/contrast.ts";
import { glOf } from "./gl-program.ts";

interface Held {
  readonly texture: Texture;
  version: number;
}

const held = new WeakMap<Device, WeakMap<object, Held>>();

const heldFor = (device: Device): WeakMap<object, Held> => {
  const known = held.get(device) ?? new WeakMap<object, Held>();
  held.set(device, known);
  return known;
};

const UNPACK = [0x9240, 0x9241] as const; // flip, premultiply

/** Raw numbers, not pictures: the base map shares the context and leaves two switches as its pictures need them. */
function writeRaw(device: Device, texture: Texture, write: (gl: WebGL2RenderingContext) => void): void {
  const gl = glOf(device);
  const before = UNPACK.map((key) => gl.getParameter(key) as boolean);
  for (const key of UNPACK) gl.pixelStorei(key, false);
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, (texture as unknown as { handle: WebGLTexture }).handle);
  write(gl);
  gl.bindTexture(gl.TEXTURE_2D, null);
  for (const [i, key] of UNPACK.entries()) gl.pixelStorei(key, before[i] ? 1 : 0);
}

const create = (device: Device, format: "r8unorm" | "rgba8unorm", width: number, height: number): Texture =>
  device.createTexture({
    format,
    width,
    height,
    mipLevels: 1,
    sampler: {
      minFilter: "nearest",
      magFilter: "nearest",
      addressModeU: "clamp-to-edge",
      addressModeV: "clamp-to-edge",
    },
  });

/** The texture of these states on this device, as they are now. Call it while drawing: only rows that changed are written, once a frame. */
export function stateTexture<P extends string>(device: Device, states: StateBytes<P>): Texture {
  const known = heldFor(device);
  let entry = known.get(states);
  if (!entry) {
    entry = { texture: create(device, "r8unorm", states.width, states.height), version: -1 };
    known.set(states, entry);
  }
  const blocks = states.changedSince(entry.version);
  if (blocks.length > 0) {
    const { width, all } = states;
    writeRaw(device, entry.texture, (gl) => {
      for (const { from, to } of blocks)
        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, from, width, to - from, gl.RED, gl.UNSIGNED_BYTE, all, from * width);
    });
    entry.version = states.version;
  }
  return entry.texture;
}

/** Colours (and numbers 0…255) in a row, to be read by index in a shader. */
export interface Palette {
  readonly colors: readonly (string | readonly [number, number, number])[];
}

export const PALETTE_WIDTH = 256;

/** The texture of a palette on this device: one for each palette object, so keep palettes. */
export function paletteTexture(device: Device, palette: Palette): Texture {
  const known = heldFor(device);
  const entry = known.get(palette);
  if (entry) return entry.texture;
  const bytes = new Uint8Array(PALETTE_WIDTH * 4);
  palette.colors.forEach((color, i) => {
    bytes.set([...(typeof color === "string" ? rgb(color) : color), 255], i * 4);
  });
  const texture = create(device, "rgba8unorm", PALETTE_WIDTH, 1);
  writeRaw(device, texture, (gl) => {
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, PALETTE_WIDTH, 1, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  });
  known.set(palette, { texture, version: 0 });
  return texture;
}

/** Binds textures to the units 0, 1 …, for a shader whose samplers name these units. */
export function bindTextures(gl: WebGL2RenderingContext, textures: readonly Texture[]): void {
  textures.forEach((texture, unit) => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, (texture as unknown as { handle: WebGLTexture }).handle);
    gl.bindSampler(unit, null);
  });
}
