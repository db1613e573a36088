import type { LayerContext } from "@deck.gl/core";
import type { RenderPass } from "@luma.gl/core";
import type { TagGeometry } from "#lib/network-tile.ts";
import type { StateBytes } from "#lib/state-bytes.ts";
import { tagPlace } from "#lib/stroke.ts";
import { FlatLayer } from "./flat-layer.ts";
import { type FlatModel, flatModel } from "./flat-model.ts";
import { TAG_FS, TAG_VS, tagModule } from "./tag-shader.ts";
import { type Palette, paletteTexture, stateTexture } from "./textures.ts";
import { type TileAt, tileMatrix } from "./tile-matrix.ts";

export interface TagLayerProps {
  readonly geometry: TagGeometry;
  readonly at: TileAt;
  readonly states: StateBytes;
  readonly palette: Palette;
  readonly isFeedLost: boolean;
  readonly scale: number;
}

/** Everything else, then warnings, then alarms: the worst lies on top. */
const PASSES = [0, 1, 2] as const;

/** The sensors of one tile: shape and colour by the state byte of each. */
export class TagLayer extends FlatLayer<TagLayerProps> {
  static override layerName = "TagLayer";

  override build(context: LayerContext, geometry: TagGeometry): FlatModel {
    return build(context, this.id, geometry);
  }

  override draw({ renderPass }: { renderPass: RenderPass }): void {
    const { flat } = this.state;
    const { viewport, device } = this.context;
    const { at, states, palette, isFeedLost, scale, opacity, geometry } = this.props;
    if (!flat || geometry.count === 0) return;
    const place = tagPlace(viewport.zoom, scale);
    const { model } = flat;
    model.setBindings({ stateTexture: stateTexture(device, states), paletteTexture: paletteTexture(device, palette) });
    for (const pass of PASSES) {
      model.shaderInputs.setProps({
        tag: {
          matrix: tileMatrix(viewport.viewProjectionMatrix, at),
          viewport: [viewport.width, viewport.height],
          factor: place.factor,
          bad: place.bad,
          offset: place.offset,
          step: place.step,
          all: place.all ? 1 : 0,
          calm: place.calm ? 1 : 0,
          opacity,
          isFeedLost: isFeedLost ? 1 : 0,
          pass,
          deviceScale: device.canvasContext?.cssToDeviceRatio() ?? 1,
        },
      });
      model.draw(renderPass);
    }
  }
}

const build = ({ device }: LayerContext, id: string, geometry: TagGeometry): FlatModel =>
  flatModel(device, {
    id,
    vs: TAG_VS,
    fs: TAG_FS,
    module: tagModule,
    columns: {
      position: ["sint16x2", geometry.position],
      corner: ["sint8x2", geometry.corner],
      seq: ["uint32", geometry.seq],
      kind: ["uint8x4", geometry.kind],
    },
    index: geometry.index,
  });
