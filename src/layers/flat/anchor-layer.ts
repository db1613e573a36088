import { Layer } from "@deck.gl/core";
import type { Model } from "@luma.gl/engine";

/** Draws nothing. It holds a place in the paint order, so that the layers of that place are never put elsewhere. */
export class AnchorLayer extends Layer {
  static override layerName = "AnchorLayer";

  override initializeState(): void {
    // Nothing to draw with.
  }

  override getModels(): Model[] {
    return [];
  }

  override draw(): void {
    // Nothing to draw.
  }
}
