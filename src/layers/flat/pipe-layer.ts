import type { NetworkTile, PaintedBy } from "#lib/network-tile.ts";
import { CHOSEN, HOVERED, SELECTED } from "#lib/state-bytes.ts";
import { type PipeWidths, pipeWidthFactor } from "#lib/stroke.ts";
import { clipToTile, type Frame, type PixelBox, viewportOf } from "./flat-layer.ts";
import { type FlatShader, type GpuMesh, takeShader, type Uniforms } from "./gl-program.ts";
import { NetworkLayer, type NetworkLayerProps } from "./network-layer.ts";
import { PIPE_IDS, PIPE_SHADER } from "./pipe-shader.ts";
import { bindTextures, type Palette, paletteTexture, stateTexture } from "./textures.ts";
import { pixelsPerUnit } from "./tile-matrix.ts";

/** How all pipes are drawn; the same object for all tiles. */
export interface PipeLook {
  /** Of what colours pipes; the same object for the same attribute. */
  readonly palette: (by: PaintedBy) => Palette;
  /** Pixels at zoom 12, by pressure level. */
  readonly widths: readonly number[];
  /** Whether widths grow with the zoom. */
  readonly growth: PipeWidths;
  /** Bit i is 1 where level i is drawn. */
  readonly levels: number;
  /** Factor on all widths. */
  readonly scale: number;
  /** Pixels of pale edge under the pipes; 0 = none. */
  readonly casing: number;
  /** Whether arrows show which way gas flows. */
  readonly arrows: boolean;
}

export interface PipeLayerProps extends NetworkLayerProps {
  readonly look: PipeLook;
}

/** Arrows are drawn from here on, where a pipe is wide enough to carry one. */
export const ARROWS_ZOOM = 15;

const EDGES = 0;
const CORES = 1;

/** The pipes. What changes their colour is read from the state texture, never from new geometry. */
export class PipeLayer extends NetworkLayer<PipeLayerProps> {
  static override layerName = "PipeLayer";

  override get kind() {
    return "pipes" as const;
  }

  override get shader(): FlatShader {
    return PIPE_SHADER;
  }

  override columnsOf(tile: NetworkTile) {
    return tile.pipes;
  }

  override paint(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame): void {
    const { look, network } = this.props;
    const states = network.pipeStates;
    if (!clipToTile(gl, frame, viewportOf(gl))) return;
    const give = this.#prepare(gl, PIPE_SHADER, frame);
    if (look.casing > 0 || states.has(SELECTED | HOVERED | CHOSEN)) {
      give({ pass: EDGES });
      mesh.draw();
    }
    give({ pass: CORES });
    mesh.draw();
  }

  override paintIds(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame, box: PixelBox): void {
    if (!clipToTile(gl, frame, box)) return;
    this.#prepare(gl, PIPE_IDS, frame)({ pass: CORES });
    mesh.draw();
  }

  #prepare(gl: WebGL2RenderingContext, shader: FlatShader, frame: Frame): (uniforms: Uniforms) => void {
    const { device } = this.context;
    const { look, network, opacity } = this.props;
    const { at } = frame;
    const states = network.pipeStates;
    const { by } = network.painted;
    const [stateTex, paletteTex] = [stateTexture(device, states), paletteTexture(device, look.palette(by))];
    const give = takeShader(gl, shader);
    bindTextures(gl, [stateTex, paletteTex]);
    const whole = Math.floor(frame.zoom);
    give({
      states: 0,
      palette: 1,
      matrix: frame.matrix,
      size: frame.size,
      widths: look.widths,
      widthFactor: pipeWidthFactor(frame.zoom, look.growth) * look.scale,
      unit: pixelsPerUnit(frame.zoom, at.z),
      // Patterns are as long as on a tile of the map's own zoom, whichever tile carries the pipe.
      dashScale: 2 ** (whole - at.z),
      dashUnit: pixelsPerUnit(frame.zoom, whole),
      opacity,
      casing: look.casing,
      // By the level told in the tile, or by the class in the `color` plane.
      byLevel: by === "level" ? 1 : 0,
      levels: look.levels,
      arrows: look.arrows && frame.zoom >= ARROWS_ZOOM ? 1 : 0,
      scale: look.scale,
      soft: 0.5 / frame.ratio,
    });
    return give;
  }
}
