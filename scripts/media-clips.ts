import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { CLIPS_DIR } from "#mocks/media/clips.ts";
import { makeClip, SCENES } from "#mocks/media/make-clips.ts";
import { commandPath, ensureTool } from "./debian.ts";

/** `npm run media-clips`: encodes the clips of the fake media server anew. They are committed: only who changes a scene runs this. */
ensureTool("ffmpeg", ["ffmpeg"], () => commandPath("ffmpeg") !== undefined);
rmSync(CLIPS_DIR, { recursive: true, force: true });
for (const scene of SCENES) makeClip(CLIPS_DIR, scene);
const bytes = readdirSync(CLIPS_DIR).reduce((sum, file) => sum + statSync(join(CLIPS_DIR, file)).size, 0);
console.log(`${SCENES.length} clips, ${(bytes / 1000).toFixed(0)} KB`);
if (bytes > 1_000_000) throw new Error("the clips are larger than 1 MB together");
