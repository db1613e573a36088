import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CLIPS_DIR, readClips } from "./clips.ts";
import { SCENES } from "./make-clips.ts";

const MOST_BYTES = 1_048_576;

test("the demo's clips are those of its scenes, a megabyte in all at most", () => {
  expect([...readClips().keys()].toSorted()).toEqual(SCENES.map(({ name }) => name).toSorted());
  const files = readdirSync(CLIPS_DIR);
  expect(files.reduce((sum, file) => sum + statSync(join(CLIPS_DIR, file)).size, 0)).toBeLessThanOrEqual(MOST_BYTES);
  for (const { name } of SCENES)
    expect(
      readFileSync(join(CLIPS_DIR, `${name}.flv`))
        .subarray(0, 3)
        .toString(),
    ).toBe("FLV");
});
