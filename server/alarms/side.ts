import type { Scope } from "#contract/scope.ts";
import type { Transition } from "#model/alarms/record.ts";
import { findAlarms, readJournal } from "#server/db/alarms.ts";
import type { Db } from "#server/db/db.ts";
import type { Log } from "#server/ingest/ingest.ts";
import type { LiveSource } from "#server/live/latest.ts";
import { AlarmFeed, type ReadPast } from "./feed.ts";
import { readCounties } from "./load.ts";
import { sees } from "./scope.ts";
import { type AlarmService, type AlarmServiceOptions, startAlarms } from "./service.ts";
import type { Surroundings } from "./view.ts";

/** Alarms as the HTTP side and the live connection know them. */
export interface AlarmSide {
  readonly service: AlarmService;
  readonly feed: Pick<AlarmFeed, "join" | "size">;
  readonly around: Surroundings;
}

/** More than so many entries in one's absence: the list is read sooner than they are told. */
const MOST_PAST = 2000;
const BEAT_MS = 500;

const pastReader =
  (db: Db): ReadPast =>
  async (scope: Scope, after, upTo) =>
    await db.as(scope, async (tx) => {
      const events = (await readJournal(tx, { after, limit: MOST_PAST + 1 })).filter(({ seq }) => seq <= upTo);
      if (events.length > MOST_PAST) return null;
      return { events, alarms: await findAlarms(tx, [...new Set(events.map(({ alarmId }) => alarmId))]) };
    });

/** As many entries as a client may have missed while the server was away. */
const PAST_KEPT = 5000;

/** The newest entries of the journal with their alarms, each in the state that the entry left it in. */
const readNewest = (db: Db): Promise<Transition[]> =>
  db.asSystem(async (tx) => {
    const entries = await readJournal(tx, { after: 0, limit: PAST_KEPT, isLast: true });
    const ids = [...new Set(entries.map(({ alarmId }) => alarmId))];
    const alarms = new Map((await findAlarms(tx, ids)).map((alarm) => [alarm.id, alarm]));
    return entries.flatMap(
      ({ seq, at, kind, alarmId, state, level, heard, value, valueAt, by, comment }): Transition[] => {
        const alarm = alarms.get(alarmId);
        if (alarm === undefined) return [];
        const times = { at: Date.parse(at), valueAt: valueAt === null ? null : Date.parse(valueAt) };
        const found = heard ? {} : { isFound: true as const };
        return [
          { seq, kind, alarm: { ...alarm, state, level }, incident: null, value, by, comment, ...times, ...found },
        ];
      },
    );
  });

/** Starts the engine and the feed that tells of it. */
export async function startAlarmSide(
  options: Omit<AlarmServiceOptions, "db"> & {
    readonly db: Db;
    readonly live: Pick<LiveSource, "columns">;
    readonly log: Log;
  },
): Promise<AlarmSide & { close(): Promise<void> }> {
  const { db, live, log } = options;
  const countiesOf = await db.asSystem(readCounties);
  const service = await startAlarms(options);
  const around: Surroundings = {
    facts: (tagId) => service.facts(tagId),
    columns: () => {
      try {
        return live.columns();
      } catch {
        return null;
      }
    },
  };
  // The engine may have written since: what the feed keeps ends where the service stands.
  const past = (await readNewest(db)).filter(({ seq }) => seq <= service.seq);
  const isUpToDate = past.at(-1)?.seq === service.seq;
  const feed = new AlarmFeed({
    service,
    past: isUpToDate ? past : [],
    around,
    seenBy: (scope) => sees(scope, countiesOf),
    readPast: pastReader(db),
    onTrouble: (cause) => log.warn({ err: cause }, "past alarms could not be read for a client; trying again"),
  });
  const timer = setInterval(() => feed.beat(), BEAT_MS);
  return {
    service,
    feed,
    around,
    async close() {
      clearInterval(timer);
      await service.close();
      feed.close();
    },
  };
}
