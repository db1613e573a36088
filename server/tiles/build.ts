import { crc32 } from "node:zlib";
import { enterpriseNames, hazardPoints, taggedEnds } from "./beside.ts";
import {
  Dictionary,
  type Oddities,
  pipeColumns,
  type RawPipes,
  type RawStations,
  type RawTags,
  stationColumns,
  tagColumns,
} from "./columns.ts";
import { hazardsNear } from "./hazards-near.ts";
import { ascending, buildLines, type Lines, placesOf } from "./lines.ts";
import { positionOf } from "./packed-strings.ts";
import type { EndPage, EnterprisePage, HazardPage, PipePage, StationPage, TagPage } from "./pages.ts";
import { buildTileIndex, type TileIndex } from "./tile-index.ts";

/** Everything read from the database for one snapshot, but the outlines. */
export interface Pages {
  readonly counties: readonly string[];
  readonly pipes: readonly PipePage[];
  readonly stations: readonly StationPage[];
  readonly tags: readonly TagPage[];
  /** Open hazards, for what is near a pipe; none where none are told. */
  readonly hazards?: readonly HazardPage[];
  readonly enterprises?: readonly EnterprisePage[];
  readonly ends?: readonly EndPage[];
}

/** What pipes have beside the columns of their rows. */
export interface Beside {
  readonly lines: readonly Lines[];
  readonly places: Uint32Array<ArrayBuffer>;
  readonly hazards: Uint8Array<ArrayBuffer>;
  readonly ends: { readonly pipe: Uint32Array<ArrayBuffer>; readonly tag: Uint32Array<ArrayBuffer> };
}

/** Columns and index of a snapshot, in buffers that can be handed to another thread. */
export interface Built {
  readonly counties: readonly string[];
  readonly enterprises: readonly string[];
  readonly enterpriseNames: readonly string[];
  readonly pipes: RawPipes & Beside;
  readonly stations: RawStations;
  readonly tags: RawTags;
  readonly index: TileIndex;
  readonly oddities: Oddities;
  /** Of everything in it: two builds with the same checksum number the same things alike. */
  readonly checksum: string;
  readonly ms: number;
}

/** Makes columns of pages. Seconds of work for a province: done in a worker. */
export function build(pages: Pages): Built {
  const started = performance.now();
  const context = {
    counties: new Dictionary("counties", pages.counties),
    enterprises: new Dictionary("enterprises", []),
    oddities: {},
  };
  const { pipes: columns, courses } = pipeColumns(context, pages.pipes);
  const stations = stationColumns(context, pages.stations);
  const tags = tagColumns(context, pages.tags, (id) => positionOf(stations.ids, id));
  const lines = buildLines({ ...columns, ...courses }, ascending(columns.ids.count));
  const hazards = hazardPoints(context, pages.hazards ?? []);
  const pipes = {
    ...columns,
    lines: [lines],
    places: placesOf(lines.seqs, columns.ids.count),
    hazards: hazardsNear(lines, columns, hazards, context.counties.names),
    ends: taggedEnds(pages.ends ?? [], columns.ids, tags.ids),
  };
  const enterprises = context.enterprises.names;
  const all = {
    counties: context.counties.names,
    enterprises,
    enterpriseNames: enterpriseNames(enterprises, pages.enterprises ?? []),
    pipes,
    stations,
    tags,
  };
  return {
    ...all,
    checksum: checksumOf(all).toString(16).padStart(8, "0"),
    index: buildTileIndex(stations, tags),
    oddities: context.oddities,
    ms: performance.now() - started,
  };
}

function checksumOf(value: unknown, sum = 0): number {
  if (ArrayBuffer.isView(value)) return crc32(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), sum);
  if (typeof value === "string") return crc32(value, sum);
  if (typeof value === "object" && value !== null)
    return Object.values(value).reduce((rest: number, one) => checksumOf(one, rest), sum);
  return sum;
}

/** The buffers of a result, each once. */
export function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer);
  else if (Array.isArray(value)) {
    if (typeof value[0] === "object") for (const one of value) buffersOf(one, found);
  } else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) buffersOf(one, found);
  return found;
}
