import type { Tx } from "#server/db/db.ts";
import type { Built } from "./build.ts";
import { readVersions, type Versions } from "./geography.ts";
import { positionOf, sizeOf, stringAt } from "./packed-strings.ts";
import {
  pagesOf,
  readEndsOf,
  readEnterprisePage,
  readHazardPage,
  readPipesNamed,
  readStationsNamed,
  readTagsNamed,
  SEPARATOR,
} from "./pages.ts";
import type { SnapshotChanges } from "./patch.ts";

/** Kinds whose rows a snapshot holds, and whose imports say which rows they changed. */
const TOLD = ["pipe", "station", "tag"] as const;
type Told = (typeof TOLD)[number];
const isTold = (kind: string): kind is Told => (TOLD as readonly string[]).includes(kind);
/**
 * Kinds that no tile comes from but the network of the analysis does (`server/model/read-network.ts`): whoever holds an area's network holds it by the
 * snapshot's version. A valve that is closed, or a hospital that is new, must make another one, or plans go on with what was.
 */
const ANALYSED: ReadonlySet<string> = new Set(["node", "customer", "duct"]);
/** Kinds that nothing known by a snapshot's version comes from. */
const ELSEWHERE: ReadonlySet<string> = new Set(["camera", "supply", "alarm", "reading"]);
/** More changed rows than this share of a snapshot are quicker read with all others. */
const MOST_PATCHED = 0.02;
/** So many are patched in any case. */
const FEW = 200;
/** Whether that many of all rows are few enough to be patched. */
export const isFew = (rows: number, all: number): boolean => rows <= Math.max(FEW, MOST_PATCHED * all);

export interface ReadChanges {
  readonly versions: Versions;
  /** Null when everything has to be read anew; none when nothing has changed that is known by a snapshot's version. */
  readonly changes: SnapshotChanges | "none" | null;
  /** Rows that differ. */
  readonly rows: number;
}

interface LogRow {
  readonly dataset_name: string;
  readonly version: number;
  readonly is_whole: boolean;
  readonly ids: readonly string[];
}

interface Named {
  readonly named: Record<Told, Set<string>>;
  /** What the analysis alone reads has changed too. */
  readonly isAnalysed: boolean;
}

/** Which ids the datasets' imports since `before` name, by kind; null when some import does not say. */
async function namedSince(tx: Tx, before: Versions, now: Versions): Promise<Named | null> {
  const named: Record<Told, Set<string>> = { pipe: new Set(), station: new Set(), tag: new Set() };
  const changed: { readonly name: string; readonly kind: Told; readonly from: number; readonly to: number }[] = [];
  let isAnalysed = false;
  if (before.facts !== now.facts) return null;
  for (const name of before.datasets.keys()) if (!now.datasets.has(name)) return null;
  for (const [name, { kind, version }] of now.datasets) {
    const from = before.datasets.get(name)?.version ?? 0;
    if (from === version || ELSEWHERE.has(kind)) continue;
    if (ANALYSED.has(kind)) {
      isAnalysed = true;
      continue;
    }
    if (!isTold(kind) || from > version) return null;
    changed.push({ name, kind, from, to: version });
  }
  if (changed.length === 0) return { named, isAnalysed };
  const log = await tx.query<LogRow>(
    `select c.dataset_name, c.version, c.is_whole, c.added || c.changed || c.removed as ids
       from dataset_change c
       join unnest($1::text[], $2::int[], $3::int[]) as s (name, low, high)
         on c.dataset_name = s.name and c.version > s.low and c.version <= s.high`,
    [changed.map(({ name }) => name), changed.map(({ from }) => from), changed.map(({ to }) => to)],
  );
  for (const { name, kind, from, to } of changed) {
    const rows = log.filter((row) => row.dataset_name === name);
    if (rows.length !== to - from || rows.some((row) => row.is_whole)) return null;
    for (const { ids } of rows) for (const id of ids) named[kind].add(id);
  }
  return { named, isAnalysed };
}

const idsIn = (pages: readonly { readonly ids: string }[]) => new Set(pages.flatMap(({ ids }) => ids.split(SEPARATOR)));

/**
 * What a database holds other than a snapshot of it, from what its imports wrote down; in a transaction that sees one state of all tables.
 * An id that is named and not found has gone, whatever the imports did with it in between.
 */
export async function readChanges(tx: Tx, before: Versions, built: Built): Promise<ReadChanges> {
  const versions = await readVersions(tx);
  const since = await namedSince(tx, before, versions);
  if (!since) return { versions, changes: null, rows: 0 };
  const { named, isAnalysed } = since;
  const count = named.pipe.size + named.station.size + named.tag.size;
  const all = sizeOf(built.pipes.ids) + sizeOf(built.stations.ids) + sizeOf(built.tags.ids);
  if (!isFew(count, all)) return { versions, changes: null, rows: count };
  if (count === 0 && !isAnalysed) return { versions, changes: "none", rows: 0 };
  return { versions, changes: await readNamed(tx, named, built), rows: count };
}

async function readNamed(tx: Tx, named: Record<Told, ReadonlySet<string>>, built: Built): Promise<SnapshotChanges> {
  const pipes = await readPipesNamed(tx, [...named.pipe]);
  const stations = await readStationsNamed(tx, [...named.station]);
  const newStations = [...named.station].filter((id) => positionOf(built.stations.ids, id) === undefined);
  const waiting = await tx.query<{ id: string }>("select id from tag where station_id = any ($1::text[])", [
    newStations,
  ]);
  const namedTags = new Set([...named.tag, ...waiting.map(({ id }) => id)]);
  const tags = await readTagsNamed(tx, [...namedTags]);
  const endsOf = await pipesAt(tx, named.pipe, namedTags, built);
  const gone = (ids: ReadonlySet<string>, pages: readonly { readonly ids: string }[]) => {
    const found = idsIn(pages);
    return [...ids].filter((id) => !found.has(id));
  };
  return {
    pipes: { pages: pipes, removed: gone(named.pipe, pipes) },
    stations: { pages: stations, removed: gone(named.station, stations) },
    tags: { pages: tags, removed: gone(namedTags, tags) },
    hazards: pipes.length > 0 ? await collect(pagesOf((work) => work(tx), readHazardPage)) : [],
    enterprises: await collect(pagesOf((work) => work(tx), readEnterprisePage)),
    endsOf,
    ends: await readEndsOf(tx, endsOf),
  };
}

/** Pipes whose tagged ends may be others: those named, and those at which a tag that is named sat or sits. */
async function pipesAt(
  tx: Tx,
  pipes: ReadonlySet<string>,
  tags: ReadonlySet<string>,
  { pipes: { ids, ends }, tags: { ids: tagIds } }: Built,
): Promise<string[]> {
  const found = new Set(pipes);
  const seqs = new Set([...tags].map((id) => positionOf(tagIds, id)));
  ends.tag.forEach((tag, i) => {
    const id = seqs.has(tag) ? stringAt(ids, ends.pipe[i] as number) : undefined;
    if (id !== undefined) found.add(id);
  });
  if (tags.size > 0) {
    const rows = await tx.query<{ id: string }>(
      `with node as (select distinct node_id as id from tag where id = any ($1::text[]) and node_id is not null)
       select pipe.id from node join pipe on pipe.from_node = node.id
       union select pipe.id from node join pipe on pipe.to_node = node.id`,
      [[...tags]],
    );
    for (const { id } of rows) found.add(id);
  }
  return [...found];
}

async function collect<P>(pages: AsyncIterable<P>): Promise<P[]> {
  const all: P[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
