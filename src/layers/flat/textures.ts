import type { Device, Texture } from "@luma.gl/core";
import type { StateBytes } from "#lib/state-bytes.ts";
import { rgb } from "#theme/contrast.ts";

const UNPACK_FLIP_Y = 0x9240;
const UNPACK_PREMULTIPLY = 0x9241;

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

/** Raw numbers, not pictures: the base map shares the context and leaves these two switches as its pictures need them. */
function writeRaw(device: Device, texture: Texture, bytes: Uint8Array): void {
  const gl = (device as unknown as { gl: WebGL2RenderingContext }).gl;
  const before = [UNPACK_FLIP_Y, UNPACK_PREMULTIPLY].map((key) => gl.getParameter(key) as boolean);
  gl.pixelStorei(UNPACK_FLIP_Y, false);
  gl.pixelStorei(UNPACK_PREMULTIPLY, false);
  texture.writeData(bytes);
  gl.pixelStorei(UNPACK_FLIP_Y, before[0] ? 1 : 0);
  gl.pixelStorei(UNPACK_PREMULTIPLY, before[1] ? 1 : 0);
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

/** The texture of these states on this device, as they are now. Call it while drawing: it is written at most once per change. */
export function stateTexture(device: Device, states: StateBytes): Texture {
  const known = heldFor(device);
  let entry = known.get(states);
  if (!entry) {
    entry = { texture: create(device, "r8unorm", states.width, states.height), version: -1 };
    known.set(states, entry);
  }
  if (entry.version !== states.version) {
    writeRaw(device, entry.texture, states.bytes);
    entry.version = states.version;
  }
  return entry.texture;
}

/** Colours (and numbers 0…255) in a row, to be read by index in a shader. */
export interface Palette {
  readonly colors: readonly (string | readonly [number, number, number])[];
}

export const PALETTE_WIDTH = 32;

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
  writeRaw(device, texture, bytes);
  known.set(palette, { texture, version: 0 });
  return texture;
}
