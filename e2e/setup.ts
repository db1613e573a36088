import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { PASSWORD, startProduct } from "./product.ts";

declare module "vitest" {
  export interface ProvidedContext {
    productUrl: string;
    mqttPort: number;
    mediaPort: number;
    password: string;
  }
}

/** One product for all browser sentences: an empty data directory, the demo province, as a new user gets it. */
export async function setup(project: TestProject) {
  const running = process.env.PRODUCT_URL;
  if (running) {
    // While writing a sentence: against a product that runs already, with the tests' password.
    project.provide("productUrl", running);
    project.provide("mqttPort", Number(process.env.MQTT_PORT ?? 1883));
    project.provide("mediaPort", Number(process.env.MEDIA_PORT ?? 0));
    project.provide("password", process.env.DEMO_PASSWORD ?? PASSWORD);
    return;
  }
  const dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-e2e-"));
  const product = await startProduct({ dataDir });
  console.log(`first start with an empty data directory: ${(product.startedInMs / 1000).toFixed(1)} s`);
  project.provide("productUrl", product.url);
  project.provide("mqttPort", product.mqttPort);
  project.provide("mediaPort", product.mediaPort);
  project.provide("password", product.password);
  return async () => {
    await product.stop();
    const complaints = product
      .log()
      .split("\n")
      .filter((line) => /"level":(50|60)/.test(line));
    if (complaints.length > 0) console.log(`the product complained:\n${complaints.slice(0, 20).join("\n")}`);
    rmSync(dataDir, { recursive: true, force: true });
  };
}
