import { pino } from "pino";
import { TAG_STATES } from "#contract/gas.ts";
import type { Scope } from "#contract/scope.ts";
import { buildTopology } from "#model/alarms/topology.ts";
import type { AlarmSide } from "#server/alarms/side.ts";
import type { Session, Sessions } from "#server/auth/sessions.ts";
import { hashToken, newToken } from "#server/auth/token.ts";
import { readConfig } from "#server/config.ts";
import type { Db, Tx } from "#server/db/db.ts";
import type { Deps } from "#server/deps.ts";
import { createIngest } from "#server/ingest/ingest.ts";
import type { LiveSource } from "#server/live/latest.ts";
import type { Snapshot, SnapshotStore } from "#server/tiles/snapshot.ts";
import { HealthBook } from "#server/video/health-book.ts";
import { createPlayTokens } from "#server/video/play-token.ts";
import type { Video } from "#server/video/video.ts";

type Answer = (text: string, values: readonly unknown[]) => readonly unknown[];

/** A database that answers every query by `answer`; with none, any query is a failure of the test. */
export function fakeDb(answer?: Answer): Db {
  const tx: Tx = {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      if (!answer) throw new Error(`the database was not to be asked: ${text}`);
      return answer(text, values) as Row[];
    },
    exec: async () => undefined,
    copy: async () => 0,
  };
  const run = <T>(work: (tx: Tx) => Promise<T>) => work(tx);
  return {
    engine: "embedded",
    where: "memory",
    as: (_scope, work) => run(work),
    asSystem: run,
    asOwner: run,
    close: async () => undefined,
  };
}

const none = () => undefined;
const owners = { county: new Uint16Array(), enterprise: new Uint16Array() };
const bytes = new Uint8Array();

/** A network of nothing. */
export const EMPTY_SNAPSHOT: Snapshot = {
  version: "empty",
  bounds: [113, 36, 120, 43],
  counties: [],
  enterprises: [],
  enterpriseNames: [],
  pipes: {
    ...owners,
    count: 0,
    lines: [],
    places: new Uint32Array(),
    level: bytes,
    material: bytes,
    status: bytes,
    gas: bytes,
    dnMm: new Uint16Array(),
    lengthM: new Float32Array(),
    laidYear: bytes,
    pressure: bytes,
    patrolDay: new Uint16Array(),
    flow: bytes,
    quality: bytes,
    hazards: bytes,
    ends: { pipe: new Uint32Array(), tag: new Uint32Array() },
  },
  stations: { ...owners, count: 0, lngLat: new Float64Array(), kind: bytes, gas: bytes, names: [] },
  tags: { ...owners, count: 0, station: new Uint32Array(), kind: bytes, slot: bytes },
  outlines: [],
  pipeId: none,
  stationId: none,
  tagId: none,
  pipeSeq: none,
  stationSeq: none,
  tagSeq: none,
};

export const fakeSnapshots = (snapshot: Snapshot = EMPTY_SNAPSHOT): SnapshotStore => ({
  current: () => snapshot,
  refresh: async () => snapshot,
  onChange: () => none,
  sight: (scope: Scope) => ({ key: JSON.stringify(scope), county: new Uint8Array(), enterprise: -1 }),
});

export const fakeLive = (snapshot: Snapshot = EMPTY_SNAPSHOT): LiveSource => ({
  columns: () => ({
    snapshot,
    value: new Float32Array(snapshot.tags.count),
    at: new Float64Array(snapshot.tags.count),
    state: new Uint8Array(snapshot.tags.count),
    newestAt: 0,
  }),
  countStates: () => new Uint32Array(TAG_STATES.length),
  onChange: () => none,
});

/** Sessions in memory alone. `admit` lets somebody in without a password and gives the token for the cookie. */
export class MemorySessions implements Sessions {
  readonly #sessions = new Map<string, Session>();

  admit(over: Partial<Session> = {}): { token: string; session: Session } {
    const token = newToken();
    const session: Session = {
      id: hashToken(token),
      account: "province",
      name: "省级监管",
      role: "supervisor",
      scope: { level: "province", areaCode: "130000", enterpriseId: null },
      csrf: newToken(),
      isDemo: true,
      expiresAt: Date.now() + 3_600_000,
      seenAt: Date.now(),
      ...over,
    };
    this.#sessions.set(session.id, session);
    return { token, session };
  }

  open = async (account: string) => this.admit({ account });
  find = async (token: string) => this.#sessions.get(hashToken(token)) ?? null;
  known = (token: string) => this.#sessions.get(hashToken(token))?.id ?? null;
  isAlive = async (session: Session) => this.#sessions.has(session.id);
  end = async (id: string) => {
    this.#sessions.delete(id);
  };
  endAll = async () => 0;
  onEnd: Sessions["onEnd"] = () => none;
  purge = async () => 0;
}

/** An ingest that has nowhere to store. */
const fakeIngest = () =>
  createIngest({
    db: fakeDb(),
    snapshot: () => EMPTY_SNAPSHOT,
    newestAt: () => 0,
    onAccepted: none,
    log: { info: none, warn: none, error: none },
  });

/** A video side without a camera or a media server. */
export const fakeVideo = (over: Partial<Video> = {}): Video => ({
  book: new HealthBook([], "fake"),
  tokens: createPlayTokens(),
  place: () => null,
  hasServer: () => false,
  visible: async () => new Set(),
  want: none,
  start: async () => undefined,
  reload: async () => undefined,
  close: async () => undefined,
  ...over,
});

/** An alarm engine that knows of no alarm. */
export const fakeAlarms = (): AlarmSide => ({
  service: {
    hear: none,
    reload: async () => undefined,
    facts: none,
    record: () => null,
    topology: () => buildTopology([], { nodes: [], pipes: [] }),
    seq: 0,
    now: Date.now,
    onWritten: () => none,
    close: async () => undefined,
    acknowledge: async () => [],
    shelve: async () => [],
    unshelve: async () => [],
    confirmLeak: async () => [],
    dispatch: async (id) => ({ id, seq: 0, refused: "not_found" }),
  },
  feed: { size: 0, join: () => ({ ask: none, leave: none }) },
  around: { facts: none, columns: () => null },
});

/** Everything `buildApp` wants, fake and quiet; override what the test is about. */
export function fakeDeps(over: Partial<Deps> = {}): Deps {
  return {
    db: fakeDb(),
    config: { ...readConfig({}), MAX_LAG_MS: 0 },
    snapshots: fakeSnapshots(),
    live: fakeLive(),
    ingest: fakeIngest(),
    alarms: fakeAlarms(),
    sessions: new MemorySessions(),
    video: fakeVideo(),
    broker: { isReady: () => true },
    log: pino({ level: "silent" }),
    dist: null,
    isDemo: () => true,
    ...over,
  };
}
