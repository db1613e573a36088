import { FONTS } from "#theme/tokens.ts";

const DIGITS = "0123456789";

/** How digits look: pixels of the map. */
export interface DigitLook {
  /** The cell of a digit, without what its halo reaches beyond it. */
  readonly width: number;
  readonly height: number;
  /** Height of the letters. */
  readonly font: number;
  readonly halo: number;
  /** Room on each side of the cell. */
  readonly pad: number;
}

export interface DigitTexture {
  readonly texture: WebGLTexture;
  /** Device pixels of one digit with its room. */
  readonly width: number;
  readonly height: number;
}

const held = new WeakMap<WebGL2RenderingContext, Map<string, DigitTexture>>();

/**
 * The ten digits in a row in the system's font, each in a cell of the same width, at this many device pixels per pixel of the map: opacity of
 * the ink in alpha, of ink and halo in red.
 */
export function digitTexture(gl: WebGL2RenderingContext, density: number, look: DigitLook): DigitTexture {
  const known = held.get(gl) ?? new Map<string, DigitTexture>();
  held.set(gl, known);
  const key = `${Math.round(density * 100)} ${look.font}`;
  const entry = known.get(key) ?? drawn(gl, density, look);
  known.set(key, entry);
  return entry;
}

function drawn(gl: WebGL2RenderingContext, density: number, look: DigitLook): DigitTexture {
  const width = Math.max(1, Math.round((look.width + 2 * look.pad) * density));
  const height = Math.max(1, Math.round((look.height + 2 * look.pad) * density));
  const canvas = new OffscreenCanvas(width * DIGITS.length, height);
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  if (!ctx) throw new Error("no 2d context");
  const families = FONTS.map((font) => (font === "sans-serif" ? font : `"${font}"`)).join(", ");
  ctx.font = `500 ${look.font * density}px ${families}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  ctx.lineWidth = 2 * look.halo * density;
  const { actualBoundingBoxAscent: ascent } = ctx.measureText("0");
  const baseline = Math.round((height + ascent) / 2);
  const write = (put: (digit: string, x: number, y: number) => void) => {
    for (const [i, digit] of [...DIGITS].entries()) put(digit, (i + 0.5) * width, baseline);
    return ctx.getImageData(0, 0, canvas.width, height);
  };
  const ink = write((...at) => ctx.fillText(...at));
  const all = look.halo > 0 ? write((...at) => ctx.strokeText(...at)) : ink;
  for (let i = 0; i < ink.data.length; i += 4) ink.data[i] = all.data[i + 3] as number;
  return { texture: upload(gl, ink), width, height };
}

/** Nothing but opacities: colour comes from the palette. */
function upload(gl: WebGL2RenderingContext, { data, width, height }: ImageData): WebGLTexture {
  const texture = gl.createTexture();
  const switches = [gl.UNPACK_FLIP_Y_WEBGL, gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL];
  const before = switches.map((key) => gl.getParameter(key) as boolean);
  for (const key of switches) gl.pixelStorei(key, false);
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(data.buffer));
  for (const key of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, key, gl.NEAREST);
  for (const key of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, key, gl.CLAMP_TO_EDGE);
  gl.bindTexture(gl.TEXTURE_2D, null);
  for (const [i, key] of switches.entries()) gl.pixelStorei(key, before[i] ? 1 : 0);
  return texture;
}
