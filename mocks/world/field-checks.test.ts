import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { CheckBody, HazardEventBody } from "#contract/field/bodies.ts";
import { contentHash, type Json } from "#contract/field/canonical.ts";
import { missingOf } from "#contract/field/checklist-rules.ts";
import { HOUSEHOLD_CHECK } from "#contract/field/household-check.ts";
import { FieldRecord } from "#contract/field/records.ts";
import { dayIn } from "#model/field/due.ts";
import { ROUND_DOORS } from "./check-rounds.ts";
import type { CheckedDoor, SentRecord } from "./door-checks.ts";
import { fieldChecks } from "./field-checks.ts";

const AS_OF = Date.UTC(2026, 10, 22, 3);
const DOORS: CheckedDoor[] = Array.from({ length: 20 * ROUND_DOORS }, (_, n) => ({
  id: `C${n}`,
  areaCode: "130123",
  enterpriseId: n < 18 * ROUND_DOORS ? "E130123-01" : "E130123-03",
  gasKind: n < 9 * ROUND_DOORS ? "rural_ng" : n < 18 * ROUND_DOORS ? "urban_ng" : "lpg",
  class: "residential",
  lngLat: [114.5 + n * 1e-4, 38.1],
}));
const made = fieldChecks(3, AS_OF);
const checks = made.rounds(DOORS);
const steps = made.followUps(checks);
const bodyOf = ({ record }: SentRecord) => CheckBody.parse(record.body);

test("made-up checks are the same for the same seed, and each is one that a phone would send, with its files", async () => {
  const again = fieldChecks(3, AS_OF).rounds(DOORS);
  const hashes = (of: typeof checks) => Promise.all(of.map(({ record }) => contentHash(record as unknown as Json)));
  expect(await hashes(again)).toEqual(await hashes(checks));
  for (const { record, files } of [...checks, ...steps]) {
    expect(FieldRecord.safeParse(record).success).toBe(true);
    expect(Date.parse(record.finishedAt)).toBeLessThan(AS_OF);
    const told = record.attachments.map(({ id, bytes, sha256 }) => ({ id, bytes, sha256 }));
    expect(told).toEqual(
      files.map(({ id, bytes }) => ({
        id,
        bytes: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      })),
    );
  }
  expect(new Set([...checks, ...steps].map(({ record }) => record.id)).size).toBe(checks.length + steps.length);
});

test("no made-up check lacks what its outcome asks for", () => {
  for (const check of checks) {
    const door = DOORS.find(({ id }) => id === bodyOf(check).customerId) as CheckedDoor;
    const { attachments, place, finishedAt } = check.record;
    const day = dayIn(Date.parse(finishedAt));
    expect(missingOf(HOUSEHOLD_CHECK, door, bodyOf(check), attachments, place !== null, day)).toEqual([]);
  }
});

test("there is something of everything: outcomes, inspectors, hazards, one photo that came twice", () => {
  const outcomes = new Set(checks.map((check) => bodyOf(check).outcome));
  expect([...outcomes]).toEqual(expect.arrayContaining(["entered", "nobody_home", "refused"]));
  expect(new Set(checks.map(({ record }) => record.author)).size).toBeGreaterThan(4);
  expect(checks.some((check) => bodyOf(check).hazards.length > 0)).toBe(true);
  const photos = checks.flatMap(({ record }) => record.attachments).map(({ sha256 }) => sha256);
  expect(photos.length - new Set(photos).size).toBe(1);
});

test("a hazard is repaired, looked at by somebody else, and closed, in this order", () => {
  const byHazard = Map.groupBy(steps, ({ record }) => HazardEventBody.parse(record.body).hazardId);
  expect(byHazard.size).toBeGreaterThan(0);
  for (const of of byHazard.values()) {
    const order = ["fix", "recheck_pass", "close"];
    expect(of.map(({ record }) => HazardEventBody.parse(record.body).step)).toEqual(order.slice(0, of.length));
    expect(of[1]?.who).not.toEqual(of[0]?.who);
  }
});

test("second looks are others' and name their task; some differ, some find nobody", () => {
  const drawn = checks
    .filter((check) => bodyOf(check).outcome === "entered")
    .slice(0, 12)
    .map((check, n) => ({ customerId: bodyOf(check).customerId, author: check.record.author, taskId: `S-${n}` }));
  const looks = made.secondLooks(drawn, DOORS, checks);
  const by = new Map(drawn.map(({ taskId, author }) => [taskId, author]));
  for (const { record } of looks) expect(by.get(record.taskId ?? "")).not.toBe(record.author);
  expect(looks.length).toBeLessThan(drawn.length);
  expect(new Set(looks.map((look) => bodyOf(look).outcome))).toEqual(new Set(["entered", "nobody_home"]));
});
