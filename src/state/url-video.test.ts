import fc from "fast-check";
import { expect, test } from "vitest";
import { readVideo, videoParts } from "./url-video.ts";
import { NO_VIDEO, ROUND_SECONDS, WALL_SIZES } from "./video.ts";

test("what is watched survives the address bar, whatever the ids hold", () => {
  const id = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((text) => text.isWellFormed() && text.length <= 64);
  const video = fc.record({
    cams: fc.uniqueArray(id, { maxLength: 9 }),
    wall: fc.constantFrom(null, ...WALL_SIZES),
    roundS: fc.constantFrom(null, ...ROUND_SECONDS),
  });
  fc.assert(
    fc.property(video, (view) => {
      const search = new URLSearchParams();
      for (const [key, value] of videoParts(view)) if (value !== null) search.set(key, value);
      expect(readVideo(new URLSearchParams(search.toString()))).toEqual(view);
    }),
  );
});

test("a damaged link watches what can be read of it", () => {
  expect(readVideo(new URLSearchParams("cam=V1,,%25E0%25A4,V2,V1&vwall=5&round=-1"))).toEqual({
    ...NO_VIDEO,
    cams: ["V1", "V2"],
  });
  expect(readVideo(new URLSearchParams(""))).toEqual(NO_VIDEO);
});
