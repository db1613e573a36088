import type { ValueLabel } from "#layers/layer.ts";
import { VALUES_ZOOM } from "#layers/sensor-values.ts";
import { tilesIn } from "#lib/mercator.ts";
import type { Network, NetworkTile } from "#lib/network-tile.ts";
import { UNKNOWN_STATE, writeTagStates } from "#lib/state-bytes.ts";
import { writeTagStatesAt } from "#lib/tag-states.ts";
import type { Live, LiveColumns, LiveStore } from "#state/live.ts";
import type { CameraAt } from "./engine-types.ts";
import { sameLabels, valueLabels } from "./values.ts";

/** Numbers that change faster than this cannot be read. */
const LABELS_MS = 1000;

export interface LivePaintInput {
  readonly live: LiveStore;
  readonly network: Network;
  readonly peek: (z: number, x: number, y: number) => NetworkTile | null;
  readonly camera: () => CameraAt | null;
  /** Whether what is told is one moment of the past: its numbers are not another moment's for as much as a second. */
  readonly isPast: () => boolean;
  /** Labels or the feed's state have changed. */
  readonly onChange: () => void;
}

/** No frames come, though some once did: what the sensors said last is not what is. */
const isLost = ({ status, columns }: Live): boolean =>
  columns !== null && (status === "silent" || status === "offline");

/**
 * Paints what the live store says: states into the state bytes with each tick, of which there is one per animation frame, and values
 * into labels once a second. A tick costs what it changes, not what there is.
 */
export function paintLive({ live, network, peek, camera, isPast, onChange }: LivePaintInput) {
  let labels: readonly ValueLabel[] = [];
  let lost = isLost(live.getState());
  let timer: ReturnType<typeof setTimeout> | null = null;

  const columnsInUse = (): LiveColumns | null => {
    const { columns } = live.getState();
    // Numbers of another snapshot stand for other sensors.
    return columns?.snapshot === network.version ? columns : null;
  };

  /** Columns whose states stand in the bytes; null when the bytes say that nothing is known, undefined before the first writing. */
  let painted: LiveColumns | null | undefined;

  const write = ({ changed }: Pick<Live, "changed">) => {
    const columns = columnsInUse();
    if (columns === null) {
      const unknown = () => new Uint8Array(network.tagStates.bytes.length).fill(UNKNOWN_STATE);
      if (painted !== null) writeTagStates(network.tagStates, unknown());
    } else if (changed !== null && columns === painted) writeTagStatesAt(network.tagStates, columns.state, changed);
    else writeTagStates(network.tagStates, columns.state);
    painted = columns;
  };

  const relabel = () => {
    const at = camera();
    const columns = columnsInUse();
    const z = at ? Math.min(network.maxZoom, Math.floor(at.zoom)) : 0;
    const isClose = at !== null && at.zoom >= VALUES_ZOOM;
    const tiles = isClose ? tilesIn(at.bounds, z).flatMap((t) => peek(t.z, t.x, t.y) ?? []) : [];
    const next = columns && !lost ? valueLabels(tiles, columns) : [];
    if (sameLabels(labels, next)) return;
    labels = next;
    onChange();
  };

  const relabelSoon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      relabel();
    }, LABELS_MS);
  };

  const stop = live.subscribe((now, before) => {
    if (now.tick !== before.tick || now.columns !== before.columns) {
      write(now);
      if (isPast()) relabel();
      else relabelSoon();
    }
    if (isLost(now) !== lost) {
      lost = isLost(now);
      relabel();
      onChange();
    }
  });
  write({ changed: null });

  return {
    labels: () => labels,
    isFeedLost: () => lost,
    relabel,
    stop: () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
