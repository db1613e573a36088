import { DIGIT_PX } from "#lib/cluster-mesh.ts";
import { FONTS } from "#theme/tokens.ts";

/** Height of the letters in pixels of the map. */
const FONT_PX = 12;
const DIGITS = "0123456789";

export interface DigitTexture {
  readonly texture: WebGLTexture;
  /** Device pixels of one digit. */
  readonly width: number;
  readonly height: number;
}

const held = new WeakMap<WebGL2RenderingContext, Map<number, DigitTexture>>();

/** The ten digits in a row in the system's font, each in a cell of the same width, at this many device pixels per pixel of the map. */
export function digitTexture(gl: WebGL2RenderingContext, density: number): DigitTexture {
  const known = held.get(gl) ?? new Map<number, DigitTexture>();
  held.set(gl, known);
  const key = Math.round(density * 100);
  const entry = known.get(key) ?? drawn(gl, density);
  known.set(key, entry);
  return entry;
}

function drawn(gl: WebGL2RenderingContext, density: number): DigitTexture {
  const width = Math.max(1, Math.round(DIGIT_PX.width * density));
  const height = Math.max(1, Math.round(DIGIT_PX.height * density));
  const canvas = new OffscreenCanvas(width * DIGITS.length, height);
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  if (!ctx) throw new Error("no 2d context");
  const families = FONTS.map((font) => (font === "sans-serif" ? font : `"${font}"`)).join(", ");
  ctx.font = `500 ${FONT_PX * density}px ${families}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const { actualBoundingBoxAscent: ascent } = ctx.measureText("0");
  const baseline = Math.round((height + ascent) / 2);
  for (const [i, digit] of [...DIGITS].entries()) ctx.fillText(digit, (i + 0.5) * width, baseline);
  return { texture: upload(gl, ctx.getImageData(0, 0, canvas.width, height)), width, height };
}

/** Only the opacity of each pixel is read: colour comes from the palette. */
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
