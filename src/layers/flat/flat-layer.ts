import { Layer, type LayerContext, type UpdateParameters } from "@deck.gl/core";
import type { Model } from "@luma.gl/engine";
import type { FlatModel } from "./flat-model.ts";

/** A deck.gl layer over one tile's flat geometry: the model is built when the geometry comes and lives as long as it; nothing else rebuilds it. */
export abstract class FlatLayer<Props extends { readonly geometry: object }> extends Layer<Props> {
  static override layerName = "FlatLayer";
  declare state: { flat?: FlatModel | undefined };

  /** The model of one geometry. */
  abstract build(context: LayerContext, geometry: Props["geometry"]): FlatModel;

  override initializeState(): void {
    // Geometry comes with the props: see updateState.
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.geometry === oldProps.geometry && this.state.flat) return;
    this.state.flat?.destroy();
    this.setState({ flat: this.build(this.context, props.geometry) });
  }

  override finalizeState(context: LayerContext): void {
    this.state.flat?.destroy();
    super.finalizeState(context);
  }

  /** None: deck.gl would give them its own uniforms and switches, which they do not have. */
  override getModels(): Model[] {
    return [];
  }
}
