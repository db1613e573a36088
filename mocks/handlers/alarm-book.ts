import { type AlarmEventKind, type ConditionKind, RINGING_EVENTS } from "#contract/alarm-words.ts";
import type { Alarm, BulkReply, JournalEntry } from "#contract/alarms.ts";
import type { Task, TaskStep } from "#contract/tasks.ts";
import { alarmHistory } from "#mocks/world/alarms.ts";
import type { AlarmRow, TagRow } from "#mocks/world/rows.ts";
import { MOCK_SEED, type MockHouse } from "./house.ts";
import { tagAt } from "./tag-values.ts";

/** What happens to the mock's alarms while the page lives. */
export interface MockAlarms {
  all(): readonly Alarm[];
  get(id: string): Alarm | undefined;
  readonly journal: readonly JournalEntry[];
  readonly tasks: Map<string, Task>;
  readonly seq: number;
  /** Changes open alarms one by one and writes it down. */
  change(
    ids: readonly string[],
    isSeen: (id: string) => boolean,
    change: Change,
    by: string,
    comment: string | null,
  ): BulkReply;
}

interface Change {
  readonly kind: AlarmEventKind;
  refuse(alarm: Alarm): BulkReply["refused"][number]["why"] | null;
  apply(alarm: Alarm, at: string): Alarm;
}

const RULE_OF: Partial<Record<TagRow["kind"], string>> = {
  pressure: "pressure-limits",
  methane: "methane-beside-pipe",
  gas_concentration: "station-gas",
  ethane: "station-gas",
};

/** Open ones are told as unacknowledged, every third as acknowledged; a few that ended today still wait for an answer. */
function alarmOf(house: MockHouse, row: AlarmRow, n: number, now: number): Alarm {
  const tag = house.tags.get(row.tag_id) as TagRow;
  const station = house.stations.get(tag.station_id);
  const isOpen = row.cleared_at === null;
  const isWaiting = !isOpen && now - Date.parse(row.cleared_at ?? "") < 86_400_000 && n % 2 === 0;
  const isKnown = isOpen && n % 3 === 2;
  const { value } = tagAt(house, house.tags.seq(tag.id), now);
  const isHigh = row.value !== null && row.value > tag.nominal;
  const limits = isHigh ? [tag.high_alarm, tag.high_warning] : [tag.low_alarm, tag.low_warning];
  const condition: ConditionKind = tag.kind === "methane" ? "gas" : "limits";
  return {
    id: row.id,
    seq: n + 1,
    state: isOpen ? (isKnown ? "acknowledged" : "unacknowledged") : isWaiting ? "returned" : "normal",
    level: row.level,
    peakLevel: row.level,
    hold: null,
    tagId: tag.id,
    tagName: tag.name,
    tagKind: tag.kind,
    tagSeq: house.tags.seq(tag.id),
    unit: tag.unit,
    stationId: tag.station_id,
    stationName: station?.name ?? tag.station_id,
    lngLat: station ? [...station.lngLat] : [0, 0],
    areaCode: row.area_code,
    areaName: house.areas.find(({ code }) => code === row.area_code)?.name ?? row.area_code,
    enterpriseId: row.enterprise_id,
    enterpriseName: house.enterprises.find(({ id }) => id === row.enterprise_id)?.name ?? row.enterprise_id,
    ruleId: RULE_OF[tag.kind] ?? "other-limits",
    ruleVersion: 1,
    condition,
    side: isHigh ? "high" : "low",
    limit: limits.find((limit) => limit !== null) ?? null,
    value: row.value,
    peak: row.value,
    lastValue: value,
    valueAt: row.raised_at,
    raisedAt: row.raised_at,
    clearedAt: row.cleared_at,
    ackedAt: isKnown ? row.raised_at : null,
    ackedBy: isKnown ? "省级监管" : null,
    ackComment: null,
    rings: 1,
    chattering: false,
    leakConfirmed: false,
    gasVerdict: tag.kind === "methane" ? "unclear" : null,
    incidentId: `I-${tag.station_id}`,
    isFirstOut: true,
    escalatedTo: null,
    taskId: null,
  };
}

