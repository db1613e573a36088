import fc from "fast-check";
import { expect, test } from "vitest";
import { addresses, banner } from "./banner.ts";
import { showProgress } from "./progress.ts";
import { createClosing } from "./stop.ts";
import { holdPort } from "./waiting.ts";

const quiet = { info: () => undefined, error: () => undefined };

test("parts are closed in the reverse order, once, and one that fails or hangs keeps none open", async () => {
  const closed: string[] = [];
  const closing = createClosing(quiet, 20);
  closing.add("database", async () => closed.push("database"));
  closing.add("stuck", () => new Promise(() => undefined));
  closing.add("broken", async () => {
    throw new Error("no");
  });
  closing.add("http", async () => closed.push("http"));
  const [first, second] = await Promise.all([closing.close(), closing.close()]);
  expect([first, second, closed]).toEqual([false, false, ["http", "database"]]);
});

test("while it starts, the port lives, says how far it is, and everything else waits", async () => {
  const held = await holdPort(0, "127.0.0.1", () => ({ zh: "正在导入 <管线>", en: "Importing", share: 0.42 }));
  try {
    const at = `http://127.0.0.1:${held.port}`;
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
    const api = await fetch(`${at}/api/session`);
    expect([api.status, api.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await api.json()).toMatchObject({ code: "not_ready", detail: "Importing 42 %", instance: "/api/session" });
    const page = await fetch(at, { headers: { accept: "text/html" } });
    const text = await page.text();
    expect(page.status).toBe(503);
    expect(text).toContain("正在导入 &#60;管线&#62; 42 %");
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  } finally {
    await held.close();
  }
});

test("a port that is held is an error that names it", async () => {
  const held = await holdPort(0, "127.0.0.1", () => ({ zh: "", en: "", share: null }));
  await expect(holdPort(held.port, "127.0.0.1", () => ({ zh: "", en: "", share: null }))).rejects.toThrow("EADDRINUSE");
  await held.close();
});

test("without a terminal progress is a line for each tenth, never more", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }), (shares) => {
      const lines: string[] = [];
      const show = showProgress(false, (line) => lines.push(line));
      for (const share of shares.toSorted()) show({ zh: "导入", en: "import", share });
      expect(lines.length).toBeLessThanOrEqual(11);
      expect(lines.every((line) => line.endsWith("导入 · import\n"))).toBe(true);
    }),
  );
});

test("the banner names address and accounts, and a password only with demo data", () => {
  const facts = {
    port: 8080,
    host: "127.0.0.1",
    engine: "embedded",
    where: "./data",
    mqtt: "mqtt://127.0.0.1:1883",
  } as const;
  const demo = banner({ ...facts, demo: { password: "abcd-efgh", isGenerated: true } });
  for (const word of ["http://127.0.0.1:8080", "province", "auditor", "abcd-efgh", "DEMO_PASSWORD"])
    expect(demo).toContain(word);
  expect(banner({ ...facts, demo: null })).not.toMatch(/auditor|密码/);
});

test("an address can be opened as it stands", () => {
  expect(addresses("::1", 80)).toEqual(["http://[::1]:80"]);
  expect(addresses("0.0.0.0", 8080)[0]).toBe("http://localhost:8080");
  for (const address of addresses("0.0.0.0", 8080)) expect(URL.canParse(address)).toBe(true);
});
