import { BADGE_DIGIT, type ShownBadges } from "#lib/badge-mesh.ts";
import { BADGE_SHADER } from "./badge-shader.ts";
import { type DigitLook, digitTexture } from "./digit-texture.ts";
import { FlatLayer, type Frame, type Part } from "./flat-layer.ts";
import { type FlatShader, type GpuMesh, takeShader } from "./gl-program.ts";
import { bindTextures, type Palette, paletteTexture } from "./textures.ts";

export interface BadgeLayerProps {
  /** Read when it is drawn, so that other badges are a frame and no new layer. */
  readonly badges: ShownBadges;
  readonly palette: Palette;
  readonly scale: number;
}

const LOOK: DigitLook = BADGE_DIGIT;

/** Counts of open alarms: the shape of each level with its number beside it. */
export class BadgeLayer extends FlatLayer<BadgeLayerProps> {
  static override layerName = "BadgeLayer";

  /** Found on the processor: there are only as many as fit on a screen. */
  override get kind() {
    return null;
  }

  override get shader(): FlatShader {
    return BADGE_SHADER;
  }

  override parts(): readonly Part[] {
    const { view } = this.props.badges;
    return [{ at: { z: 0, x: view.origin[0], y: view.origin[1] }, geometry: view, within: null }];
  }

  override again(drawn: readonly Part[]): readonly Part[] {
    return drawn[0]?.geometry === this.props.badges.view ? drawn : this.parts();
  }

  override paint(gl: WebGL2RenderingContext, mesh: GpuMesh, { matrix, size, ratio }: Frame): void {
    const { palette, scale, opacity } = this.props;
    const colors = paletteTexture(this.context.device, palette);
    const digits = digitTexture(gl, ratio * scale, LOOK);
    const give = takeShader(gl, BADGE_SHADER);
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
