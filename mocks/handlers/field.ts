import type { HttpHandler } from "msw";
import type { CheckBody } from "#contract/field/bodies.ts";
import { type ConsentBody, getFieldConsent, listFieldConsents } from "#contract/field/consent.ts";
import { HOUSEHOLD_CHECK } from "#contract/field/household-check.ts";
import {
  type FieldRecord,
  getRecord,
  listReceipts,
  listRecords,
  type Receipt,
  type RecordLine,
  sendRecord,
} from "#contract/field/records.ts";
import type { Me } from "#contract/session.ts";
import type { CustomerRow } from "#mocks/world/rows.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { fieldConflictHandlers } from "./field-conflicts.ts";
import { fieldFileHandlers, MockFiles } from "./field-files.ts";
import { fieldTaskHandlers, householdsOf } from "./field-tasks.ts";

/** A record that is there from the start, for a page that opens one. */
export const MOCK_RECORD = "019a9d5e-6c00-7000-8000-000000000001";

interface Kept {
  readonly record: FieldRecord;
  readonly hash: string;
  readonly at: number;
  readonly me: Pick<Me, "account" | "name" | "scope">;
}

function receiptOf(kept: Kept, files: MockFiles, now: number): Receipt {
  const { record, hash, at } = kept;
  const missing = record.attachments.filter(({ id }) => !files.isWhole(id)).map(({ id }) => id);
  const accepted = missing.length === 0 ? new Date(at).toISOString() : null;
  const counted = accepted !== null && now - at > 1000 ? new Date(at + 1000).toISOString() : null;
  return {
    id: record.id,
    hash,
    state: counted !== null ? "counted" : accepted !== null ? "accepted" : "received",
    reasons: [],
    detail: null,
    missing,
    receivedAt: new Date(at).toISOString(),
    acceptedAt: accepted,
    countedAt: counted,
    hazards: [],
  };
}

function lineOf(kept: Kept, files: MockFiles, now: number): RecordLine {
  const { record, me, at } = kept;
  const { customerId = null, outcome = null } = record.body as Partial<CheckBody>;
  return {
    id: record.id,
    kind: record.kind,
    state: receiptOf(kept, files, now).state,
    reasons: [],
    flags: [],
    author: record.author,
    authorName: me.name,
    areaCode: me.scope.areaCode,
    enterpriseId: me.scope.enterpriseId ?? "",
    subject: customerId,
    outcome,
    finishedAt: record.finishedAt,
    receivedAt: new Date(at).toISOString(),
    lngLat: record.place?.lngLat ?? null,
    attachments: record.attachments.length,
  };
}

const AGREED = { state: "accepted" as const, version: 1, at: "2026-11-20T01:00:00.000Z" };

/** A check of the first door, made an hour ago. */
export function firstRecord(customer: CustomerRow | undefined, now: number, id = MOCK_RECORD): FieldRecord {
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  return {
    id,
    kind: "check",
    form: { id: HOUSEHOLD_CHECK.id, version: HOUSEHOLD_CHECK.version },
    author: "inspector",
    device: { id: "mock-phone", app: "mock", platform: "mock" },
    startedAt: at(70),
    finishedAt: at(60),
    clockOffsetMs: 0,
    place: { lngLat: customer?.lngLat ?? [114.57, 38.15], accuracyM: 8, at: at(61), isMock: false },
    taskId: null,
    replaces: null,
    body: {
      customerId: customer?.id ?? "",
      outcome: "entered",
      answers: { A1: { value: true } },
      hazards: [],
      meterCode: null,
      isMeterScanned: false,
      signature: null,
      isSignatureRefused: true,
      photos: [],
      appointment: null,
      note: "",
    },
    attachments: [],
  };
}

const viewOf = (one: Kept, files: MockFiles, now: number) => ({
  line: lineOf(one, files, now),
  receipt: receiptOf(one, files, now),
  record: { ...one.record },
  flags: [],
  nearPipes: [],
  sentBy: one.me.account,
  files: one.record.attachments.map(({ id, kind, mime, bytes, item }) => ({
    id,
    kind,
    mime,
    bytes,
    item,
    isWhole: files.isWhole(id),
  })),
});

/** The ledger of the field, in the page's memory. */
export function fieldHandlers(context: MockContext, who: () => Me | null): HttpHandler[] {
  const { house, now } = context;
  const files = new MockFiles();
  const kept = new Map<string, Kept>();
  const customers = householdsOf(house);
  const inspector = {
    account: "inspector",
    name: "巡检员",
    scope: {
      level: "enterprise" as const,
      areaCode: customers[0]?.area_code ?? "130123",
      enterpriseId: customers[0]?.enterprise_id ?? null,
    },
  };
  kept.set(MOCK_RECORD, {
    record: firstRecord(customers[0], now()),
    hash: "0".repeat(64),
    at: now() - 3_000_000,
    me: inspector,
  });
  const consentOf = (account: string) => {
    const said = [...kept.values()]
      .filter(({ record }) => record.kind === "consent" && record.author === account)
      .at(-1);
    if (said === undefined) return null;
    const { state, version } = said.record.body as ConsentBody;
    return { state, version, at: said.record.finishedAt };
  };
  const done = () =>
    new Set([...kept.values()].map(({ record }) => (record.body as Partial<CheckBody>).customerId ?? ""));
  return [
    ...fieldFileHandlers(files, who),
    ...fieldConflictHandlers(who, firstRecord(customers[0], now()), inspector.scope),
    ...fieldTaskHandlers(context, who, done),
    answer(sendRecord, who, ({ body: { record, hash }, me }) => {
      const before = kept.get(record.id);
      if (before !== undefined && before.hash !== hash) throw new Refusal(409, "conflict");
      const one = before ?? { record: record as FieldRecord, hash, at: now(), me };
      kept.set(record.id, one);
      return receiptOf(one, files, now());
    }),
    answer(listReceipts, who, ({ query: { ids } }) => ({
      receipts: ids.flatMap((id) => {
        const one = kept.get(id);
        return one === undefined ? [] : [receiptOf(one, files, now())];
      }),
      now: new Date(now()).toISOString(),
    })),
    answer(listRecords, who, () => ({
      records: [...kept.values()].map((one) => lineOf(one, files, now())).reverse(),
      next: null,
    })),
    answer(getRecord, who, ({ params: { id } }) => {
      const one = kept.get(id);
      return one === undefined ? null : viewOf(one, files, now());
    }),
    answer(getFieldConsent, who, ({ me }) => ({ consent: consentOf(me.account) })),
    answer(listFieldConsents, who, () => ({
      people: [
        // Whose way the mocks show, until they answer otherwise.
        { account: inspector.account, name: inspector.name, consent: consentOf(inspector.account) ?? AGREED },
        { account: "declined", name: "李未同意", consent: { ...AGREED, state: "declined" as const } },
      ],
    })),
  ];
}
