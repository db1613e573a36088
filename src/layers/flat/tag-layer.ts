import type { NetworkTile } from "#lib/network-tile.ts";
import { tagPlace } from "#lib/stroke.ts";
import { clipToTile, type Frame, type PixelBox } from "./flat-layer.ts";
import { type FlatShader, type GpuMesh, type Uniforms, takeShader } from "./gl-program.ts";
import { NetworkLayer, type NetworkLayerProps } from "./network-layer.ts";
import { TAG_IDS, TAG_SHADER } from "./tag-shader.ts";
import { bindTextures, type Palette, paletteTexture, stateTexture } from "./textures.ts";

export interface TagLayerProps extends NetworkLayerProps {
  readonly palette: Palette;
  readonly isFeedLost: boolean;
  readonly scale: number;
}

/** Pixels that a mark may stand away from its tile: sensors of a station stand one above the other. */
const MARGIN = 96;
/** Everything else, then warnings, then alarms: the worst lies on top. */
const PASSES = [0, 1, 2] as const;

/** The sensors: shape and colour by the state byte of each. */
export class TagLayer extends NetworkLayer<TagLayerProps> {
  static override layerName = "TagLayer";

  override get kind() {
    return "tags" as const;
  }

  override get shader(): FlatShader {
    return TAG_SHADER;
  }

  override columnsOf(tile: NetworkTile) {
    return tile.tags;
  }

  override paint(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame): void {
    const give = this.#prepare(gl, TAG_SHADER, frame);
    for (const pass of PASSES) {
      give({ pass });
      mesh.draw();
    }
  }

  override paintIds(gl: WebGL2RenderingContext, mesh: GpuMesh, frame: Frame, box: PixelBox): void {
    if (!clipToTile(gl, frame, box, MARGIN)) return;
    const give = this.#prepare(gl, TAG_IDS, frame);
    for (const pass of PASSES) {
      give({ pass });
      mesh.draw();
    }
  }

  #prepare(gl: WebGL2RenderingContext, shader: FlatShader, frame: Frame): (uniforms: Uniforms) => void {
    const { device } = this.context;
    const { network, palette, isFeedLost, scale, opacity } = this.props;
    const place = tagPlace(frame.zoom, scale);
    const textures = [stateTexture(device, network.tagStates), paletteTexture(device, palette)];
    const give = takeShader(gl, shader);
    bindTextures(gl, textures);
    give({
      states: 0,
      palette: 1,
      matrix: frame.matrix,
      size: frame.size,
      factor: place.factor,
      bad: place.bad,
      offset: place.offset,
      step_: place.step,
      all_: place.all ? 1 : 0,
      calm: place.calm ? 1 : 0,
      opacity,
      isFeedLost: isFeedLost ? 1 : 0,
      soft: 0.6 / frame.ratio,
    });
    return give;
  }
}
