import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { pastWaysQuery } from "#api/history.ts";
import { meQuery } from "#api/session.ts";
import type { FieldTrack } from "#contract/field/coverage.ts";
import type { Role } from "#contract/scope.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import type { WayThen } from "#lib/ways-then.ts";
import { signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { usualView } from "#state/usual-view.ts";
import { createViewStore } from "#state/view.ts";
import { THEMES } from "#theme/tokens.ts";
import type { MapInput } from "./map-input.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { CAMERA, type Stage, stage } from "./testing/stage.tsx";
import { usePastWays } from "./use-past-ways.ts";

const AT = Date.UTC(2026, 10, 24, 19, 10);
let open: Stage | null = null;
let stop = () => {};
afterEach(() => {
  stop();
  open?.close();
  open = null;
});

test("a way and who walks it are painted, and gone when they are no more told", async () => {
  open = stage({ camera: CAMERA, visible: new Set(["base-ground"]) }, { size: [240, 200], isBare: true });
  const on = open;
  await settled(on.box);
  const { lng, lat } = CAMERA;
  const way: WayThen = {
    account: "zhang",
    name: "",
    lines: [
      [
        [lng - 0.1, lat],
        [lng, lat],
      ],
    ],
    place: [lng, lat],
    at: 0,
  };
  const map = on.box.querySelector(".map-canvas") as HTMLElement;
  const seen = async () => countColor(await pixelsOf(map), THEMES.light.accent, 12);
  expect(await seen()).toBe(0);
  on.show({ ways: [way] });
  await expect.poll(seen, { timeout: 8000 }).toBeGreaterThan(120);
  on.show({ ways: null });
  await expect.poll(seen, { timeout: 8000 }).toBe(0);
});

const TRACK: FieldTrack = {
  recordId: "W1",
  author: "zhang",
  authorName: "张师傅",
  areaCode: "130123",
  enterpriseId: "E-1",
  fromAt: new Date(AT - 600_000).toISOString(),
  toAt: new Date(AT + 600_000).toISOString(),
  points: 2,
  lengthM: 1,
  matchedM: null,
  line: [
    [114.5, 38, 0],
    [114.51, 38, 1200],
  ],
};

test("ways are of the past, wished for, and for those who answer for inspectors", async () => {
  const view = createViewStore(usualView({}));
  const queries = new QueryClient();
  const day = dayOf(AT);
  queries.setQueryData(pastWaysQuery(day, day + DAY_MS).queryKey, { tracks: [TRACK], isCut: false });
  const as = (role: Role) => queries.setQueryData(meQuery.queryKey, { ...signInToMocks("province"), role });
  let told: readonly WayThen[] | null | undefined;
  const Probe = () => {
    told = usePastWays({ view } as unknown as MapInput);
    return null;
  };
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  stop = () => {
    root.unmount();
    box.remove();
  };
  as("supervisor");
  root.render(
    <QueryClientProvider client={queries}>
      <Probe />
    </QueryClientProvider>,
  );
  await expect.poll(() => told).toBeNull();
  view.setState({ time: AT });
  await expect.poll(() => told).toBeNull();
  view.setState({ ways: true });
  await expect.poll(() => told?.map(({ place }) => place)).toEqual([[114.505, 38]]);
  as("analyst");
  await expect.poll(() => told).toBeNull();
  as("dispatcher");
  await expect.poll(() => told?.length).toBe(1);
  view.setState({ time: null });
  await expect.poll(() => told).toBeNull();
});
