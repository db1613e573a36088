import type { Layer } from "@deck.gl/core";
import { type _Tile2DHeader as TileHeader, TileLayer } from "@deck.gl/geo-layers";
import type { Network, NetworkTile } from "#lib/network-tile.ts";
import type { TileAt } from "./tile-matrix.ts";

/** Decoded tiles kept on the GPU beyond those in sight, for going back. */
const CACHED_TILES = 96;
const REQUESTS = 16;

/**
 * The tiles of the network in sight, each drawn by one flat layer. The tile's zoom is the map's rounded down, as the base map
 * does it, so that both ask for the same tiles.
 * @param draw the layer for one tile; called again when a prop of `look` changes, with the same geometry
 */
export function networkLayer(
  id: string,
  network: Network,
  opacity: number,
  draw: (id: string, at: TileAt, tile: NetworkTile) => Layer,
): Layer {
  return new TileLayer<NetworkTile | null>({
    id,
    // The address of nothing: data that changes is what makes deck.gl load all tiles anew.
    data: `network/${network.version}`,
    opacity,
    minZoom: network.minZoom,
    maxZoom: network.maxZoom,
    extent: [...network.bounds],
    tileSize: 512,
    zoomOffset: -0.5,
    maxCacheSize: CACHED_TILES,
    maxRequests: REQUESTS,
    refinementStrategy: "no-overlap",
    getTileData: ({ index: { x, y, z }, signal }) => network.load(z, x, y, signal),
    // Reported by the tile store, once for all tiles.
    onTileError: () => {},
    updateTriggers: { renderSubLayers: draw },
    renderSubLayers: ({ id: tileId, data, tile }) => {
      const content = data as NetworkTile | null;
      const { x, y, z } = (tile as TileHeader).index;
      return content && draw(tileId, { z, x, y }, content);
    },
  });
}
