import type { LayerContext, UpdateParameters, Viewport } from "@deck.gl/core";
import type { FlatMesh, Network, NetworkTile } from "#lib/network-tile.ts";
import { shownTiles } from "#lib/shown-tiles.ts";
import { FlatLayer, type FlatState, type Part } from "./flat-layer.ts";
import { glOf } from "./gl-program.ts";
import { warmLater } from "./warm-up.ts";

export interface NetworkLayerProps {
  readonly network: Network;
}

/** The tiles of the network in sight, all drawn by this one layer: deck.gl keeps no layer for each. */
export abstract class NetworkLayer<Props extends NetworkLayerProps> extends FlatLayer<Props> {
  static override layerName = "NetworkLayer";
  declare state: FlatState & { stop?: (() => void) | undefined };

  /** What of a tile this layer draws. */
  abstract columnsOf(tile: NetworkTile): { readonly mesh: FlatMesh };

  /** Whether anything is drawn at a zoom. */
  isDue(_zoom: number): boolean {
    return true;
  }

  override initializeState(): void {
    super.initializeState();
    warmLater(glOf(this.context.device), () => this.warmUp());
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.network === oldProps.network) return;
    this.state.stop?.();
    // Which object stands for this layer by then nobody knows: each new look is another.
    const redraw = () => this.getCurrentLayer()?.setNeedsRedraw();
    this.setState({ stop: shownTiles(props.network).listen(redraw) });
  }

  override finalizeState(context: LayerContext): void {
    this.state.stop?.();
    super.finalizeState(context);
  }

  override parts(viewport: Viewport): readonly Part[] {
    // The tiles are asked for all the same: they are the other layers' too.
    const shown = shownTiles(this.props.network).in(viewport.zoom, viewport.getBounds());
    if (!this.isDue(viewport.zoom)) return [];
    return shown.map(({ tile, within }) => ({
      at: tile,
      geometry: this.columnsOf(tile),
      within: within.z === tile.z ? null : within,
    }));
  }
}
