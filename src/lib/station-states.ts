import { STATE_MASK, UNKNOWN_STATE } from "./state-bytes.ts";

/** How bad a state is for the station it is told of: alarm, warning, offline, stale, suspect, maintenance, normal, nothing known. Index = state. */
const BADNESS = Uint8Array.of(1, 6, 7, 4, 5, 2, 3, 0);
/** The reverse: state by badness. */
const STATE_OF = Uint8Array.of(UNKNOWN_STATE, 0, 5, 6, 3, 4, 1, 2);

/**
 * Puts the worst state among each station's tags into the low bits of the station's byte, keeping the bits above. A station none of whose
 * tags is known, or that has none, is unknown. `tagStates` are bytes by tag (index in TAG_STATES in the low bits, 255 out of sight),
 * `tagStation` the dense number of each tag's station.
 */
export function writeStationStates(stations: Uint8Array, tagStates: Uint8Array, tagStation: Uint32Array): void {
  for (let i = 0; i < stations.length; i++) stations[i] = (stations[i] as number) & ~STATE_MASK;
  const count = Math.min(tagStates.length, tagStation.length);
  for (let tag = 0; tag < count; tag++) {
    const station = tagStation[tag] as number;
    if (station >= stations.length) continue;
    const told = tagStates[tag] as number;
    const bad = told === 255 ? 0 : (BADNESS[told & STATE_MASK] as number);
    const before = stations[station] as number;
    if (bad > (before & STATE_MASK)) stations[station] = (before & ~STATE_MASK) | bad;
  }
  for (let i = 0; i < stations.length; i++) {
    const byte = stations[i] as number;
    stations[i] = (byte & ~STATE_MASK) | (STATE_OF[byte & STATE_MASK] as number);
  }
}
