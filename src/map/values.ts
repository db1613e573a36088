import { TAG_KINDS, TAG_STATES, TAG_UNITS } from "#contract/gas.ts";
import type { ValueLabel } from "#layers/layer.ts";
import { fromTile } from "#lib/mercator.ts";
import type { NetworkTile } from "#lib/network-tile.ts";
import type { LiveColumns } from "#state/live.ts";

/** More numbers than this on one screen nobody reads. */
const MOST = 300;

/** A value with as many decimals as its size deserves. */
export const shortNumber = (value: number): string => {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
};

/** Newest value of a sensor with its unit, or null when it has none. */
export function valueText(columns: LiveColumns, seq: number, tagKind: number): string | null {
  const value = columns.value[seq];
  const kind = TAG_KINDS[tagKind];
  if (value === undefined || !Number.isFinite(value) || kind === undefined) return null;
  return `${shortNumber(value)} ${TAG_UNITS[kind]}`;
}

/** What stands beside the chief sensors of these tiles. Sensors without a value, or out of sight, have no label. */
export function valueLabels(tiles: readonly NetworkTile[], columns: LiveColumns): ValueLabel[] {
  const out: ValueLabel[] = [];
  for (const { z, x, y, tags } of tiles) {
    for (let t = 0; t < tags.seq.length && out.length < MOST; t++) {
      if (tags.slot[t] !== 0) continue;
      const seq = tags.seq[t] as number;
      const state = columns.state[seq] as number;
      const text = state < TAG_STATES.length ? valueText(columns, seq, tags.kind[t] as number) : null;
      if (text === null) continue;
      const [lng, lat] = fromTile(z, x, y, tags.xy[t * 2] as number, tags.xy[t * 2 + 1] as number);
      out.push({ lng, lat, text, state });
    }
  }
  return out;
}

/** Whether two lists of labels look the same: then the map need not hear of it. */
export const sameLabels = (a: readonly ValueLabel[], b: readonly ValueLabel[]): boolean =>
  a.length === b.length &&
  a.every((label, i) => {
    const other = b[i] as ValueLabel;
    return (
      label.text === other.text && label.state === other.state && label.lng === other.lng && label.lat === other.lat
    );
  });
