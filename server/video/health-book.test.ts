import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FROZEN_AFTER_MS, HEALTH_EVERY_MS, WATCH_EVERY_MS } from "#contract/cameras.ts";
import type { CameraSource } from "#server/db/cameras.ts";
import { HealthBook } from "./health-book.ts";
import type { MediaReport, PlatformReport, StreamReport } from "./media-server.ts";

const CITY = "13010000002000000001";
const DEVICE = "13010201121320000001";
const camera = (over: Partial<CameraSource> = {}): CameraSource => ({
  id: "V1",
  deviceId: DEVICE,
  cascade: [CITY],
  adapter: "zlm",
  channel: null,
  sourceUrl: null,
  ...over,
});

const T0 = 1_800_000_000_000;
const online = (frames: number | null, bytesPerS: number | null = null): StreamReport => ({
  isOnline: true,
  frames,
  bytesPerS,
});
const said = (stream: StreamReport | null, platforms: Record<string, boolean> = {}): MediaReport => ({
  streams: new Map(stream ? [[DEVICE, stream]] : []),
  platforms: new Map<string, PlatformReport>(
    Object.entries(platforms).map(([id, isOnline]) => [id, { isOnline, at: null }]),
  ),
});

function bookOf(sources: readonly CameraSource[] = [camera()]) {
  const book = new HealthBook(["zlm"], "e");
  book.setCameras(sources, ({ channel, deviceId }) => channel ?? deviceId, T0);
  return book;
}

/** Looks every WATCH_EVERY_MS from `from` (exclusive) until `to`, with what the server says at each moment. */
function look(book: HealthBook, from: number, to: number, say: (ms: number) => MediaReport | null): void {
  for (let ms = from + WATCH_EVERY_MS; ms <= to; ms += WATCH_EVERY_MS) {
    const report = say(ms);
    if (report) book.tellReport("zlm", report, T0 + ms);
    else book.tellSilence("zlm", T0 + ms);
    book.settle(T0 + ms);
  }
}

describe("a camera is", () => {
  test("unknown without a media server, and before its server has answered", () => {
    const book = bookOf([camera({ adapter: null }), camera({ id: "V2", adapter: "elsewhere" }), camera({ id: "V3" })]);
    expect(["V1", "V2", "V3"].map((id) => book.stateOf(id))).toEqual(["unknown", "unknown", "unknown"]);
  });

  test("idle while nobody draws its stream", () => {
    const book = bookOf();
    look(book, 0, 30_000, () => said(null, { [CITY]: true, [DEVICE]: true }));
    expect(book.stateOf("V1")).toBe("idle");
  });

  test("live once its frames are seen to grow in number, and not before", () => {
    const book = bookOf();
    look(book, 0, 1500, () => said(online(100)));
    expect(book.stateOf("V1")).toBe("idle");
    look(book, 1500, 3000, () => said(online(137)));
    expect(book.stateOf("V1")).toBe("live");
    expect(book.detail("V1", T0).lastFrameAt).toBe(new Date(T0 + 3000).toISOString());
  });

  test("live by its bytes where the server counts no frames", () => {
    const book = bookOf();
    look(book, 0, 3000, () => said(online(null, 50_000)));
    expect(book.stateOf("V1")).toBe("live");
  });

  test("offline when any platform on the way, or the device, is reported gone", () => {
    for (const gone of [CITY, DEVICE]) {
      const book = bookOf();
      look(book, 0, 3000, () => said(null, { [CITY]: true, [DEVICE]: true, [gone]: false }));
      expect(book.stateOf("V1")).toBe("offline");
      expect(book.detail("V1", T0).levels).toEqual([
        { id: CITY, kind: "platform", isOnline: gone !== CITY, at: null },
        { id: DEVICE, kind: "device", isOnline: gone !== DEVICE, at: null },
      ]);
    }
  });

  test("live even when a platform is reported gone, as long as its frames come", () => {
    const book = bookOf();
    look(book, 0, 6000, (ms) => said(online(ms), { [CITY]: false }));
    expect(book.stateOf("V1")).toBe("live");
  });

  test("unreachable when its media server has not answered for some looks", () => {
    const book = bookOf();
    look(book, 0, 6000, () => said(null, { [DEVICE]: true }));
    look(book, 6000, 7500, () => null);
    expect(book.stateOf("V1")).toBe("idle");
    look(book, 7500, 13_500, () => null);
    expect(book.stateOf("V1")).toBe("unreachable");
  });

  test("frozen when frames come and the picture stays, and live again when it moves", () => {
    const book = bookOf();
    const picture = (of: (ms: number) => string) => (ms: number) => {
      book.tellPicture("V1", of(ms), T0 + ms);
      return said(online(ms));
    };
    look(book, 0, 6000, picture(String));
    expect(book.stateOf("V1")).toBe("live");
    look(
      book,
      6000,
      6000 + FROZEN_AFTER_MS + 2 * WATCH_EVERY_MS,
      picture(() => "same"),
    );
    expect(book.stateOf("V1")).toBe("frozen");
    look(book, 30_000, 33_000, picture(String));
    expect(book.stateOf("V1")).toBe("live");
  });
});

