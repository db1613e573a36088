import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("an empty environment is the embedded demo on port 8080", () => {
  expect(readConfig({})).toMatchObject({ PORT: 8080, DATA_DIR: "./data", DEMO: true, SIMULATE: true });
});

test("a wrong environment names every setting at fault and shows no secret", () => {
  const wrong = () => readConfig({ PORT: "eighty", DATABASE_URL: "mysql://me:secret@db", SIMULATE: "perhaps" });
  expect(wrong).toThrow(/PORT:.*"eighty"/);
  expect(wrong).toThrow(/DATABASE_URL/);
  expect(wrong).toThrow(/SIMULATE/);
  expect(wrong).not.toThrow(/secret/);
});

test("proxies are named by address, network or kind, and by nothing else", () => {
  expect(readConfig({ TRUST_PROXY: "loopback, 10.0.0.0/8, ::1" }).TRUST_PROXY).toBe("loopback, 10.0.0.0/8, ::1");
  for (const wrong of ["true", "nginx", "10.0.0.0/99", "10.0.0.1,,"]) {
    expect(() => readConfig({ TRUST_PROXY: wrong })).toThrow(/TRUST_PROXY/);
  }
});

test("a base map is a path of ours or an address of the web", () => {
  for (const right of ["/tiles/base.pmtiles", "https://maps.example/style.json", "http://10.0.0.5:8081/a.pmtiles"]) {
    expect(readConfig({ BASEMAP_STYLE: right }).BASEMAP_STYLE).toBe(right);
  }
  for (const wrong of [
    "style.json",
    "//maps.example/style.json",
    "javascript:alert(1)",
    "data:,x",
    "file:///etc/passwd",
  ]) {
    expect(() => readConfig({ BASEMAP_STYLE: wrong })).toThrow(/BASEMAP_STYLE/);
  }
});
