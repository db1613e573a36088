import { expect, test } from "vitest";
import { mapFilesOf, shellOf } from "./service-worker.ts";

const manifest = {
  "index.html": { file: "assets/index-1.js", css: ["assets/index-1.css"], imports: ["_shared.js"] },
  "_shared.js": { file: "assets/shared-1.js" },
  "src/app.tsx": { file: "assets/app-1.js", imports: ["index.html"] },
  "src/panels/field/field-app.tsx": { file: "assets/field-1.js", css: ["assets/field-1.css"] },
  "src/house-live.ts": { file: "assets/house-live-1.js" },
  "src/map/map-view.tsx": { file: "assets/map-view-1.js" },
};

test("a phone's cache holds the page, its code and styles, and not the map's engine", () => {
  const shell = shellOf(manifest, ["assets/live-socket.worker-1.js", "assets/decode-tile.worker-1.js"]);
  expect(shell).toEqual(
    expect.arrayContaining([
      "/",
      "/assets/index-1.css",
      "/assets/shared-1.js",
      "/assets/app-1.js",
      "/assets/house-live-1.js",
      "/assets/field-1.js",
      "/assets/field-1.css",
      "/assets/live-socket.worker-1.js",
    ]),
  );
  expect(shell.join()).not.toMatch(/map-view|decode-tile/);
  expect(new Set(shell).size).toBe(shell.length);
});

test("a map pack takes the map's engine and the analysis with their workers, and nothing that the phone has anyway", () => {
  const withMap = {
    ...manifest,
    "src/map/map-view.tsx": { file: "assets/map-view-1.js", css: ["assets/map-view-1.css"], imports: ["_shared.js"] },
    "src/panels/legend/map-over.tsx": { file: "assets/map-over-1.js" },
    "src/panels/model/model-panel.tsx": { file: "assets/model-panel-1.js", imports: ["_shared.js"] },
    "src/panels/model/plan-more.tsx": { file: "assets/plan-more-1.js" },
  };
  const files = ["assets/live-socket.worker-1.js", "assets/decode-tile.worker-1.js", "assets/model-desk.worker-1.js"];
  expect(mapFilesOf(withMap, files)).toEqual([
    "/assets/decode-tile.worker-1.js",
    "/assets/map-over-1.js",
    "/assets/map-view-1.css",
    "/assets/map-view-1.js",
    "/assets/model-desk.worker-1.js",
    "/assets/model-panel-1.js",
    "/assets/plan-more-1.js",
  ]);
});
