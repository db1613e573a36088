import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { meQuery } from "#api/session.ts";
import { dayTracksQuery, recordQuery, tracksQuery } from "#api/supervise.ts";
import type { FieldTrack } from "#contract/field/coverage.ts";
import type { Role } from "#contract/scope.ts";
import { DAY_MS, dayOf } from "#lib/day.ts";
import type { WayThen } from "#lib/ways-then.ts";
import { signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { NO_SUPERVISE, type SuperviseView } from "#state/supervise.ts";
import { usualView } from "#state/usual-view.ts";
import { createViewStore } from "#state/view.ts";
import type { MapInput } from "./map-input.ts";
import { useFollowedWay } from "./use-followed-way.ts";

/** Ten in the morning of a day of the province. */
const AT = Date.parse("2026-11-20T02:00:00Z");
const track = (daysBefore: number, over: Partial<FieldTrack> = {}): FieldTrack => ({
  recordId: `W${daysBefore}`,
  author: "zhang",
  authorName: "张师傅",
  areaCode: "130123",
  enterpriseId: "E-1",
  fromAt: new Date(AT - daysBefore * DAY_MS).toISOString(),
  toAt: new Date(AT - daysBefore * DAY_MS + 1_200_000).toISOString(),
  points: 2,
  lengthM: 1,
  matchedM: null,
  line: [
    [114.5, 38, 0],
    [114.51 + daysBefore, 38, 1200],
  ],
  ...over,
});

let stop = () => {};
afterEach(() => stop());

function follow(role: Role) {
  const view = createViewStore(usualView({}));
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queries.setQueryData(meQuery.queryKey, { ...signInToMocks("province"), role });
  queries.setQueryData(tracksQuery("zhang", AT).queryKey, { tracks: [track(0), track(1)], isCut: false });
  queries.setQueryData(dayTracksQuery("zhang", dayOf(AT - 9 * DAY_MS)).queryKey, { tracks: [track(9)], isCut: false });
  const line = { author: "zhang", finishedAt: new Date(AT - 9 * DAY_MS).toISOString() };
  queries.setQueryData(recordQuery("R1").queryKey, { line } as never);
  const seen: { way: readonly WayThen[] | null | undefined } = { way: undefined };
  const Probe = () => {
    seen.way = useFollowedWay({ view } as unknown as MapInput);
    return null;
  };
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  stop = () => {
    root.unmount();
    box.remove();
  };
  root.render(
    <QueryClientProvider client={queries}>
      <Probe />
    </QueryClientProvider>,
  );
  const open = (over: Partial<SuperviseView>) =>
    view.setState({ panel: "supervise", supervise: { ...NO_SUPERVISE, page: "people", ...over } });
  const times = () => seen.way?.flatMap(({ times: all = [] }) => all.map(({ label }) => label));
  return { view, seen, open, times };
}

test("whoever is open at the desk has their newest day's way on the map with its times, or that of the day chosen", async () => {
  const { view, seen, open, times } = follow("supervisor");
  await expect.poll(() => seen.way).toBeNull();
  open({ person: "zhang" });
  await expect.poll(times).toEqual(["10:00", "10:20"]);
  expect(seen.way?.[0]).toMatchObject({ name: "张师傅", place: [114.51, 38] });
  open({ person: "zhang", day: new Date(dayOf(AT - DAY_MS)).toISOString() });
  await expect.poll(() => seen.way?.[0]?.place?.[0]).toBe(115.51);
  view.setState({ panel: "overview" });
  await expect.poll(() => seen.way).toBeNull();
});

test("a record that is open has its author's way of its own day", async () => {
  const { seen, open } = follow("dispatcher");
  open({ page: "records", record: "R1" });
  await expect.poll(() => seen.way?.[0]?.place?.[0]).toBe(123.51);
});

test("who may not know ways asks for none, and in the past there is none of now", async () => {
  const analyst = follow("analyst");
  analyst.open({ person: "zhang" });
  await expect.poll(() => analyst.seen.way).toBeNull();
  stop();
  const { view, seen, open } = follow("supervisor");
  open({ person: "zhang" });
  await expect.poll(() => seen.way?.length).toBe(1);
  view.setState({ time: AT });
  await expect.poll(() => seen.way).toBeNull();
});
