import { type HttpHandler, HttpResponse, http } from "msw";
import {
  type Annotation,
  findPastAlarm,
  HISTORY_COLUMNS_PATH,
  HISTORY_DECIMALS,
  type HistoryTag,
  listAnnotations,
  listHistoryTags,
  listPastAlarms,
  listPastDoubts,
  type PastAlarm,
  type PastIncident,
  type PastStep,
  removeAnnotation,
  writeAnnotation,
} from "#contract/history.ts";
import { HISTORY_LEVELS, HOUR_MINUTES, HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import type { Scope } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { alarmHistory } from "#mocks/world/alarms.ts";
import type { AlarmRow, TagRow } from "#mocks/world/rows.ts";
import { ByteWriter } from "#model/history/bits.ts";
import { writeColumnFile } from "#model/history/file.ts";
import type { Sample } from "#model/history/hour.ts";
import { writeBlock } from "#model/history/write-block.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { MOCK_SEED, MOCK_SNAPSHOT, type MockHouse, sightOf } from "./house.ts";
import { tagAt } from "./tag-values.ts";

const levelOf = (state: string) => Math.max(0, (HISTORY_LEVELS as readonly string[]).indexOf(state));

/** What a tag said in the minutes of an hour, until `now`. */
function samplesOf(house: MockHouse, seq: number, from: number, now: number): Sample[] {
  const samples: Sample[] = [];
  let last = 0;
  for (let minute = 0; minute < HOUR_MINUTES; minute++) {
    const end = from + (minute + 1) * MINUTE_MS;
    if (end > now) break;
    const { value, at, state } = tagAt(house, seq, end);
    if (value === null || at === null || at <= end - MINUTE_MS || at === last) continue;
    last = at;
    samples.push({ minute, backS: Math.min(59, Math.floor((end - at) / 1000)), value, level: levelOf(state) });
  }
  return samples;
}

/** Column files of the made-up signals, for the tags in sight. */
export function mockColumns(house: MockHouse, scope: Scope, from: number, hours: number, now: number): ArrayBuffer {
  const mine = sightOf(house.areas, scope);
  const seqs = Uint32Array.from(house.tags.rows.flatMap((row, seq) => (mine(row) ? [seq] : [])));
  const parts = Array.from({ length: hours }, (_, h) => {
    const begin = from + h * HOUR_MS;
    const out = new ByteWriter();
    for (const seq of seqs) {
      const row = house.tags.rows[seq];
      if (!row) continue;
      const before = tagAt(house, seq, begin);
      const carried =
        before.value === null || before.at === null
          ? null
          : { ageS: Math.floor((begin - before.at) / 1000), value: before.value, level: levelOf(before.state) };
      const decimals = HISTORY_DECIMALS[row.kind];
      writeBlock(out, {
        decimals,
        staleAfterS: row.stale_after_s,
        carried,
        samples: samplesOf(house, seq, begin, now),
      });
    }
    return out.bytes();
  });
  const knownUntil = Math.min(now, from + hours * HOUR_MS);
  const tags = house.tags.rows.length;
  return writeColumnFile({ snapshot: MOCK_SNAPSHOT, from, knownUntil, tags, seqs, hours: parts }).buffer;
}

const tagOf = (house: MockHouse, row: TagRow): HistoryTag => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  unit: row.unit,
  stationId: row.station_id,
  stationName: house.stations.get(row.station_id)?.name ?? null,
  lowAlarm: row.low_alarm,
  lowWarning: row.low_warning,
  highWarning: row.high_warning,
  highAlarm: row.high_alarm,
});

const ANSWERED_AFTER_MS = 6 * 60_000;

/** Somebody answers each alarm that lasts for more than six minutes, and it ends with its condition. */
function courseOf({ raised_at, cleared_at, level }: AlarmRow): PastStep[] {
  const [from, until] = [
    Date.parse(raised_at),
    cleared_at === null ? Number.POSITIVE_INFINITY : Date.parse(cleared_at),
  ];
  const step = (at: number, kind: PastStep["kind"], state: PastStep["state"], by: string | null): PastStep => ({
    at: new Date(at).toISOString(),
    kind,
    state,
    level,
    by,
    incident: null,
  });
  const answeredAt = from + ANSWERED_AFTER_MS;
  const isAnswered = answeredAt < until;
  const end = Number.isFinite(until)
    ? [step(until, isAnswered ? "cleared" : "returned", isAnswered ? "normal" : "returned", null)]
    : [];
  const late = isAnswered || end.length === 0 ? [] : [step(until + ANSWERED_AFTER_MS, "cleared", "normal", "值班员")];
  return [
    step(from, "raised", "unacknowledged", null),
    ...(isAnswered ? [step(answeredAt, "acknowledged", "acknowledged", "值班员")] : []),
    ...end,
    ...late,
  ];
}

const FOLD_MS = 6 * HOUR_MS;
/** Alarms of one station that rang within some hours are one incident. */
const incidentOf = (place: string, at: number) => `${place} ${Math.floor(at / FOLD_MS)}`;

function sharedBy(alarms: readonly PastAlarm[]): PastIncident[] {
  const groups = Map.groupBy(alarms, ({ incident }) => incident);
  return [...groups].flatMap(([id, [first, second]]) => {
    if (id === null || first === undefined || second === undefined || first.stationId === null) return [];
    const { stationId, stationName, lngLat } = first;
    const cause = { kind: "station" as const, id: stationId, name: stationName ?? stationId, lngLat };
    return [{ id, reason: "upstream" as const, cause }];
  });
}

