import { expect, test } from "vitest";
import { LeakSurveyBody } from "#contract/field/bodies.ts";
import { type LeakDraft, readingOf, surveyBody, surveyLack } from "./leak-draft.ts";

const AT = "2026-11-26T00:00:00.000Z";
const draft = (over: Partial<LeakDraft> = {}): LeakDraft => ({
  taskId: "T-1",
  patrolId: null,
  startedAt: AT,
  method: "on_foot",
  instrument: { name: "激光检漏仪", serial: "A-1", calibratedUntil: "2027-01-01" },
  unit: "ppm",
  readings: [{ at: AT, lngLat: [114, 38], value: 12, unit: "ppm", on: "阀井", note: "", photos: [] }],
  note: "",
  ...over,
});

test("a number that the instrument can show is a reading; anything else is none", () => {
  expect(readingOf("12.5", "%LEL")).toBe(12.5);
  expect(readingOf("0", "ppm")).toBe(0);
  for (const text of ["", " ", "-1", "101", "zwölf"]) expect(readingOf(text, "%LEL")).toBeNull();
});

test("a survey is told of once it names its instrument and has a reading, and its body is one that the server reads", () => {
  expect(surveyLack(draft())).toBeNull();
  expect(surveyLack(draft({ readings: [] }))).toBe("readings");
  expect(surveyLack(draft({ instrument: { name: " ", serial: "", calibratedUntil: null } }))).toBe("instrument");
  expect(LeakSurveyBody.safeParse(surveyBody(draft())).success).toBe(true);
});
