import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM_FLAGS, chromiumPath } from "./scripts/chromium.ts";

const executablePath = chromiumPath();

/**
 * A machine under load may be late once: a test that fails is run once more, and the run's last words name it with what it said at first.
 * Properties draw the same numbers in every run (see the seed), so one that is broken fails both times.
 */
const SECOND_TRY = { retry: 1 } as const;
const SEED_OF_PROPERTIES = "./scripts/property-seed.ts";

/** What the SPA and its mocks import from outside. */
const PACKAGES_IN_BROWSER = [
  "@deck.gl/core",
  "@deck.gl/maplibre",
  "@luma.gl/core",
  "@luma.gl/engine",
  "@tanstack/react-query",
  "@tanstack/react-table",
  "axe-core",
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
          setupFiles: [SEED_OF_PROPERTIES],
          ...SECOND_TRY,
        },
      },
      {
        test: {
          name: "db",
          environment: "node",
          include: ["server/**/*.db.test.ts"],
          globalSetup: ["server/db/testing/native-server.ts"],
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          setupFiles: [SEED_OF_PROPERTIES],
          ...SECOND_TRY,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["e2e/**/*.test.ts"],
          globalSetup: "./e2e/setup.ts",
          fileParallelism: false,
          ...SECOND_TRY,
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
          ...SECOND_TRY,
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
