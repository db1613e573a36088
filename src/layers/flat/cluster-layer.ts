import { DIGIT_PX } from "#lib/cluster-mesh.ts";
import type { ClusterView } from "#lib/cluster-view.ts";
import { CLUSTER_SHADER } from "./cluster-shader.ts";
import { CountLayer, type CountLayerProps } from "./count-layer.ts";
import type { DigitLook } from "./digit-texture.ts";
import type { FlatShader } from "./gl-program.ts";
import type { TileAt } from "./tile-matrix.ts";

export interface ClusterLayerProps extends CountLayerProps<ClusterView> {
  /** Where they stand: elsewhere, another layer. */
  readonly spots: object;
}

const DIGITS: DigitLook = { ...DIGIT_PX, font: 12, halo: 0, pad: 0 };

/** Clusters of stations: discs with their number, a ring of shares and badges of alarms. Digits and shapes are drawn in one pass. */
export class ClusterLayer extends CountLayer<ClusterView, ClusterLayerProps> {
  static override layerName = "ClusterLayer";

  override get shader(): FlatShader {
    return CLUSTER_SHADER;
  }

  override get digits(): DigitLook {
    return DIGITS;
  }

  override originOf({ zoom, origin: [x, y] }: ClusterView): TileAt {
    return { z: zoom, x: x * 2 ** zoom, y: y * 2 ** zoom };
  }
}
