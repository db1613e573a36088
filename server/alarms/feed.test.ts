import fc from "fast-check";
import { expect, test } from "vitest";
import type { LiveAlarms, LiveAlarmsReset } from "#contract/alarm-live.ts";
import type { Scope } from "#contract/scope.ts";
import type { AlarmRecord, Transition } from "#model/alarms/record.ts";
import { AlarmFeed } from "./feed.ts";
import { sees } from "./scope.ts";

const COUNTIES = ["130102", "130123", "130602"];
const province: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const county: Scope = { level: "county", areaCode: "130102", enterpriseId: null };
const unit = (code: string) => (code === "130000" ? null : new Set([code]));

const entry = (seq: number): Transition => {
  const areaCode = COUNTIES[seq % COUNTIES.length] as string;
  const alarm = {
    id: `A${seq}`,
    seq,
    tagId: "T",
    areaCode,
    enterpriseId: "E-1",
    level: "red",
    state: "unacknowledged",
    hold: null,
    isLeak: false,
    raisedAt: seq,
    valueAt: null,
    clearedAt: null,
    ackedAt: null,
    incidentId: "I",
  };
  const rest = { incident: null, value: null, valueAt: null, by: null, comment: null };
  return { seq, at: seq, kind: "raised", alarm: alarm as unknown as AlarmRecord, ...rest };
};

/** A journal that grows, and a feed that keeps only its newest. */
function house(keep = 1000) {
  const written: Transition[] = [];
  let hear: (entries: readonly Transition[]) => void = () => undefined;
  const service = {
    get seq() {
      return written.length;
    },
    now: () => written.length,
    record: () => null,
    onWritten: (listener: typeof hear) => {
      hear = listener;
      return () => undefined;
    },
  };
  const seenBy = (scope: Scope) => sees(scope, unit);
  const feed = new AlarmFeed({
    service,
    keep,
    seenBy,
    around: { facts: () => undefined, columns: () => null },
    readPast: async (scope, after, upTo) => {
      const past = written.filter(({ seq, alarm }) => seq > after && seq <= upTo && seenBy(scope)(alarm));
      if (past.length > 50) return null;
      return { events: past.map(({ seq, alarm }) => ({ seq, alarmId: alarm.id }) as never), alarms: [] };
    },
    onTrouble: (cause) => {
      throw cause;
    },
  });
  const write = (count: number) => {
    const fresh = Array.from({ length: count }, (_, i) => entry(written.length + i + 1));
    written.push(...fresh);
    hear(fresh);
  };
  const join = (scope: Scope) => {
    const sent: (LiveAlarms | LiveAlarmsReset)[] = [];
    const socket = { bufferedAmount: 0, send: (text: string) => void sent.push(JSON.parse(text)) };
    const listener = feed.join(socket, scope);
    const told = () =>
      sent.flatMap((message) => (message.type === "alarms" ? message.events.map(({ seq }) => seq) : []));
    return { ...listener, socket, sent, told };
  };
  const inSight = (scope: Scope) => written.filter(({ alarm }) => seenBy(scope)(alarm)).map(({ seq }) => seq);
  return { feed, write, join, inSight };
}

test("nothing is said before a client asks, and then at once how far it has been told", () => {
  const { write, join } = house();
  const client = join(province);
  write(3);
  expect(client.sent).toEqual([]);
  client.ask(3);
  expect(client.sent).toEqual([{ type: "alarms", seq: 3, events: [], alarms: [], flood: null }]);
});

test("whoever comes back with the last number is told each event in sight once, in order, wherever the line broke", async () => {
  const deeds = fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom("break", "stall", "read")), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(deeds, fc.constantFrom(province, county), async (steps, scope) => {
      const { write, join, inSight, feed } = house(1000);
      let client = join(scope);
      client.ask(0);
      const told: number[] = [];
      let last = 0;
      const takeIn = () => {
        for (const message of client.sent.splice(0)) {
          if (message.type === "alarms") told.push(...message.events.map(({ seq }) => seq));
          last = message.seq;
        }
      };
      for (const step of steps) {
        if (typeof step === "number") write(step);
        else if (step === "stall") client.socket.bufferedAmount = 1e9;
        else if (step === "read") client.socket.bufferedAmount = 0;
        else {
          takeIn();
          client.leave();
          client = join(scope);
          client.ask(last);
        }
      }
      client.socket.bufferedAmount = 0;
      feed.beat();
      takeIn();
      expect(told).toEqual(inSight(scope));
    }),
    { numRuns: 100 },
  );
});

test("what is no longer in memory is read from the journal; what is too much is said to be", async () => {
  const { write, join, inSight } = house(10);
  write(30);
  write(15);
  const back = join(county);
  back.ask(1);
  await expect.poll(() => back.told()).toEqual(inSight(county).filter((seq) => seq > 1));
  write(200);
  const late = join(province);
  late.ask(1);
  await expect.poll(() => late.sent).toEqual([{ type: "alarms_reset", seq: 245 }]);
  write(1);
  expect(late.told()).toEqual([246]);
});

test("a number that nobody has given out is of another database: read the list", () => {
  const { write, join } = house();
  write(2);
  const client = join(province);
  client.ask(99);
  expect(client.sent).toEqual([{ type: "alarms_reset", seq: 2 }]);
});

test("more than ten rings in ten minutes are a flood, told with its incidents, to those who see them", () => {
  const { write, join } = house();
  const [all, one] = [join(province), join(county)];
  all.ask(0);
  one.ask(0);
  write(15);
  expect(all.sent.at(-1)).toMatchObject({ flood: { alarms: 15, incidents: 1, worst: "red" } });
  expect(one.sent.at(-1)).toMatchObject({ flood: null });
});
