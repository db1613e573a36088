import { expect, test } from "vitest";
import type { Hover } from "#state/hover.ts";
import { createModelStore, takeMode } from "#state/model.ts";
import { diverted } from "./divert.ts";

const AT = { x: 5, y: 5, lng: 114.5, lat: 38.1 };
const pipe = { kind: "pipe", seq: 7, level: 0, material: 0, dnMm: 40, status: 0 } as const;
const station = { kind: "station", seq: 1, id: "S1", name: "阀井1", stationKind: 3 } as const;
const area = { kind: "area", code: "130123", name: "正定县" } as const;

function click(mode: Parameters<typeof takeMode>[1], feature: Hover["feature"], under: Hover["feature"] = null) {
  const model = createModelStore();
  if (mode) takeMode(model, mode);
  const isTaken = diverted(model)(AT, feature, () => under);
  return { isTaken, picks: model.getState().picks.map(({ seq }) => seq) };
}

test("a mode asks of the pipe clicked, also beneath a station's symbol or name", () => {
  expect(click("isolate", pipe)).toEqual({ isTaken: true, picks: [7] });
  expect(click("isolate", station, pipe)).toEqual({ isTaken: true, picks: [7] });
  expect(click("isolate", station)).toEqual({ isTaken: true, picks: [] });
  expect(click("isolate", null, pipe)).toEqual({ isTaken: true, picks: [] });
});

test("areas keep their clicks, and all do where no mode asks for any", () => {
  expect(click("isolate", area, pipe)).toEqual({ isTaken: false, picks: [] });
  expect(click("winter", pipe)).toEqual({ isTaken: false, picks: [] });
  expect(click(null, pipe)).toEqual({ isTaken: false, picks: [] });
});
