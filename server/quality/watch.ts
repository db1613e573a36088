import { QualityBank } from "#model/quality/bank.ts";
import { rangeOf } from "#model/quality/kinds.ts";
import { judgeZones, type Zones } from "#model/quality/neighbours.ts";
import { bitOf, reasonsOf } from "#model/quality/reasons.ts";
import type { Db } from "#server/db/db.ts";
import { DatabaseGone } from "#server/db/errors.ts";
import { listSuspects, readWatchedTags, type WatchedRow, writeQuality } from "#server/db/quality.ts";
import type { Log } from "#server/ingest/ingest.ts";
import { LATE_MS } from "#server/ingest/judge.ts";
import type { Reading } from "#server/live/latest.ts";
import { readZones } from "./read-zones.ts";

/** Looks at what is stored, and says which tags are not to be trusted. */
export interface QualityWatch {
  /** Readings that have been stored, in the order of their coming. */
  hear(readings: readonly Reading[]): void;
  /** Compares neighbours and writes down what has changed. */
  settle(): Promise<void>;
  /** Reads tags and network anew, as after an import; what is known of tags that stay is kept in the database until they have been heard again. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** After so many readings of a tag the detectors' silence says that it is good again: they forget everything when the server starts. */
const HEARD_ENOUGH = 100;
const NEIGHBOURS = bitOf("neighbours");

/** What a tag may show: the widest of its station's two sides. */
function rangeOfTag({ kind, levels }: WatchedRow): readonly [number, number] {
  const [low, high] = rangeOf(kind, null);
  return levels.length === 0 ? [low, high] : [low, Math.max(...levels.map((level) => rangeOf(kind, level)[1]))];
}

interface Watched {
  readonly tags: readonly WatchedRow[];
  readonly places: ReadonlyMap<string, number>;
  readonly bank: QualityBank;
  /** Newest value as a share of the usual one, and its time. */
  readonly share: Float64Array;
  readonly at: Float64Array;
  /** Places whose reasons have changed since they were written down. */
  readonly changed: Set<number>;
  /** Tags that were suspect before this bank began to hear. */
  readonly inherited: Set<number>;
}

function watchedOf(tags: readonly WatchedRow[], suspects: readonly { tagId: string }[]): Watched {
  const places = new Map(tags.map(({ id }, i) => [id, i]));
  return {
    tags,
    places,
    bank: new QualityBank(tags.map((tag) => ({ kind: tag.kind, range: rangeOfTag(tag) }))),
    share: new Float64Array(tags.length).fill(Number.NaN),
    at: new Float64Array(tags.length),
    changed: new Set(),
    inherited: new Set(suspects.flatMap(({ tagId }) => places.get(tagId) ?? [])),
  };
}

function compareNeighbours({ bank, tags, share, at, changed }: Watched, zones: Zones, now: number): void {
  const fresh = share.map((value, i) =>
    now - (at[i] as number) <= 1000 * (tags[i] as WatchedRow).staleAfterS ? value : Number.NaN,
  );
  judgeZones(zones, fresh, (i, isContradicted) => {
    if (bank.set(i, NEIGHBOURS, isContradicted)) changed.add(i);
  });
}

export async function startQualityWatch({
  db,
  log,
  now = Date.now,
}: {
  db: Pick<Db, "asSystem">;
  log: Log;
  now?: () => number;
}): Promise<QualityWatch> {
  let isClosed = false;
  let zones: Zones | null = null;
  const read = async () =>
    await db.asSystem(async (tx) => watchedOf(await readWatchedTags(tx), await listSuspects(tx)));
  let watched = await read();
  let reading: Promise<void> = Promise.resolve();

  async function readNetwork(of: Watched): Promise<void> {
    try {
      const found = await readZones(db, of.tags, () => isClosed || watched !== of);
      if (watched === of) zones = found;
    } catch (cause) {
      // That the database has gone is said once for all.
      if (!isClosed && !(cause instanceof DatabaseGone))
        log.error({ err: cause }, "pressure zones could not be read; neighbours are not compared");
    }
  }
  reading = readNetwork(watched);

  function hearOne({ tagId, t, v }: Reading, at: number): void {
    const i = watched.places.get(tagId);
    if (i === undefined) return;
    if (watched.bank.hear(i, t, v, t < at - LATE_MS)) watched.changed.add(i);
    if (t > (watched.at[i] as number)) {
      const { nominal } = watched.tags[i] as WatchedRow;
      watched.at[i] = t;
      watched.share[i] = nominal !== null && nominal > 0 ? v / nominal : Number.NaN;
    }
    if (watched.inherited.has(i) && (watched.bank.heard[i] as number) >= HEARD_ENOUGH) {
      watched.inherited.delete(i);
      watched.changed.add(i);
    }
  }

  return {
    hear(readings) {
      const at = now();
      for (const reading of readings) hearOne(reading, at);
    },
    async settle() {
      const of = watched;
      if (zones !== null) compareNeighbours(of, zones, now());
      const { bank, tags, inherited } = of;
      // A tag that was suspect before the start is not called good by detectors that have hardly heard it.
      const places = [...of.changed].filter((i) => bank.bits[i] !== 0 || !inherited.has(i));
      if (places.length === 0) return;
      const changes = places.map((i) => {
        const { id, areaCode, enterpriseId } = tags[i] as WatchedRow;
        return { tagId: id, areaCode, enterpriseId, reasons: reasonsOf(bank.bits[i] as number) };
      });
      for (const i of places) of.changed.delete(i);
      try {
        await db.asSystem((tx) => writeQuality(tx, changes));
      } catch (cause) {
        for (const i of places) of.changed.add(i);
        throw cause;
      }
    },
    async reload() {
      watched = await read();
      zones = null;
      reading = readNetwork(watched);
      await reading;
    },
    async close() {
      isClosed = true;
      await reading;
    },
  };
}
