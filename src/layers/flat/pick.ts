import type { PipeColumns, TagColumns } from "#lib/network-tile.ts";
import { nearestId } from "#lib/pick-ids.ts";
import { type Drawn, drawnList, PICK_KINDS, type PickKind } from "./drawn.ts";
import type { PixelBox } from "./flat-layer.ts";
import { warmLater } from "./warm-up.ts";

/** A place on the map in device pixels from the top left, and how far off a hit of each kind may be. */
export interface PickAt {
  readonly x: number;
  readonly y: number;
  readonly reach: Readonly<Record<PickKind, number>>;
}

export interface PickedPipe {
  readonly seq: number;
  readonly level: number;
  readonly material: number;
  readonly dnMm: number;
  readonly status: number;
}

export interface PickedTag {
  readonly seq: number;
  readonly tagKind: number;
  readonly stationSeq: number;
}

export interface Picked {
  readonly pipe: PickedPipe | null;
  readonly tag: PickedTag | null;
}

interface Target {
  readonly frame: WebGLFramebuffer;
  readonly texture: WebGLTexture;
  size: number;
}

const targets = new WeakMap<WebGL2RenderingContext, Target>();

/** A buffer for numbers: one square for each kind beside each other, `size` device pixels wide. It grows and is kept. */
function targetOf(gl: WebGL2RenderingContext, size: number): Target {
  const known = targets.get(gl) ?? { frame: gl.createFramebuffer(), texture: gl.createTexture(), size: 0 };
  targets.set(gl, known);
  if (known.size >= size) return known;
  gl.bindTexture(gl.TEXTURE_2D, known.texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, size * PICK_KINDS.length, size, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.bindFramebuffer(gl.FRAMEBUFFER, known.frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, known.texture, 0);
  known.size = size;
  return known;
}

const SWITCHES = ["BLEND", "SCISSOR_TEST", "DEPTH_TEST", "STENCIL_TEST", "CULL_FACE"] as const;

/** Runs `draw` and leaves the context as it was: the base map remembers what it set and would not set it again. */
function keepingState<T>(gl: WebGL2RenderingContext, draw: () => T): T {
  const get = <V>(name: GLenum) => gl.getParameter(name) as V;
  const switches = SWITCHES.map((name) => [gl[name], gl.isEnabled(gl[name])] as const);
  const frame = get<WebGLFramebuffer | null>(gl.FRAMEBUFFER_BINDING);
  const program = get<WebGLProgram | null>(gl.CURRENT_PROGRAM);
  const array = get<WebGLVertexArrayObject | null>(gl.VERTEX_ARRAY_BINDING);
  const [viewport, scissor] = [get<Int32Array>(gl.VIEWPORT), get<Int32Array>(gl.SCISSOR_BOX)];
  const [clear, mask] = [get<Float32Array>(gl.COLOR_CLEAR_VALUE), get<boolean[]>(gl.COLOR_WRITEMASK)];
  const unit = get<number>(gl.ACTIVE_TEXTURE);
  const textures = [gl.TEXTURE0, gl.TEXTURE1].map((name) => {
    gl.activeTexture(name);
    return [
      name,
      get<WebGLTexture | null>(gl.TEXTURE_BINDING_2D),
      get<WebGLSampler | null>(gl.SAMPLER_BINDING),
    ] as const;
  });
  try {
    return draw();
  } finally {
    for (const [name, isOn] of switches) gl[isOn ? "enable" : "disable"](name);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    // biome-ignore lint/correctness/useHookAtTopLevel: a word of WebGL, no hook
    gl.useProgram(program);
    gl.bindVertexArray(array);
    gl.viewport(...(viewport as unknown as PixelBox));
    gl.scissor(...(scissor as unknown as PixelBox));
    gl.clearColor(...(clear as unknown as PixelBox));
    gl.colorMask(...(mask as unknown as [boolean, boolean, boolean, boolean]));
    for (const [name, texture, sampler] of textures) {
      gl.activeTexture(name);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.bindSampler(name - gl.TEXTURE0, sampler);
    }
    gl.activeTexture(unit);
  }
}

type Place = Pick<PickAt, "x" | "y">;

/** Draws the numbers of what is on the screen around a place, each kind into its own square of `size` device pixels, for those who keep the state. */
function drawNumbers(gl: WebGL2RenderingContext, { x, y }: Place, size: number, kinds: readonly PickKind[]): void {
  const target = targetOf(gl, size);
  gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
  for (const name of SWITCHES) gl.disable(gl[name]);
  gl.colorMask(true, true, true, true);
  gl.clearColor(0, 0, 0, 0);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
  const radius = (size - 1) / 2;
  const [left, bottom] = [Math.floor(x) - radius, height - 1 - Math.floor(y) - radius];
  for (const kind of kinds) {
    const i = PICK_KINDS.indexOf(kind);
    gl.viewport(i * size - left, -bottom, width, height);
    for (const drawn of drawnList(gl, kind).all()) drawn.paintIds([i * size, 0, size, size]);
  }
  gl.disable(gl.SCISSOR_TEST);
}

/** The same, read all at once. */
function numbersAround(gl: WebGL2RenderingContext, at: Place, radius: number): { bytes: Uint8Array; size: number } {
  const size = 2 * radius + 1;
  const bytes = new Uint8Array(size * PICK_KINDS.length * size * 4);
  keepingState(gl, () => {
    drawNumbers(gl, at, size, PICK_KINDS);
    gl.readPixels(0, 0, size * PICK_KINDS.length, size, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  });
  return { bytes, size };
}

/** Half the side of the square that is drawn before anybody points, device pixels. */
const WARM_RADIUS = 16;

/**
 * Has the driver make ready what the first pick draws with, one kind a task, and waits for nothing: programs are linked and compiled for
 * numbers, which would else hold up the first press. Draws what is in the middle of the map as it stands.
 */
export function warmPick(gl: WebGL2RenderingContext): void {
  for (const kind of PICK_KINDS)
    warmLater(gl, () => {
      const at = { x: gl.drawingBufferWidth / 2, y: gl.drawingBufferHeight / 2 };
      keepingState(gl, () => drawNumbers(gl, at, 2 * WARM_RADIUS + 1, [kind]));
      gl.flush();
    });
}

/** Looks a number up in the columns of the tiles that were drawn. */
function find<C extends { readonly seq: Uint32Array }>(
  drawn: Iterable<Drawn>,
  seq: number,
): readonly [C, number] | null {
  for (const { geometry } of drawn) {
    const columns = geometry as C;
    const i = columns.seq.indexOf(seq);
    if (i !== -1) return [columns, i];
  }
  return null;
}

/** The pipe and the sensor nearest to a place of the map, of what was drawn there last and is within reach. */
export function pickAt(gl: WebGL2RenderingContext, at: PickAt): Picked {
  const radius = Math.ceil(Math.max(...Object.values(at.reach)));
  const { bytes, size } = numbersAround(gl, at, radius);
  const nearest = (kind: PickKind) =>
    nearestId(bytes, {
      width: size * PICK_KINDS.length,
      left: PICK_KINDS.indexOf(kind) * size,
      size,
      reach: at.reach[kind],
    });
  const [pipeSeq, tagSeq] = [nearest("pipes"), nearest("tags")];
  const pipe = pipeSeq === null ? null : find<PipeColumns>(drawnList(gl, "pipes").all(), pipeSeq);
  const tag = tagSeq === null ? null : find<TagColumns>(drawnList(gl, "tags").all(), tagSeq);
  return {
    pipe: pipe && {
      seq: pipeSeq as number,
      level: pipe[0].level[pipe[1]] as number,
      material: pipe[0].material[pipe[1]] as number,
      dnMm: pipe[0].dnMm[pipe[1]] as number,
      status: pipe[0].status[pipe[1]] as number,
    },
    tag: tag && {
      seq: tagSeq as number,
      tagKind: tag[0].kind[tag[1]] as number,
      stationSeq: tag[0].station[tag[1]] as number,
    },
  };
}
