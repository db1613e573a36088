import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM_FLAGS, chromiumPath } from "./scripts/chromium.ts";

const executablePath = chromiumPath();

/** What the SPA and its mocks import from outside. */
const PACKAGES_IN_BROWSER = [
  "@deck.gl/core",
  "@deck.gl/maplibre",
  "@luma.gl/core",
  "@luma.gl/engine",
  "@tanstack/react-query",
  "@tanstack/react-table",
  "echarts/charts",
  "echarts/components",
  "echarts/core",
  "echarts/renderers",
  "hls.js/light",
  "i18next",
  "maplibre-gl",
  "mpegts.js",
  "msw",
  "pbf",
  "pinyin-pro",
  "pmtiles",
  "react",
  "react-dom",
  "react-dom/client",
  "react-i18next",
  "react/jsx-dev-runtime",
  "react/jsx-runtime",
  "uplot",
  "zod",
  "zustand",
  "zustand/react/shallow",
  "zustand/vanilla",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          include: ["{contract,model,mocks,server,src,scripts,bench}/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/*.browser.test.{ts,tsx}", "**/node_modules/**"],
          // Properties of hundreds of runs, on a machine that may do other things besides.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "db",
          environment: "node",
          include: ["server/**/*.db.test.ts"],
          globalSetup: ["server/db/testing/native-server.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["e2e/**/*.test.ts"],
          globalSetup: "./e2e/setup.ts",
          fileParallelism: false,
          // Real devices ring, stream and fall silent while a sentence is said: one that fails is said once more, and the report tells so.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        plugins: [react()],
        // All at once, before the first test: one found later makes vite load a second React beside the first.
        optimizeDeps: { include: PACKAGES_IN_BROWSER },
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.{ts,tsx}"],
          testTimeout: 60_000,
          // What is waited for comes; how soon, on a machine that also does other work, is not what is tested.
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: "chromium" }],
            provider: playwright({
              launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath ? { executablePath } : {}) },
            }),
          },
        },
      },
    ],
  },
});
