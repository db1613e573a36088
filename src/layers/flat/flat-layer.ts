import { Layer, type LayerContext, type UpdateParameters } from "@deck.gl/core";
import type { RenderPass } from "@luma.gl/core";
import type { Model } from "@luma.gl/engine";
import { TILE_EXTENT } from "#contract/tiles.ts";
import type { FlatMesh } from "#lib/network-tile.ts";
import { drawnList, type PickKind } from "./drawn.ts";
import { type FlatShader, type GpuMesh, glOf, uploadMesh } from "./gl-program.ts";
import { type TileAt, tileMatrix } from "./tile-matrix.ts";

/** What every flat layer is given: where its tile lies, and columns with the triangles to draw. */
export interface FlatProps {
  readonly at: TileAt;
  readonly geometry: { readonly mesh: FlatMesh };
}

/** The screen as one draw sees it. */
export interface Frame {
  /** Tile units to clip space, column-major. */
  readonly matrix: readonly number[];
  /** Map size, CSS pixels. */
  readonly size: readonly [number, number];
  readonly zoom: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/**
 * A deck.gl layer over one tile's triangles, drawn by WebGL itself: one program for all tiles, two buffers for each. They are uploaded
 * when the geometry comes; nothing else uploads them again.
 */
export abstract class FlatLayer<Props extends FlatProps> extends Layer<Props> {
  static override layerName = "FlatLayer";
  declare state: { mesh?: GpuMesh | undefined };
  /** Which list of what is on the screen it stands in, for picking; null = it is not found by numbers. */
  abstract get kind(): PickKind | null;
  abstract get shader(): FlatShader;

  /** Draws the mesh as often as needed, with uniforms and textures of this moment. */
  abstract paint(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame): void;
  /** Draws numbers (see drawn.ts) instead of colours into what is bound: the same things at the same places as `paint` did. */
  abstract paintIds(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame, box: PixelBox): void;

  override initializeState(): void {
    // Geometry comes with the props: see updateState.
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.geometry === oldProps.geometry) return;
    this.state.mesh?.destroy();
    const isEmpty = props.geometry.mesh.index.length === 0;
    const gl = glOf(this.context.device);
    this.setState({ mesh: isEmpty ? undefined : uploadMesh(gl, this.shader, props.geometry.mesh) });
  }

  override finalizeState(context: LayerContext): void {
    if (this.kind) drawnList(glOf(context.device), this.kind).remove(this.id);
    this.state.mesh?.destroy();
    super.finalizeState(context);
  }

  /** None: deck.gl would give them its own uniforms and switches, which they do not have. */
  override getModels(): Model[] {
    return [];
  }

  override draw({ renderPass }: { renderPass: RenderPass }): void {
    const { mesh } = this.state;
    if (!mesh) return;
    const { viewport, device } = this.context;
    const gl = glOf(device);
    const frame = {
      matrix: tileMatrix(viewport.viewProjectionMatrix, this.props.at),
      size: [viewport.width, viewport.height] as const,
      zoom: viewport.zoom,
      ratio: device.canvasContext?.cssToDeviceRatio() ?? 1,
    };
    if (this.kind)
      drawnList(gl, this.kind).add(renderPass, {
        id: this.id,
        geometry: this.props.geometry,
        paintIds: (box) => this.paintIds(gl, mesh, frame, box),
      });
    beforePainting(gl);
    this.paint(gl, mesh, frame);
    gl.disable(gl.SCISSOR_TEST);
  }
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

/** The tile's square in the buffer that is bound, widened by a margin and cut to `within`; its sides may be nothing or less. */
function squareOf(gl: WebGL2RenderingContext, { matrix: m, ratio }: Frame, within: PixelBox, margin: number): PixelBox {
  const [x0, y0, width, height] = viewportOf(gl);
  const at = (i: number) => m[i] as number;
  const w = at(15);
  const column = (x: number) => Math.round(x0 + (((at(0) * x + at(12)) / w) * 0.5 + 0.5) * width);
  const row = (y: number) => Math.round(y0 + (((at(5) * y + at(13)) / w) * 0.5 + 0.5) * height);
  const more = Math.round(margin * ratio);
  const left = Math.max(within[0], column(0) - more);
  const bottom = Math.max(within[1], row(TILE_EXTENT) - more);
  const right = Math.min(within[0] + within[2], column(TILE_EXTENT) + more);
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
