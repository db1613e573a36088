import { expect, test } from "vitest";
import type { Answered } from "#api/model.ts";
import type { ModelPick } from "#contract/model.ts";
import { clickInMode, createModelStore, MODEL_MODES, takeMode } from "#state/model.ts";
import { askOf, cordonAskOf, shownOf } from "./use-model.ts";

const about = (kind: string, pipe: string) => ({ answer: { kind, pipe } }) as Answered;
const [cordon, plan] = [about("cordon", "P1"), about("isolate", "P1")];
const pick: ModelPick = { seq: 7, lngLat: [114.5, 38.1] };

test("the first cordon stands until the answer about its pipe is there, and never takes the place of one", () => {
  expect(shownOf(undefined, undefined, false)).toBeNull();
  expect(shownOf(cordon, undefined, false)).toBe(cordon);
  expect(shownOf(cordon, plan, false)).toBe(plan);
  // A valve reported stuck: the plan of before stays until the next ring is there.
  expect(shownOf(cordon, plan, true)).toBeNull();
  // Another pipe clicked: the plan of before goes at once.
  expect(shownOf(about("cordon", "P2"), plan, true)).toEqual(about("cordon", "P2"));
  expect(shownOf(undefined, plan, true)).toBeNull();
});

test("a click asks for its cordon where an answer will have one, and for nothing else first", () => {
  for (const mode of MODEL_MODES) {
    const store = createModelStore();
    takeMode(store, mode);
    expect(cordonAskOf(store.getState())).toBeNull();
    clickInMode(store, pick, pick.lngLat);
    const { release } = store.getState();
    const first = cordonAskOf(store.getState());
    if (mode === "isolate") expect(first).toEqual({ kind: "cordon", pick, wish: null });
    else if (mode === "consequence") expect(first).toEqual({ kind: "cordon", pick, wish: release });
    else expect(first).toBeNull();
    if (first) expect(askOf(store.getState(), [])).toMatchObject({ kind: mode, pick });
  }
});
