import { type ComponentType, lazy } from "react";
import { loadOfficeWords } from "#lib/i18n/i18n.ts";

/** A part of the page that is fetched with the office's words when it is first shown. */
export const lazyOffice = <K extends string, P = object>(load: () => Promise<Record<K, ComponentType<P>>>, name: K) =>
  lazy(async () => {
    const [parts] = await Promise.all([load(), loadOfficeWords()]);
    return { default: parts[name] };
  });
