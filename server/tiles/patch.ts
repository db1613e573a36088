import { enterpriseNames, hazardPoints } from "./beside.ts";
import type { Built } from "./build.ts";
import {
  type Context,
  Dictionary,
  GONE_OWNER,
  NO_STATION,
  pipeColumns,
  slotsOf,
  stationColumns,
  tagColumns,
} from "./columns.ts";
import { hazardsNear } from "./hazards-near.ts";
import { ascending } from "./lines.ts";
import { inOrder, type PackedStrings, positionOf, sizeOf, stringAt, withChanges } from "./packed-strings.ts";
import type { EndPage, EnterprisePage, HazardPage, PipePage, StationPage, TagPage } from "./pages.ts";
import { patchedEnds } from "./patch-ends.ts";
import { patchedLines } from "./patch-lines.ts";
import { buildTileIndex } from "./tile-index.ts";

/** Rows of one table that are other than a snapshot has them. */
export interface TableChanges<P> {
  /** Those that are there. */
  readonly pages: readonly P[];
  /** Ids of those that are there no more. */
  readonly removed: readonly string[];
}

export interface SnapshotChanges {
  readonly pipes: TableChanges<PipePage>;
  readonly stations: TableChanges<StationPage>;
  /** Tags whose station has come since are among them. */
  readonly tags: TableChanges<TagPage>;
  /** All of them. */
  readonly hazards: readonly HazardPage[];
  readonly enterprises: readonly EnterprisePage[];
  /** Ids of pipes whose ends were asked for, and what they are now. */
  readonly endsOf: readonly string[];
  readonly ends: readonly EndPage[];
}

/** Where rows of a table go: numbers that stay, and new ones behind all others. */
interface Placed {
  readonly ids: PackedStrings;
  /** Number of each row of the change. */
  readonly seqs: Uint32Array;
  readonly gone: readonly number[];
  readonly size: number;
}

function place(old: PackedStrings, fresh: PackedStrings, removed: readonly string[]): Placed {
  const added: string[] = [];
  const size = sizeOf(old);
  const seqs = Uint32Array.from({ length: fresh.count }, (_, i) => {
    const id = stringAt(fresh, i) as string;
    return positionOf(old, id) ?? size + added.push(id) - 1;
  });
  const gone = removed.flatMap((id) => positionOf(old, id) ?? []);
  const ids = withChanges(old, gone, added);
  return { ids, seqs, gone, size: sizeOf(ids) };
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array | string[];
const isColumn = (value: unknown): value is Column =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** Columns with the rows of a change put where they belong; a column may have several numbers for each row. */
function spread<T extends object>(old: T, fresh: Partial<T>, { seqs, gone, size }: Placed): T {
  const out = { ...old } as Record<string, unknown>;
  if (seqs.length > 0)
    for (const [name, from] of Object.entries(fresh)) {
      const column = (old as Record<string, unknown>)[name];
      if (isColumn(from) && isColumn(column)) out[name] = spreadColumn(column, from, seqs, size);
    }
  for (const name of ["county", "enterprise"]) {
    if (gone.length === 0) break;
    const column = (out[name] as Uint16Array).slice();
    for (const i of gone) column[i] = GONE_OWNER;
    out[name] = column;
  }
  return out as T;
}

function spreadColumn(old: Column, from: Column, seqs: Uint32Array, size: number): Column {
  const width = from.length / seqs.length;
  const out = Array.isArray(old) ? old.slice() : widened(old, size * width);
  seqs.forEach((seq, i) => {
    for (let k = 0; k < width; k++) (out as Record<number, unknown>)[seq * width + k] = from[i * width + k];
  });
  return out;
}

function widened<A extends Exclude<Column, string[]>>(old: A, length: number): A {
  const out = new (old.constructor as new (length: number) => A)(length);
  out.set(old as never);
  return out;
}

/**
 * A snapshot with some rows other than before, without reading or ordering the rest: untouched things keep their numbers, new ones get
 * numbers behind all others, and numbers of what has gone stay empty. The old snapshot goes on unchanged, sharing what did not change.
 */
export function patched(old: Built, changes: SnapshotChanges): Omit<Built, "checksum" | "ms"> {
  const context: Context = {
    counties: new Dictionary("counties", old.counties),
    enterprises: new Dictionary("enterprises", old.enterprises),
    oddities: {},
  };
  const fresh = pipeColumns(context, changes.pipes.pages);
  const placedPipes = place(old.pipes.ids, fresh.pipes.ids, changes.pipes.removed);
  const hazards = hazardsNear(
    { ...fresh.courses, seqs: ascending(placedPipes.seqs.length) },
    fresh.pipes,
    hazardPoints(context, changes.hazards),
    context.counties.names,
  );
  const pipes = { ...spread(old.pipes, { ...fresh.pipes, hazards }, placedPipes), ids: placedPipes.ids };
  const stations = patchedStations(context, old, changes);
  const tags = patchedTags(context, old, changes, stations);
  return {
    counties: context.counties.names,
    enterprises: context.enterprises.names,
    enterpriseNames: enterpriseNames(context.enterprises.names, changes.enterprises),
    pipes: {
      ...pipes,
      ...patchedLines(old.pipes, pipes, fresh.courses, placedPipes),
      ends: patchedEnds(old.pipes.ends, changes, pipes.ids, tags.ids),
    },
    stations,
    tags,
    index:
      stations === old.stations && tags === old.tags
        ? old.index
        : buildTileIndex(stations, tags, inOrder(stations.ids)),
    oddities: context.oddities,
  };
}

function patchedStations(context: Context, old: Built, { stations: { pages, removed } }: SnapshotChanges) {
  if (pages.length === 0 && removed.length === 0) return old.stations;
  const fresh = stationColumns(context, pages);
  const placed = place(old.stations.ids, fresh.ids, removed);
  return { ...spread(old.stations, fresh, placed), ids: placed.ids };
}

function patchedTags(
  context: Context,
  old: Built,
  { tags: { pages, removed } }: SnapshotChanges,
  stations: Built["stations"],
) {
  if (pages.length === 0 && removed.length === 0 && stations === old.stations) return old.tags;
  const fresh = tagColumns(context, pages, (id) => positionOf(stations.ids, id));
  const placed = place(old.tags.ids, fresh.ids, removed);
  const columns = spread(old.tags, fresh, placed);
  const lost = stations.ids.later?.gone;
  const none = new Set(placed.ids.later?.gone);
  const station = columns.station.map((s, i) => (none.has(i) || lost?.has(s) ? NO_STATION : s));
  return { ...columns, station, slot: slotsOf(station, columns.kind, inOrder(placed.ids)), ids: placed.ids };
}
