import type { LayerContext } from "@deck.gl/core";
import type { RenderPass } from "@luma.gl/core";
import type { PipeGeometry } from "#lib/network-tile.ts";
import type { StateBytes } from "#lib/state-bytes.ts";
import { pipeWidthFactor } from "#lib/stroke.ts";
import { FlatLayer } from "./flat-layer.ts";
import { type FlatModel, flatModel } from "./flat-model.ts";
import { PIPE_FS, PIPE_VS, pipeModule } from "./pipe-shader.ts";
import { type Palette, paletteTexture, stateTexture } from "./textures.ts";
import { pixelsPerUnit, type TileAt, tileMatrix } from "./tile-matrix.ts";

export interface PipeLayerProps {
  readonly geometry: PipeGeometry;
  readonly at: TileAt;
  readonly states: StateBytes;
  readonly palette: Palette;
  /** Bits of the levels and materials that are not filtered away. */
  readonly levels: number;
  readonly materials: number;
  /** Factor on all widths. */
  readonly scale: number;
  /** Pixels of pale edge under the pipes; 0 = none. */
  readonly casing: number;
}

/** The pipes of one tile as flat triangles. What changes their colour is read from the state texture, never from new geometry. */
export class PipeLayer extends FlatLayer<PipeLayerProps> {
  static override layerName = "PipeLayer";

  override build(context: LayerContext, geometry: PipeGeometry): FlatModel {
    return build(context, this.id, geometry);
  }

  override draw({ renderPass }: { renderPass: RenderPass }): void {
    const { flat } = this.state;
    if (!flat || this.props.geometry.index.length === 0) return;
    if (this.props.casing > 0) this.#drawWith(flat, renderPass, this.props.casing);
    this.#drawWith(flat, renderPass, 0);
  }

  #drawWith({ model }: FlatModel, renderPass: RenderPass, casing: number): void {
    const { viewport, device } = this.context;
    const { at, states, palette, levels, materials, scale, opacity } = this.props;
    model.shaderInputs.setProps({
      pipe: {
        matrix: tileMatrix(viewport.viewProjectionMatrix, at),
        viewport: [viewport.width, viewport.height],
        widthFactor: pipeWidthFactor(viewport.zoom) * scale,
        pixelsPerUnit: pixelsPerUnit(viewport.zoom, at.z),
        opacity,
        casing,
        levels,
        materials,
        deviceScale: device.canvasContext?.cssToDeviceRatio() ?? 1,
      },
    });
    model.setBindings({ stateTexture: stateTexture(device, states), paletteTexture: paletteTexture(device, palette) });
    model.draw(renderPass);
  }
}

const build = ({ device }: LayerContext, id: string, geometry: PipeGeometry): FlatModel =>
  flatModel(device, {
    id,
    vs: PIPE_VS,
    fs: PIPE_FS,
    module: pipeModule,
    columns: {
      position: ["sint16x2", geometry.position],
      normal: ["sint8x4", geometry.normal],
      along: ["float32", geometry.along],
      seq: ["uint32", geometry.seq],
      kind: ["uint8x4", geometry.kind],
    },
    index: geometry.index,
  });
