import fc from "fast-check";
import { expect, test } from "vitest";
import { rewritePlaylist } from "./hls-playlist.ts";

const here = (path: string) => `hls/${encodeURIComponent(path)}`;
const HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

test("each segment, map and key is led through here, and the newest is told", () => {
  const { text, newest } = rewritePlaylist(
    `${HEAD}#EXT-X-MAP:URI="init.mp4"\n#EXTINF:2.0,\n2026/11/a.ts\n#EXTINF:2.0,\nb.ts?x=1\n`,
    here,
  );
  expect(text).toContain('#EXT-X-MAP:URI="hls/init.mp4"');
  expect(text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
    "hls/2026%2F11%2Fa.ts",
    "hls/b.ts%3Fx%3D1",
  ]);
  expect(newest).toBe("b.ts?x=1");
});

test.each([
  "http://camera:pw@10.0.0.1/a.ts",
  "//10.0.0.1/a.ts",
  "/index/api/getMediaList",
  "../../other/a.ts",
  "a\\b.ts",
])("a playlist that names %s is refused", (uri) => {
  expect(() => rewritePlaylist(`${HEAD}#EXTINF:2,\n${uri}\n`, here)).toThrow(/outside/);
  expect(() => rewritePlaylist(`${HEAD}#EXT-X-KEY:METHOD=AES-128,URI="${uri}"\n`, here)).toThrow(/outside/);
});

test("what is no playlist is refused", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.startsWith("#EXTM3U"));
      expect(() => rewritePlaylist(text, here)).toThrow();
    }),
  );
});
