import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { type CameraStates, cameraStatesQuery, followCameras } from "./cameras.ts";

const { queryKey } = cameraStatesQuery;
const known = (version: string, ...states: [string, "live" | "cut"][]): CameraStates => ({
  version,
  states: new Map(states),
});
function page() {
  const queries = new QueryClient();
  const asked: string[] = [];
  const line = followCameras({ queries, follow: (since) => void asked.push(since) });
  const states = () => queries.getQueryData<CameraStates>(queryKey);
  return { queries, asked, line, states };
}
const word = (version: string, isWhole: boolean, ...states: { id: string; state: string }[]) => ({
  type: "cameras",
  version,
  isWhole,
  states,
});

test("the line is asked once, from the version that the first answer brought, and not before there is one", () => {
  const { queries, asked } = page();
  queries.setQueryData(["stations"], []);
  expect(asked).toEqual([]);
  queries.setQueryData(queryKey, known("e.3", ["V1", "live"]));
  queries.setQueryData(queryKey, known("e.4", ["V1", "live"]));
  expect(asked).toEqual(["e.3"]);
});

test("what is pushed is written over what is known; everything, where it is said to be everything", () => {
  const { queries, line, states } = page();
  queries.setQueryData(queryKey, known("e.1", ["V1", "live"], ["V2", "live"]));
  line.hear(word("e.2", false, { id: "V1", state: "cut" }));
  expect(states()).toEqual(known("e.2", ["V1", "cut"], ["V2", "live"]));
  line.hear(word("f.9", true, { id: "V2", state: "cut" }));
  expect(states()).toEqual(known("f.9", ["V2", "cut"]));
});

test("a word that nothing has changed leaves the same object, so that nothing is drawn anew", () => {
  const { queries, line, states } = page();
  queries.setQueryData(queryKey, known("e.1", ["V1", "live"]));
  const before = states();
  line.hear(word("e.1", false));
  expect(states()).toBe(before);
});

test("what is none of the contract's is not believed", () => {
  const { queries, line, states } = page();
  queries.setQueryData(queryKey, known("e.1", ["V1", "live"]));
  line.hear(word("e.2", false, { id: "V1", state: "dancing" }));
  line.hear({ type: "cameras" });
  expect(states()).toEqual(known("e.1", ["V1", "live"]));
});
