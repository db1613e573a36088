import { expect, test } from "vitest";
import type { LngLat } from "#contract/route.ts";
import {
  change,
  clickInMode,
  createModelStore,
  reportStuck,
  takeChangeTool,
  takeLine,
  takeMode,
  undoStep,
  understood,
} from "./model.ts";

const AT: LngLat = [114.5, 38.1];
const pick = (seq: number) => ({ seq, lngLat: AT });
const inMode = (mode: Parameters<typeof takeMode>[1]) => {
  const store = createModelStore();
  takeMode(store, mode);
  return store;
};

test("without a mode a click is nothing of the model's", () => {
  const store = createModelStore();
  const before = store.getState();
  clickInMode(store, pick(1), AT);
  expect(store.getState()).toEqual(before);
});

test("another click begins another plan, with no valve reported yet; each step is taken back on its own", () => {
  const store = inMode("isolate");
  clickInMode(store, pick(1), AT);
  reportStuck(store, "V1");
  reportStuck(store, "V2");
  reportStuck(store, "V1");
  expect(store.getState().stuck).toEqual(["V2", "V1"]);
  clickInMode(store, pick(2), AT);
  expect(store.getState()).toMatchObject({ picks: [pick(2)], stuck: [] });
  undoStep(store);
  expect(store.getState()).toMatchObject({ picks: [pick(1)], stuck: ["V2", "V1"] });
  for (let i = 0; i < 4; i++) expect(undoStep(store)).toBe(true);
  expect(store.getState()).toMatchObject({ picks: [], stuck: [] });
  expect(undoStep(store)).toBe(false);
});

test("two clicks draw a line across pipes and pick none; after it a click is a plan again; a line begun is let be", () => {
  const store = inMode("isolate");
  clickInMode(store, pick(1), AT);
  takeLine(store, true);
  clickInMode(store, pick(2), AT);
  expect(store.getState()).toMatchObject({ picks: [pick(1)], lineFrom: AT, lines: [] });
  takeLine(store, true);
  clickInMode(store, pick(2), AT);
  clickInMode(store, null, [114.6, 38.2]);
  const line = [AT, [114.6, 38.2]];
  expect(store.getState()).toMatchObject({ picks: [pick(1)], lines: [line], isDrawing: false, lineFrom: null });
  clickInMode(store, pick(3), AT);
  expect(store.getState()).toMatchObject({ picks: [pick(3)], lines: [line] });
  undoStep(store);
  undoStep(store);
  expect(store.getState()).toMatchObject({ picks: [pick(1)], lines: [] });
});

test("a profile goes between two pipes; a third begins anew; a place without a pipe counts for measuring alone", () => {
  const store = inMode("profile");
  for (const seq of [1, 2, 3]) clickInMode(store, pick(seq), AT);
  clickInMode(store, null, AT);
  expect(store.getState().picks).toEqual([pick(3)]);
  takeMode(store, "measure");
  clickInMode(store, null, AT);
  expect(store.getState()).toMatchObject({ picks: [], corners: [AT] });
});

test("the same change twice is none; a mode taken again is put away with all that it showed", () => {
  const store = inMode("scenario");
  const squeeze = { kind: "squeeze", pipe: "P1" } as const;
  change(store, squeeze);
  change(store, { kind: "close_valve", node: "V1" });
  change(store, squeeze);
  expect(store.getState().changes).toEqual([{ kind: "close_valve", node: "V1" }]);
  takeMode(store, "scenario");
  expect(store.getState()).toMatchObject({ mode: null, changes: [], past: [], result: null });
});

test("in a scenario two clicks with the line's tool are one change, wherever they are; another tool lets a begun line be", () => {
  const store = inMode("scenario");
  takeChangeTool(store, "line");
  clickInMode(store, pick(1), AT);
  expect(store.getState()).toMatchObject({ lineFrom: AT, changes: [], clicked: null });
  clickInMode(store, null, [114.6, 38.2]);
  const line = { kind: "line", line: [AT, [114.6, 38.2]] };
  expect(store.getState()).toMatchObject({ lineFrom: null, changes: [line], lines: [] });
  clickInMode(store, null, AT);
  takeChangeTool(store, "squeeze");
  expect(store.getState()).toMatchObject({ lineFrom: null, changes: [line] });
  clickInMode(store, pick(2), AT);
  expect(store.getState().clicked).toEqual(pick(2));
  undoStep(store);
  expect(store.getState().changes).toEqual([]);
});

test("a valve asked for where none is near is said, until the next click or tool", () => {
  const store = inMode("scenario");
  takeChangeTool(store, "close_valve");
  for (const next of [() => clickInMode(store, pick(2), AT), () => takeChangeTool(store, "squeeze")]) {
    clickInMode(store, pick(1), AT);
    understood(store, true);
    expect(store.getState()).toMatchObject({ noValve: true, clicked: null, changes: [] });
    next();
    expect(store.getState().noValve).toBe(false);
  }
});

test("beside pipes a click is for the valve's tools alone: a valve has a symbol there", () => {
  const store = inMode("scenario");
  clickInMode(store, null, AT);
  expect(store.getState().clicked).toBeNull();
  for (const tool of ["close_valve", "open_valve"] as const) {
    takeChangeTool(store, tool);
    clickInMode(store, null, AT);
    expect(store.getState().clicked).toEqual({ seq: null, lngLat: AT });
    understood(store);
  }
});

test("a valve that the scenario has closed is opened by taking that off, and the other way round", () => {
  const [shut, open] = [
    { kind: "close_valve", node: "V1" },
    { kind: "open_valve", node: "V1" },
  ] as const;
  for (const [first, then] of [
    [shut, open],
    [open, shut],
    [shut, shut],
  ] as const) {
    const store = inMode("scenario");
    change(store, { kind: "close_valve", node: "V2" });
    change(store, first);
    change(store, then);
    expect(store.getState().changes).toEqual([{ kind: "close_valve", node: "V2" }]);
    undoStep(store);
    expect(store.getState().changes).toEqual([{ kind: "close_valve", node: "V2" }, first]);
  }
});
