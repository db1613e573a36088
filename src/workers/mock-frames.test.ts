import { expect, test } from "vitest";
import { readFacts } from "#mocks/files/facts.ts";
import { buildMockHouse, MOCK_AS_OF } from "#mocks/handlers/house.ts";
import { streamMock } from "#mocks/handlers/live-frames.ts";
import { stateIndex, tagAt } from "#mocks/handlers/tag-values.ts";
import { createFrameDecoder } from "./decode-frame.ts";

const house = buildMockHouse(readFacts());

/** Opens a made-up stream and reads what it has sent so far. */
function open() {
  const sent: (string | ArrayBuffer)[] = [];
  const stream = streamMock(
    house,
    (message) => sent.push(message),
    () => MOCK_AS_OF,
  );
  const decode = createFrameDecoder();
  const read = () =>
    sent.splice(0).flatMap((message) => {
      if (typeof message === "string") return [];
      const frame = decode(message);
      return [{ ...frame, seqs: frame.seqs.slice(0, frame.count), at: frame.at.slice(), states: frame.states.slice() }];
    });
  return { stream, read };
}

test("the page reads the made-up stream: value, time to the second and state of every tag", () => {
  const { stream, read } = open();
  const [frame] = read();
  stream.stop();
  expect(frame?.seqs).toEqual(Uint32Array.from(house.tags.rows, (_, seq) => seq));
  house.tags.rows.forEach((_, seq) => {
    const { value, at, state } = tagAt(house, seq, MOCK_AS_OF);
    const seconds = at === null ? 0 : MOCK_AS_OF - Math.round((MOCK_AS_OF - at) / 1000) * 1000;
    expect([frame?.values[seq], frame?.at[seq], frame?.states[seq]]).toEqual([
      Math.fround(value ?? Number.NaN),
      seconds,
      stateIndex(state),
    ]);
  });
});

test("a wish narrows it to a box or an area", () => {
  const { stream, read } = open();
  read();
  const first = house.stations.rows.find(({ id }) => house.tags.rows.some((tag) => tag.station_id === id));
  const [lng, lat] = first?.lngLat ?? [0, 0];
  stream.hear({ type: "subscribe", bbox: [lng - 1e-9, lat - 1e-9, lng + 1e-9, lat + 1e-9] });
  const inBox = [...(read()[0]?.seqs ?? [])].map((seq) => house.tags.rows[seq]?.station_id);
  expect(new Set(inBox)).toEqual(new Set([first?.id]));
  const { area_code } = house.tags.rows[0] ?? { area_code: "" };
  stream.hear({ type: "subscribe", area: area_code });
  const inArea = [...(read()[0]?.seqs ?? [])].map((seq) => house.tags.rows[seq]?.area_code);
  expect(new Set(inArea)).toEqual(new Set([area_code]));
  stream.hear({ type: "subscribe" });
  expect(read()[0]?.seqs).toHaveLength(house.tags.rows.length);
  stream.stop();
});
