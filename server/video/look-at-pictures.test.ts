import { expect, test } from "vitest";
import { FROZEN_AFTER_MS } from "#contract/cameras.ts";
import { readClips } from "#mocks/media/clips.ts";
import { HealthBook } from "./health-book.ts";
import { lookAtPictures } from "./look-at-pictures.ts";
import type { MediaServer } from "./media-server.ts";

const T0 = 1_800_000_000_000;
const clips = readClips();
const still = (name: string, i: number): Uint8Array => {
  const jpeg = clips.get(name)?.stills[i];
  if (!jpeg) throw new Error(`no still ${i} of ${name}`);
  return jpeg;
};

/** One camera that sends frames, whose stills are given one after the other, one every five seconds. */
async function watched(stills: readonly (Uint8Array | Error)[]) {
  let now = T0;
  const book = new HealthBook(["zlm"], "e");
  const source = { id: "V1", deviceId: "d", cascade: [], adapter: "zlm", channel: null, sourceUrl: null };
  book.setCameras([source], () => "d", now);
  const left = [...stills];
  let looks = 0;
  const server = {
    snapshot: async () => {
      looks += 1;
      const next = left.shift();
      if (!next || next instanceof Error) throw next ?? new Error("no more");
      return next;
    },
  } as unknown as MediaServer;
  const pictures = lookAtPictures({ book, serverOf: () => ({ server, stream: "d" }), now: () => now });
  try {
    for (let i = 0; i < stills.length; i += 1) {
      pictures.want("V1");
      book.tellFrame("V1", now);
      book.settle(now);
      await pictures.round();
      now += 5000;
    }
    book.tellFrame("V1", now);
    book.settle(now);
    const { state } = book.detail("V1", now);
    return {
      state,
      looks,
      pictures,
      book,
      later: (ms: number) => {
        now += ms;
      },
    };
  } finally {
    pictures.stop();
  }
}

test("a picture that stays is frozen, though frames come", async () => {
  const stills = Array.from({ length: Math.ceil(FROZEN_AFTER_MS / 5000) + 1 }, () => still("frozen", 0));
  expect((await watched(stills)).state).toBe("frozen");
});

test("a picture that moves is live", async () => {
  expect((await watched([0, 1, 2, 3].map((i) => still("process", i)))).state).toBe("live");
});

test("a picture that cannot be had says nothing", async () => {
  expect((await watched(Array.from({ length: 5 }, () => new Error("no picture")))).state).toBe("live");
});

test("a camera that nobody has asked for of late is not looked at", async () => {
  const { pictures, looks, later } = await watched([still("frozen", 0)]);
  later(60_000);
  await pictures.round();
  expect(looks).toBe(1);
});