describe("a cut stream", () => {
  test("is named within ten seconds, with the time a page takes to ask", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3000, max: 60_000 }), fc.boolean(), (cutAt, isStillListed) => {
        const book = bookOf();
        let named = Number.POSITIVE_INFINITY;
        const leave = book.tellWatcher("V1", T0);
        look(book, 0, cutAt + 12_000, (ms) => {
          if (ms < cutAt) book.tellFrame("V1", T0 + ms);
          if (book.stateOf("V1") === "cut") named = Math.min(named, ms);
          return said(ms < cutAt ? online(ms) : isStillListed ? online(cutAt) : null);
        });
        leave();
        expect(named - cutAt + HEALTH_EVERY_MS).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  test("is cut although the server says that it runs, and that is told", () => {
    const book = bookOf();
    look(book, 0, 6000, (ms) => said(online(ms)));
    look(book, 6000, 15_000, () => said(online(6000), { [DEVICE]: true }));
    expect(book.detail("V1", T0)).toMatchObject({ state: "cut", isContradicted: true });
  });

  test("is cut although the server counts frames, when none comes through to who watches", () => {
    const book = bookOf();
    book.tellWatcher("V1", T0);
    look(book, 0, 4500, (ms) => said(online(ms)));
    expect(book.stateOf("V1")).toBe("live");
    look(book, 4500, 7500, (ms) => said(online(ms)));
    expect(book.detail("V1", T0)).toMatchObject({ state: "cut", isContradicted: true });
  });

  test("is live again with its next frame", () => {
    const book = bookOf();
    look(book, 0, 6000, (ms) => said(online(ms)));
    look(book, 6000, 15_000, () => said(online(6000)));
    look(book, 15_000, 18_000, (ms) => said(online(ms)));
    expect(book.stateOf("V1")).toBe("live");
  });
});

describe("changes", () => {
  const all = () => true;
  test("since a version are those that came after it, and none twice", () => {
    const book = bookOf([camera(), camera({ id: "V2", deviceId: "13010201121320000002" })]);
    const first = book.changes(undefined, all);
    expect(first.isWhole).toBe(true);
    expect(first.states.map(({ id }) => id)).toEqual(["V1", "V2"]);
    expect(book.changes(first.version, all)).toEqual({ version: first.version, isWhole: false, states: [] });
    look(book, 0, 4500, (ms) => said(online(ms)));
    const second = book.changes(first.version, all);
    expect(second.states).toContainEqual({ id: "V1", state: "live" });
    expect(book.changes(second.version, all).states).toEqual([]);
  });

  test("of another book, or of a version that is none, are all there are", () => {
    const book = bookOf();
    for (const since of ["x.1", "", "e.", "e.-1", "e.1e9", "nonsense"])
      expect(book.changes(since, all)).toMatchObject({ isWhole: true, states: [{ id: "V1" }] });
  });

  test("are told of cameras in sight alone", () => {
    const book = bookOf([camera(), camera({ id: "V2" })]);
    expect(book.changes(undefined, (id) => id === "V2").states.map(({ id }) => id)).toEqual(["V2"]);
  });

  test("whoever follows them knows what the book knows", () => {
    const event = fc.record({
      ms: fc.integer({ min: 100, max: 4000 }),
      what: fc.constantFrom("report", "silence", "frame", "gone") as fc.Arbitrary<
        "report" | "silence" | "frame" | "gone"
      >,
      frames: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.nat(5), (events, every) => {
        const book = bookOf();
        const followed = new Map<string, string>();
        let since: string | undefined;
        let at = T0;
        const ask = () => {
          const { version, states } = book.changes(since, all);
          since = version;
          for (const { id, state } of states) followed.set(id, state);
        };
        events.forEach(({ ms, what, frames }, i) => {
          at += ms;
          if (what === "report") book.tellReport("zlm", said(online(frames)), at);
          else if (what === "gone") book.tellReport("zlm", said(null), at);
          else if (what === "silence") book.tellSilence("zlm", at);
          else book.tellFrame("V1", at);
          book.settle(at);
          if (i % (every + 1) === 0) ask();
        });
        ask();
        expect(followed.get("V1")).toBe(book.stateOf("V1"));
      }),
    );
  });
});

test("a new register keeps what was seen of those that stay, and forgets the others", () => {
  const second = camera({ id: "V2", deviceId: "13010201121320000002" });
  const book = bookOf([camera(), second]);
  look(book, 0, 4500, (ms) => said(online(ms)));
  book.setCameras([camera()], ({ deviceId }) => deviceId, T0 + 4600);
  expect(book.stateOf("V1")).toBe("live");
  expect(book.changes(undefined, () => true).states.map(({ id }) => id)).toEqual(["V1"]);
});
