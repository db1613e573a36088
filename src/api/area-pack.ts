import { faultOf, type Pack, type PackAsk, takePack } from "./map-pack.ts";
import { shelveNetwork } from "./model.ts";

/** Takes an area along: its network for analysis first, which is small, then its map. Throws what {@link takePack} throws. */
export async function takeArea(asked: PackAsk): Promise<Pack> {
  try {
    await shelveNetwork(asked.area.code, asked.version, asked.signal);
  } catch (cause) {
    throw asked.signal.aborted ? cause : faultOf(cause);
  }
  return await takePack(asked);
}
