import { Layer, type LayerContext, type Viewport } from "@deck.gl/core";
import type { RenderPass } from "@luma.gl/core";
import type { Model } from "@luma.gl/engine";
import { TILE_EXTENT } from "#contract/tiles.ts";
import type { FlatMesh } from "#lib/network-tile.ts";
import type { Squares } from "#lib/shown-tiles.ts";
import { drawnList, keepPainter, type PickKind } from "./drawn.ts";
import { type FlatShader, type GpuMesh, glOf, uploadMesh } from "./gl-program.ts";
import { type TileAt, tileMatrix } from "./tile-matrix.ts";

/** One mesh of a layer: columns with the triangles to draw, and where their tile lies. */
export interface Part {
  readonly at: TileAt;
  readonly geometry: { readonly mesh: FlatMesh };
  /** Where it stands in for other tiles: the squares it is drawn in instead of its own. */
  readonly within: Squares | null;
}

/** The screen as one draw sees it, and the tile that is drawn. */
export interface Frame {
  readonly at: TileAt;
  /** Tile units to clip space, column-major. */
  readonly matrix: readonly number[];
  /** The rectangle to be drawn in: units of its first square to clip space, and how many squares. */
  readonly clip: { readonly matrix: readonly number[]; readonly columns: number; readonly rows: number };
  /** Map size, CSS pixels. */
  readonly size: readonly [number, number];
  readonly zoom: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** A part as it is drawn. */
interface Framed extends Pick<Part, "geometry" | "within"> {
  readonly mesh: GpuMesh;
  readonly frame: Frame;
}

/** What a layer keeps: deck.gl hands it from each object that stands for the layer to the next, which comes with every new look. */
export type FlatState = {
  /** By the columns they were made of, the one drawn last at the end; null where there is nothing to draw. */
  meshes: Map<object, GpuMesh | null>;
};

/** Meshes kept on the GPU beyond those in sight, for going back. */
const KEPT = 48;

/**
 * A deck.gl layer over the triangles of all tiles in sight, drawn by WebGL itself: one program for all, two buffers for each. They are
 * uploaded when a tile is first drawn; nothing else uploads them again, and another look changes uniforms alone.
 */
export abstract class FlatLayer<Props extends object> extends Layer<Props> {
  static override layerName = "FlatLayer";
  declare state: FlatState;
  /** Which list of what is on the screen it stands in, for picking; null = it is not found by numbers. */
  abstract get kind(): PickKind | null;
  abstract get shader(): FlatShader;

  /** What there is to be drawn in a view, the lowest first. */
  abstract parts(viewport: Viewport): readonly Part[];
  /** Draws the mesh as often as needed, with uniforms and textures of this moment. */
  abstract paint(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame): void;
  /** Draws numbers (see drawn.ts) instead of colours into what is bound: the same things at the same places as `paint` did. */
  abstract paintIds(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame, box: PixelBox): void;

  override initializeState(): void {
    this.state = { meshes: new Map() };
  }

  override finalizeState(context: LayerContext): void {
    const gl = glOf(context.device);
    keepPainter(gl, this.id, null);
    if (this.kind) drawnList(gl, this.kind).clear();
    for (const mesh of this.state.meshes.values()) mesh?.destroy();
    this.state.meshes.clear();
    super.finalizeState(context);
  }

  /** None: deck.gl would give them its own uniforms and switches, which they do not have. */
  override getModels(): Model[] {
    return [];
  }

  /** What is to be drawn when states have changed and the view has not: what the last frame drew, unless a layer's triangles tell states too. */
  again(drawn: readonly Part[]): readonly Part[] {
    return drawn;
  }

  override draw({ renderPass }: { renderPass: RenderPass }): void {
    const { viewport, device } = this.context;
    const gl = glOf(device);
    const parts = this.parts(viewport);
    const ratio = device.canvasContext?.cssToDeviceRatio() ?? 1;
    const frames = this.#framesOf(gl, parts, viewport, ratio);
    if (this.kind) this.#tellDrawn(gl, this.kind, renderPass, frames);
    const paint = (all: readonly Framed[]) => {
      for (const { mesh, frame, within } of all) {
        beforePainting(gl);
        if (within === null || clipToTile(gl, frame, viewportOf(gl))) this.paint(gl, mesh, frame);
        gl.disable(gl.SCISSOR_TEST);
      }
    };
    keepPainter(gl, this.id, () => {
      const now = this.again(parts);
      paint(now === parts ? frames : this.#framesOf(gl, now, viewport, ratio));
    });
    paint(frames);
    this.#forget(parts.length + KEPT);
  }

  #tellDrawn(gl: WebGL2RenderingContext, kind: PickKind, pass: object, frames: readonly Framed[]): void {
    const list = drawnList(gl, kind);
    for (const { mesh, frame, geometry } of frames) {
      const { z, x, y } = frame.at;
      list.add(pass, {
        id: `${this.id} ${z}/${x}/${y}`,
        geometry,
        paintIds: (box) => this.paintIds(gl, mesh, frame, box),
      });
    }
    if (frames.length === 0) list.clear();
  }

  #framesOf(gl: WebGL2RenderingContext, parts: readonly Part[], viewport: Viewport, ratio: number): Framed[] {
    return parts.flatMap(({ at, geometry, within }) => {
      const mesh = this.#meshOf(gl, geometry);
      if (!mesh) return [];
      const matrix = tileMatrix(viewport.viewProjectionMatrix, at);
      const frame: Frame = {
        at,
        matrix,
        clip: within
          ? { matrix: tileMatrix(viewport.viewProjectionMatrix, within), columns: within.columns, rows: within.rows }
          : { matrix, columns: 1, rows: 1 },
        size: [viewport.width, viewport.height],
        zoom: viewport.zoom,
        ratio,
      };
      return [{ mesh, frame, geometry, within }];
    });
  }