/** Alarms of the signals' last thirty days, in sight, by the time they rang. */
function pastAlarms(house: MockHouse, scope: Scope, now: number): PastAlarm[] {
  const mine = sightOf(house.areas, scope);
  return alarmHistory(MOCK_SEED, house.tags.rows.filter(mine), now)
    .map((row) => {
      const tag = house.tags.get(row.tag_id);
      const station = tag && house.stations.get(tag.station_id);
      return {
        id: row.id,
        tagId: row.tag_id,
        tagSeq: house.tags.seq(row.tag_id),
        stationId: tag?.station_id ?? null,
        stationName: station?.name ?? null,
        tagName: tag?.name ?? null,
        areaCode: row.area_code,
        lngLat: station ? ([...station.lngLat] as [number, number]) : null,
        level: row.level,
        raisedAt: new Date(row.raised_at).toISOString(),
        clearedAt: row.cleared_at && new Date(row.cleared_at).toISOString(),
        value: row.value,
        incident: incidentOf(tag?.station_id ?? row.tag_id, Date.parse(row.raised_at)),
        course: courseOf(row),
      };
    })
    .toSorted((a, b) => Date.parse(a.raisedAt) - Date.parse(b.raisedAt));
}

/** The past, and notes that last as long as the page. */
export const historyHandlers = ({ house, now }: MockContext, who: () => Me | null): HttpHandler[] => [
  http.get(`*${HISTORY_COLUMNS_PATH}`, ({ request }) => {
    const me = who();
    if (!me) return HttpResponse.json({ code: "not_signed_in" }, { status: 401 });
    const query = new URL(request.url).searchParams;
    const bytes = mockColumns(
      house,
      me.scope,
      Date.parse(query.get("from") ?? ""),
      Number(query.get("hours") ?? 1),
      now(),
    );
    return HttpResponse.arrayBuffer(bytes, { headers: { "content-type": "application/octet-stream" } });
  }),
  answer(listHistoryTags, who, ({ me, query }) => ({
    tags: query.tags.flatMap((id) => {
      const row = house.tags.get(id);
      return row && sightOf(house.areas, me.scope)(row) ? [tagOf(house, row)] : [];
    }),
  })),
  answer(listPastAlarms, who, ({ me, query }) => {
    const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
    const alarms = pastAlarms(house, me.scope, now()).filter(
      ({ tagId, raisedAt, clearedAt }) =>
        (query.tags?.includes(tagId) ?? true) &&
        Date.parse(raisedAt) <= to &&
        (clearedAt === null || Date.parse(clearedAt) >= from),
    );
    return { alarms, incidents: sharedBy(alarms), isCut: false };
  }),
  // The mock house trusts all its sensors, and nobody works on any.
  answer(listPastDoubts, who, () => ({ snapshot: MOCK_SNAPSHOT, spans: [], isCut: false })),
  answer(findPastAlarm, who, ({ me, query: { at, direction } }) => {
    const alarms = pastAlarms(house, me.scope, now());
    const alarm =
      direction === "after"
        ? alarms.find(({ raisedAt }) => Date.parse(raisedAt) > Date.parse(at))
        : alarms.findLast(({ raisedAt }) => Date.parse(raisedAt) < Date.parse(at));
    return { alarm: alarm ?? null };
  }),
  ...noteHandlers(house, now, who),
];

/** Id of the note that is there from the beginning. */
export const MOCK_NOTE = "mock-note-1";

const firstNote = (house: MockHouse, now: number): Annotation => {
  const at = new Date(now - 3 * HOUR_MS).toISOString();
  const tagId = house.tags.rows[0]?.id ?? "";
  return {
    id: MOCK_NOTE,
    tagId,
    at,
    until: null,
    note: "现场校表",
    author: "province",
    authorName: "省级监管",
    writtenAt: at,
  };
};

function noteHandlers(house: MockHouse, now: () => number, who: () => Me | null): HttpHandler[] {
  const notes = new Map([[MOCK_NOTE, firstNote(house, now())]]);
  const sees = (me: Me, tagId: string) => {
    const row = house.tags.get(tagId);
    return row !== undefined && sightOf(house.areas, me.scope)(row);
  };
  return [
    answer(listAnnotations, who, ({ me, query: { tags, from, to } }) => ({
      annotations: [...notes.values()].filter(
        ({ tagId, at }) =>
          tags.includes(tagId) &&
          sees(me, tagId) &&
          Date.parse(at) >= Date.parse(from) &&
          Date.parse(at) <= Date.parse(to),
      ),
    })),
    answer(writeAnnotation, who, ({ me, body }) => {
      if (!sees(me, body.tagId)) return null;
      const writtenAt = new Date(now()).toISOString();
      const note = { ...body, until: body.until ?? null, author: me.account, authorName: me.name, writtenAt };
      notes.set(body.id, note);
      return note;
    }),
    answer(removeAnnotation, who, ({ me, params: { id } }) => {
      const note = notes.get(id);
      if (!note || !sees(me, note.tagId)) return null;
      if (note.author !== me.account) throw new Refusal(403, "forbidden");
      notes.delete(id);
      return { removed: true as const };
    }),
  ];
}