const entryOf = (
  alarm: Alarm,
  seq: number,
  kind: AlarmEventKind,
  at: string,
  by: string | null,
  comment: string | null,
) => ({
  seq,
  at,
  kind,
  alarmId: alarm.id,
  tagId: alarm.tagId,
  areaCode: alarm.areaCode,
  enterpriseId: alarm.enterpriseId,
  state: alarm.state,
  level: alarm.level,
  heard: alarm.hold === null && (RINGING_EVENTS as readonly string[]).includes(kind),
  value: alarm.value,
  valueAt: alarm.valueAt,
  by,
  comment,
});

/** The made-up province's alarms of the last thirty days, with what people do to them since the page was opened. */
export function createMockAlarms(house: MockHouse, now: () => number): MockAlarms {
  const rows = alarmHistory(MOCK_SEED, house.tags.rows, now()).toSorted((a, b) => (a.raised_at < b.raised_at ? -1 : 1));
  const alarms = new Map(rows.map((row, n) => [row.id, alarmOf(house, row, n, now())]));
  const journal: JournalEntry[] = [...alarms.values()].map((a) => entryOf(a, a.seq, "raised", a.raisedAt, null, null));
  let seq = journal.length;
  return {
    all: () => [...alarms.values()],
    get: (id) => alarms.get(id),
    journal,
    tasks: new Map(),
    get seq() {
      return seq;
    },
    change(ids, isSeen, { kind, refuse, apply }, by, comment) {
      const reply: BulkReply = { done: [], refused: [] };
      for (const id of ids) {
        const alarm = isSeen(id) ? alarms.get(id) : undefined;
        const why = alarm === undefined ? "not_found" : refuse(alarm);
        if (alarm === undefined || why !== null) {
          reply.refused.push({ id, why: why ?? "not_found" });
          continue;
        }
        seq += 1;
        const at = new Date(now()).toISOString();
        const changed = { ...apply(alarm, at), seq };
        alarms.set(id, changed);
        journal.push(entryOf(changed, seq, kind, at, by, comment));
        reply.done.push({ id, seq });
      }
      return reply;
    },
  };
}

const isOver = ({ state }: Alarm) => state === "normal";

export const acknowledging = (by: string, comment: string): Change => ({
  kind: "acknowledged",
  refuse: (alarm) => (isOver(alarm) ? "not_open" : alarm.state === "acknowledged" ? "already" : null),
  apply: (alarm, at) => ({
    ...alarm,
    state: alarm.clearedAt === null ? "acknowledged" : "normal",
    ackedAt: at,
    ackedBy: by,
    ackComment: comment === "" ? null : comment,
  }),
});

export const shelving = (by: string, reason: string, until: string): Change => ({
  kind: "shelved",
  refuse: (alarm) =>
    isOver(alarm) ? "not_open" : alarm.leakConfirmed ? "confirmed_leak" : alarm.hold !== null ? "already" : null,
  apply: (alarm, at) => ({ ...alarm, hold: { kind: "shelved", by, reason, since: at, until } }),
});

export const unshelving: Change = {
  kind: "unshelved",
  refuse: (alarm) => (alarm.hold?.kind === "shelved" ? null : "not_held"),
  apply: (alarm) => ({ ...alarm, hold: null, state: alarm.clearedAt === null ? "unacknowledged" : alarm.state }),
};

export const confirming: Change = {
  kind: "leak_confirmed",
  refuse: (alarm) => (isOver(alarm) ? "not_open" : alarm.leakConfirmed ? "already" : null),
  apply: (alarm) => ({ ...alarm, leakConfirmed: true, hold: null }),
};

export const dispatching = (taskId: string): Change => ({
  kind: "dispatched",
  refuse: () => null,
  apply: (alarm) => ({ ...alarm, taskId }),
});

/** A task that begins. */
export const taskOf = (
  alarm: Alarm,
  id: string,
  person: { id: string; name: string },
  note: string,
  by: string,
  at: number,
): Task => {
  const iso = new Date(at).toISOString();
  return {
    id,
    alarmId: alarm.id,
    areaCode: alarm.areaCode,
    enterpriseId: alarm.enterpriseId,
    step: "dispatched",
    assigneeId: person.id,
    assigneeName: person.name,
    note,
    dueAt: new Date(at + 1_800_000).toISOString(),
    isLate: false,
    createdAt: iso,
    createdBy: by,
    steps: [{ step: "dispatched", at: iso, by, note }],
  };
};

export const stepped = (task: Task, step: TaskStep, by: string, note: string, at: number): Task => ({
  ...task,
  step,
  steps: [...task.steps, { step, at: new Date(at).toISOString(), by, note }],
});
