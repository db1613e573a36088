import type { NetworkTile } from "#lib/network-tile.ts";
import { stationMesh } from "#lib/station-mesh.ts";
import type { Frame } from "./flat-layer.ts";
import { type FlatShader, type GpuMesh, takeShader } from "./gl-program.ts";
import { NetworkLayer, type NetworkLayerProps } from "./network-layer.ts";
import { MOST_KINDS, STATION_RING_SHADER } from "./station-ring-shader.ts";
import { bindTextures, type Palette, paletteTexture, stateTexture } from "./textures.ts";

export interface StationRingLook {
  readonly palette: Palette;
  /** By kind: zoom from which it is drawn. */
  readonly dueFrom: readonly number[];
  /** By kind: half the edge of its symbol at a zoom, pixels. */
  readonly halfAt: (zoom: number) => readonly number[];
  /** Index in GAS_KINDS; null = all. */
  readonly gas: number | null;
  /** Zoom from which the silent, suspect and maintained have rings too. */
  readonly calmFrom: number;
  readonly isFeedLost: boolean;
  readonly scale: number;
}

export interface StationRingLayerProps extends NetworkLayerProps {
  readonly look: StationRingLook;
}

/** Rings around stations, by the worst state of their sensors. Those that are well have none. */
export class StationRingLayer extends NetworkLayer<StationRingLayerProps> {
  static override layerName = "StationRingLayer";

  /** Stations are found by their symbols. */
  override get kind() {
    return null;
  }

  override get shader(): FlatShader {
    return STATION_RING_SHADER;
  }

  override columnsOf(tile: NetworkTile) {
    return stationMesh(tile.stations);
  }

  override isDue(zoom: number): boolean {
    return zoom >= Math.min(...this.props.look.dueFrom);
  }

  override paint(gl: WebGL2RenderingContext, mesh: GpuMesh, { matrix, size, zoom, ratio }: Frame): void {
    const { device } = this.context;
    const { network, look, opacity } = this.props;
    const textures = [stateTexture(device, network.stationStates), paletteTexture(device, look.palette)];
    const give = takeShader(gl, STATION_RING_SHADER);
    bindTextures(gl, textures);
    give({
      states: 0,
      palette: 1,
      matrix,
      size,
      zoom,
      scale: look.scale,
      dueFrom: filled(look.dueFrom),
      halves: filled(look.halfAt(zoom)),
      onlyGas: look.gas ?? -1,
      calmFrom: look.calmFrom,
      isFeedLost: look.isFeedLost ? 1 : 0,
      opacity,
      soft: 0.5 / (ratio * look.scale),
    });
    mesh.draw();
  }

  override paintIds(): void {
    // Never asked for: see kind.
  }
}

/** As many numbers as the shader has room for. */
const filled = (numbers: readonly number[]): Float32Array => {
  const out = new Float32Array(MOST_KINDS).fill(99);
  out.set(numbers.slice(0, MOST_KINDS));
  return out;
};
