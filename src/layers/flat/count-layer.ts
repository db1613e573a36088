import type { FlatMesh } from "#lib/network-tile.ts";
import { type DigitLook, digitTexture } from "./digit-texture.ts";
import { FlatLayer, type Frame, type Part } from "./flat-layer.ts";
import { type GpuMesh, takeShader } from "./gl-program.ts";
import { bindTextures, type Palette, paletteTexture } from "./textures.ts";
import type { TileAt } from "./tile-matrix.ts";

export interface CountLayerProps<View> {
  /** Read when it is drawn, so that other counts are a frame and no new layer. */
  readonly shown: { readonly view: View };
  readonly palette: Palette;
  readonly scale: number;
}

/** Marks with numbers that change while the map rests, as one mesh whose shader is made of `count-shader.ts`. */
export abstract class CountLayer<
  View extends { readonly mesh: FlatMesh },
  Props extends CountLayerProps<View>,
> extends FlatLayer<Props> {
  static override layerName = "CountLayer";

  abstract get digits(): DigitLook;
  /** Where the mesh counts from. */
  abstract originOf(view: View): TileAt;

  /** Found on the processor: there are only as many as fit on a screen. */
  override get kind() {
    return null;
  }

  override parts(): readonly Part[] {
    const { view } = this.props.shown;
    return [{ at: this.originOf(view), geometry: view, within: null }];
  }

  override again(drawn: readonly Part[]): readonly Part[] {
    return drawn[0]?.geometry === this.props.shown.view ? drawn : this.parts();
  }

  override paint(gl: WebGL2RenderingContext, mesh: GpuMesh, { matrix, size, ratio }: Frame): void {
    const { palette, scale, opacity } = this.props;
    const colors = paletteTexture(this.context.device, palette);
    const digits = digitTexture(gl, ratio * scale, this.digits);
    const give = takeShader(gl, this.shader);
    bindTextures(gl, [colors]);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, digits.texture);
    gl.bindSampler(1, null);
    give({
      palette: 0,
      digits: 1,
      matrix,
      size,
      ratio,
      scale,
      digit: [digits.width, digits.height],
      opacity,
      soft: 0.5 / (ratio * scale),
    });
    mesh.draw();
  }

  override paintIds(): void {
    // Never asked for: see kind.
  }
}