  /** Draws nothing once, aside: compilers that wait for the first use are done by the time there is something to draw. */
  protected warmUp(): void {
    const gl = glOf(this.context.device);
    const mesh = uploadMesh(gl, this.shader, {
      vertices: new Uint8Array(3 * this.shader.stride),
      index: Uint16Array.of(0, 1, 2),
    });
    const at = { z: 0, x: 0, y: 0 };
    const unit = 2 / TILE_EXTENT;
    const matrix = [unit, 0, 0, 0, 0, -unit, 0, 0, 0, 0, 1, 0, -1, 1, 0, 1];
    const frame: Frame = { at, matrix, clip: { matrix, columns: 1, rows: 1 }, size: [1, 1], zoom: 8, ratio: 1 };
    aside(gl, () => {
      beforePainting(gl);
      this.paint(gl, mesh, frame);
      gl.disable(gl.SCISSOR_TEST);
    });
    mesh.destroy();
  }

  #meshOf(gl: WebGL2RenderingContext, geometry: Part["geometry"]): GpuMesh | null {
    const { meshes } = this.state;
    const known = meshes.get(geometry);
    const mesh = known === undefined ? this.#upload(gl, geometry) : known;
    meshes.delete(geometry);
    meshes.set(geometry, mesh);
    return mesh;
  }

  #upload(gl: WebGL2RenderingContext, { mesh }: Part["geometry"]): GpuMesh | null {
    return mesh.index.length === 0 ? null : uploadMesh(gl, this.shader, mesh);
  }

  #forget(most: number): void {
    const { meshes } = this.state;
    for (const [geometry, mesh] of meshes) {
      if (meshes.size <= most) break;
      mesh?.destroy();
      meshes.delete(geometry);
    }
  }
}

/** Draws into a small buffer that nobody sees. */
function aside(gl: WebGL2RenderingContext, draw: () => void): void {
  const [bound, viewport] = [gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null, viewportOf(gl)];
  const [frame, pixels] = [gl.createFramebuffer(), gl.createRenderbuffer()];
  gl.bindRenderbuffer(gl.RENDERBUFFER, pixels);
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, 16, 16);
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, pixels);
  gl.viewport(0, 0, 16, 16);
  draw();
  gl.bindFramebuffer(gl.FRAMEBUFFER, bound);
  gl.bindRenderbuffer(gl.RENDERBUFFER, null);
  gl.viewport(...viewport);
  gl.deleteFramebuffer(frame);
  gl.deleteRenderbuffer(pixels);
}

/** Neither tests nor writes depth: layers are painted in the order they are listed. */
function beforePainting(gl: WebGL2RenderingContext): void {
  gl.disable(gl.DEPTH_TEST);
  gl.disable(gl.STENCIL_TEST);
  gl.disable(gl.CULL_FACE);
  gl.depthMask(false);
  gl.colorMask(true, true, true, true);
  gl.enable(gl.BLEND);
  gl.blendEquation(gl.FUNC_ADD);
  gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
}

/** Device pixels: left, bottom, width, height. */
export type PixelBox = readonly [number, number, number, number];

/** Where clip space lies in the buffer that is bound. */
export const viewportOf = (gl: WebGL2RenderingContext): PixelBox => {
  const [x, y, width, height] = gl.getParameter(gl.VIEWPORT) as Int32Array;
  return [x as number, y as number, width as number, height as number];
};

/** The tile's square, or those it is drawn in instead, in the buffer that is bound, widened by a margin and cut to `within`; its sides may be nothing or less. */
function squareOf(gl: WebGL2RenderingContext, { clip, ratio }: Frame, within: PixelBox, margin: number): PixelBox {
  const [x0, y0, width, height] = viewportOf(gl);
  const { matrix: m, columns, rows } = clip;
  const at = (i: number) => m[i] as number;
  const w = at(15);
  const column = (x: number) => Math.round(x0 + (((at(0) * x + at(12)) / w) * 0.5 + 0.5) * width);
  const row = (y: number) => Math.round(y0 + (((at(5) * y + at(13)) / w) * 0.5 + 0.5) * height);
  const more = Math.round(margin * ratio);
  const left = Math.max(within[0], column(0) - more);
  const bottom = Math.max(within[1], row(TILE_EXTENT * rows) - more);
  const right = Math.min(within[0] + within[2], column(TILE_EXTENT * columns) + more);
  const top = Math.min(within[1] + within[3], row(0) + more);
  return [left, bottom, right - left, top - bottom];
}

/**
 * Lets draw only within the tile's own square: tiles overlap by a margin, and each pixel belongs to one of them. The map is neither
 * turned nor tilted, so a tile is a rectangle of pixels.
 * @param within what may be drawn at all
 * @param margin CSS pixels around the square where things of this tile may stand
 * @returns false when nothing of the tile can be seen there
 */
export function clipToTile(gl: WebGL2RenderingContext, frame: Frame, within: PixelBox, margin = 0): boolean {
  const [left, bottom, width, height] = squareOf(gl, frame, within, margin);
  if (width <= 0 || height <= 0) return false;
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(left, bottom, width, height);
  return true;
}
