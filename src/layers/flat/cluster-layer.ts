import { DIGIT_PX } from "#lib/cluster-mesh.ts";
import type { ShownClusters } from "#lib/cluster-view.ts";
import { CLUSTER_SHADER } from "./cluster-shader.ts";
import { type DigitLook, digitTexture } from "./digit-texture.ts";
import { FlatLayer, type Frame, type Part } from "./flat-layer.ts";
import { type FlatShader, type GpuMesh, takeShader } from "./gl-program.ts";
import { bindTextures, type Palette, paletteTexture } from "./textures.ts";

export interface ClusterLayerProps {
  /** Read when it is drawn, so that other counts are a frame and no new layer. */
  readonly clusters: ShownClusters;
  /** Where they stand: elsewhere, another layer. */
  readonly spots: object;
  readonly palette: Palette;
  readonly scale: number;
}

const DIGITS: DigitLook = { ...DIGIT_PX, font: 12, halo: 0, pad: 0 };

/** Clusters of stations: discs with their number, a ring of shares and badges of alarms. Digits and shapes are drawn in one pass. */
export class ClusterLayer extends FlatLayer<ClusterLayerProps> {
  static override layerName = "ClusterLayer";

  /** Found on the processor: there are only as many as fit on a screen. */
  override get kind() {
    return null;
  }

  override get shader(): FlatShader {
    return CLUSTER_SHADER;
  }

  override parts(): readonly Part[] {
    const { view } = this.props.clusters;
    const { zoom, origin } = view;
    return [{ at: { z: zoom, x: origin[0] * 2 ** zoom, y: origin[1] * 2 ** zoom }, geometry: view, within: null }];
  }

  override again(drawn: readonly Part[]): readonly Part[] {
    return drawn[0]?.geometry === this.props.clusters.view ? drawn : this.parts();
  }

  override paint(gl: WebGL2RenderingContext, mesh: GpuMesh, { matrix, size, ratio }: Frame): void {
    const { palette, scale, opacity } = this.props;
    const colors = paletteTexture(this.context.device, palette);
    const digits = digitTexture(gl, ratio * scale, DIGITS);
    const give = takeShader(gl, CLUSTER_SHADER);
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
