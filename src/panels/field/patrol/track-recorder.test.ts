import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { TrackBody } from "#contract/field/bodies.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import type { DeviceRecord, Draft } from "#api/outbox/ledger.ts";
import type { Outbox, OutboxView } from "#api/outbox/outbox.ts";
import { PIECE_POINTS } from "./track.ts";
import { recordTrack, sealPiece, tracksOf } from "./track-recorder.ts";

const PATROL = "0190a8f0-0000-7000-8000-0000000000ff";
const START = Date.parse("2026-11-26T00:00:00Z");

/** Books in memory: drafts and records as the view of an outbox shows them. */
function books() {
  const view = createStore<OutboxView>(() => ({ isReady: true, records: [], drafts: [], mood: "idle", fault: null }));
  let made = 0;
  const outbox: Pick<Outbox, "view" | "newId" | "saveDraft" | "dropDraft" | "seal"> = {
    view,
    newId: () => `0190a8f0-0000-7000-8000-${String(++made).padStart(12, "0")}`,
    saveDraft: (draft) => {
      view.setState(({ drafts }) => ({ drafts: [...drafts.filter(({ id }) => id !== draft.id), draft] }));
      return Promise.resolve();
    },
    dropDraft: (id) => {
      view.setState(({ drafts }) => ({ drafts: drafts.filter((draft) => draft.id !== id) }));
      return Promise.resolve();
    },
    seal: (sealed: FieldRecord) => {
      const record = { id: sealed.id, kind: sealed.kind, sealed } as DeviceRecord;
      view.setState(({ records, drafts }) => ({
        records: [...records, record],
        drafts: drafts.filter(({ id }) => id !== sealed.id),
      }));
      return Promise.resolve();
    },
  };
  return { view, outbox };
}

const fix = (n: number) => ({
  lngLat: [114 + n / 10_000, 38] as [number, number],
  accuracyM: 5,
  at: new Date(START + n * 5000).toISOString(),
  isMock: false,
});

test("a long way becomes pieces that the contract takes, each beginning where the one before ended, and none of it is left out", async () => {
  const { view, outbox } = books();
  const recorder = recordTrack(outbox, PATROL, "zhang", "track");
  const many = PIECE_POINTS * 2;
  // Not awaited one by one: a phone's positions do not wait either.
  await Promise.all(Array.from({ length: many }, (_, n) => recorder.add(fix(n))));
  const [last] = view.getState().drafts;
  await sealPiece(outbox, last as Draft, "zhang", "track");
  const bodies = view.getState().records.map(({ sealed }) => TrackBody.parse(sealed.body));
  expect(bodies.map(({ part }) => part)).toEqual(bodies.map((_, n) => n));
  for (const [n, body] of bodies.entries()) if (n > 0) expect(body.t[0]).toBe(bodies[n - 1]?.t.at(-1));
  expect(new Set(bodies.flatMap(({ t }) => t)).size).toBe(many);
  expect(tracksOf(outbox, PATROL)).toEqual(view.getState().records.map(({ id }) => id));
});

test("after a killed tab the same piece grows on", async () => {
  const { view, outbox } = books();
  await recordTrack(outbox, PATROL, "zhang", "track").add(fix(0));
  await recordTrack(outbox, PATROL, "zhang", "track").add(fix(1));
  expect(view.getState().drafts).toHaveLength(1);
  expect(view.getState().drafts[0]?.content).toMatchObject({ patrolId: PATROL, points: { accuracyM: [5, 5] } });
});

test("positions that come faster than every four seconds are left out", async () => {
  const { view, outbox } = books();
  const recorder = recordTrack(outbox, PATROL, "zhang", "track");
  await recorder.add(fix(0));
  await recorder.add({ ...fix(1), at: new Date(START + 1000).toISOString() });
  expect(view.getState().drafts[0]?.content).toMatchObject({ points: { accuracyM: [5] } });
});
