import { describe, expect, test } from "vitest";
import type { Network } from "./districts.ts";
import type { Transition } from "./record.ts";
import type { AlarmTag } from "./tag.ts";
import { house, rule, tag } from "./testing/house.ts";
import { buildTopology } from "./topology.ts";

const MIN = 60_000;
const FED = ["P1", "P2", "P3", "P4"];
/** The other street is longer, so that the first alone is too little for the gate to explain it. */
const QS = Array.from({ length: 9 }, (_, i) => `Q${i + 1}`);

/** A gate feeds a street by one regulator, a second street by two; a closed valve ends the first. */
const NETWORK: Network = {
  nodes: [
    ...["R", "RA", "RB"].map((id) => ({ id: `n${id}`, stationId: `S-${id}`, isRegulator: true, isClosedValve: false })),
    ...[...FED, ...QS, "X1"].map((id) => ({
      id: `n${id}`,
      stationId: `S-${id}`,
      isRegulator: false,
      isClosedValve: false,
    })),
    { id: "shut", stationId: null, isRegulator: false, isClosedValve: true },
  ],
  pipes: [
    ...["nR", "nRA", "nRB"].map((to) => ({ from: "gate", to, level: "HP_B" as const })),
    ...FED.map((id) => ({ from: "nR", to: `n${id}`, level: "MP_A" as const })),
    { from: "nP4", to: "shut", level: "MP_A" },
    { from: "shut", to: "nX1", level: "MP_A" },
    ...["nRA", "nRB", ...QS.slice(1).map((id) => `n${id}`)].map((to) => ({ from: "nQ1", to, level: "MP_A" as const })),
  ],
};
const tagAt = (id: string, over: Partial<AlarmTag> = {}) => tag({ id, stationId: `S-${id}`, ...over });
const TAGS = ["R", ...FED, ...QS, "X1"].map((id) => tagAt(id));
const street = (tags = TAGS) => house(tags, [rule()], { topology: buildTopology(tags, NETWORK) });

/** Under which incident each tag's alarm stands after all that was written, with its reason and cause. */
function incidents(entries: readonly Transition[]) {
  const last = new Map(entries.map(({ alarm, incident }) => [alarm.tagId, { alarm, incident }]));
  const groups = Map.groupBy(last.values(), ({ alarm }) => alarm.incidentId);
  return [...groups.values()]
    .map((members) => ({
      tags: members.map(({ alarm }) => alarm.tagId).toSorted(),
      reason: members.at(-1)?.incident?.reason ?? null,
      cause: members.at(-1)?.incident?.causeId ?? null,
      firstOut: members.filter(({ alarm }) => alarm.isFirstOut).map(({ alarm }) => alarm.tagId),
    }))
    .toSorted((a, b) => ((a.tags[0] ?? "") < (b.tags[0] ?? "") ? -1 : 1));
}

describe("pressure that falls", () => {
  test("at two stations of a street is one incident of the regulator that feeds it, and the first to ring stays the first", () => {
    const { say, entries } = street();
    say(50, MIN, "P2");
    say(50, MIN, "P1");
    say(50, MIN, "P3");
    expect(incidents(entries)).toEqual([
      { tags: ["P1", "P2", "P3"], reason: "upstream", cause: "S-R", firstOut: ["P2"] },
    ]);
  });

  test("where several regulators feed the street is the street's", () => {
    const { say, entries } = street();
    for (const id of QS.slice(0, 3)) say(50, MIN, id);
    expect(incidents(entries)).toMatchObject([{ tags: ["Q1", "Q2", "Q3"], reason: "district", cause: "nQ1" }]);
  });

  test("at the regulator itself needs one more beneath it", () => {
    const { say, entries } = street([
      ...TAGS,
      ...Array.from({ length: 9 }, (_, i) => tagAt(`P1-${i}`, { stationId: "S-P1" })),
    ]);
    say(50, MIN, "R");
    say(50, MIN, "P4");
    expect(incidents(entries)).toMatchObject([
      { tags: ["P4", "R"], reason: "upstream", cause: "S-R", firstOut: ["R"] },
    ]);
  });

  test("and pressure that rises have different causes, and so have another street and what lies behind a closed valve", () => {
    const { say, entries } = street();
    say(50, MIN, "P1");
    say(140, MIN, "P2");
    say(50, MIN, "Q1");
    say(50, MIN, "X1");
    expect(incidents(entries)).toEqual(
      ["P1", "P2", "Q1", "X1"].map((id) => ({ tags: [id], reason: "single", cause: null, firstOut: [id] })),
    );
  });

  test("half an hour apart has no cause in common", () => {
    const { say, entries } = street();
    say(50, MIN, "P1");
    say(50, 30 * MIN, "P2");
    expect(incidents(entries)).toMatchObject([{ tags: ["P1"] }, { tags: ["P2"] }]);
  });
});

describe("silence", () => {
  const silentRule = rule({ id: "no-data", condition: { kind: "no_data", afterS: 0 }, level: "blue" });
  const at = (id: string, areaCode: string, enterpriseId: string) => tagAt(id, { areaCode, enterpriseId });
  const HERE = ["A1", "A2", "A3"].map((id) => at(id, "130102", "E-1"));
  const THERE = ["B1", "B2", "B3"].map((id) => at(id, "130203", "E-1"));
  const OTHERS = ["C1", "C2"].map((id) => at(id, "130102", "E-2"));
  const tags = [...HERE, ...THERE, ...OTHERS];

  /** All are heard for two minutes, then only some for ten. */
  function fallSilent(speaking: readonly AlarmTag[]) {
    const { say, wait, entries } = house(tags, [silentRule]);
    for (let i = 0; i < 3; i++) for (const { id } of tags) say(100, 5000, id);
    for (let i = 0; i < 20; i++) {
      for (const { id } of speaking) say(100, 1000, id);
      wait(30_000 - 1000 * speaking.length);
    }
    return incidents(entries);
  }

  test("of all that an enterprise reports from a county is one incident of that line", () => {
    expect(fallSilent([...THERE, ...OTHERS])).toMatchObject([
      { tags: ["A1", "A2", "A3"], reason: "communication", cause: "130102/E-1" },
    ]);
  });

  test("of an enterprise in all its counties is one incident of the enterprise", () => {
    expect(fallSilent(OTHERS)).toMatchObject([
      { tags: ["A1", "A2", "A3", "B1", "B2", "B3"], reason: "enterprise", cause: "E-1" },
    ]);
  });

  test("of one sensor of three is its own", () => {
    const [first, ...rest] = HERE;
    expect(fallSilent([...rest, ...THERE, ...OTHERS])).toEqual([
      { tags: [first?.id], reason: "single", cause: null, firstOut: [first?.id] },
    ]);
  });
});

test("more unexplained alarms of a city in ten minutes than a person reads are one incident, until they become few", () => {
  const apart = Array.from({ length: 14 }, (_, i) => tagAt(`Z${String(i).padStart(2, "0")}`));
  const { say, entries } = house(apart, [rule()]);
  for (const { id } of apart.slice(0, 12)) say(140, 20_000, id);
  expect(incidents(entries)).toMatchObject([{ reason: "flood", cause: "130100" }]);
  expect(incidents(entries)[0]?.tags).toHaveLength(12);
  say(140, 15 * MIN, "Z12");
  expect(incidents(entries).find(({ tags }) => tags.includes("Z12"))).toMatchObject({
    tags: ["Z12"],
    reason: "single",
  });
});
