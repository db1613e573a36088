import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { CHROMIUM_FLAGS, chromiumPath } from "#scripts/chromium.ts";

/** The three screens the product is made for (look.md), in CSS pixels. */
export const SIZES = {
  desktop: { width: 1440, height: 900 },
  wall: { width: 3840, height: 2160 },
  phone: { width: 390, height: 844 },
} as const;
export type Size = keyof typeof SIZES;

export interface Screen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, page errors and answers of 500 and above, in order. A test ends with none. */
  readonly complaints: string[];
}

export function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  return chromium.launch({ args: [...CHROMIUM_FLAGS], ...(executablePath ? { executablePath } : {}) });
}

/** Chromium reports each refused request as an error of its own; being asked to sign in is no fault of the page. */
const EXPECTED = /Failed to load resource: the server responded with a status of 401/;

interface Look {
  readonly dark?: boolean;
  /** Device pixels of a CSS pixel. */
  readonly ratio?: number;
}

export async function openScreen(
  browser: Browser,
  url: string,
  size: Size = "desktop",
  { dark = false, ratio = 1 }: Look = {},
): Promise<Screen> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: SIZES[size],
    deviceScaleFactor: ratio,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    colorScheme: dark ? "dark" : "light",
    hasTouch: size === "phone",
    isMobile: size === "phone",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (cause) => complaints.push(String(cause)));
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return { page, context, complaints };
}

/** What draws in this browser, as WebGL names it. */
export const rendererOf = (page: Page): Promise<string> =>
  page.evaluate<string>(`{
    const gl = document.createElement("canvas").getContext("webgl2");
    const names = gl?.getExtension("WEBGL_debug_renderer_info");
    gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : "no WebGL 2";
  }`);
