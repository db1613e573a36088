import { BADGE_DIGIT, type BadgeView } from "#lib/badge-mesh.ts";
import { BADGE_SHADER } from "./badge-shader.ts";
import { CountLayer, type CountLayerProps } from "./count-layer.ts";
import type { DigitLook } from "./digit-texture.ts";
import type { FlatShader } from "./gl-program.ts";
import type { TileAt } from "./tile-matrix.ts";

/** Counts of open alarms: the shape of each level with its number beside it. */
export class BadgeLayer extends CountLayer<BadgeView, CountLayerProps<BadgeView>> {
  static override layerName = "BadgeLayer";

  override get shader(): FlatShader {
    return BADGE_SHADER;
  }

  override get digits(): DigitLook {
    return BADGE_DIGIT;
  }

  override originOf({ origin: [x, y] }: BadgeView): TileAt {
    return { z: 0, x, y };
  }
}
